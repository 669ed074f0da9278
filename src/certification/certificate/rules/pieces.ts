import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** A file is hashed in pieces of this size, so that a changed byte can be found by anybody who has the hashes. */
export const PIECE_BYTES = 2_048

/** Hashes of the pieces of a file in order: the first 8 bytes of SHA-256, hex. They locate damage; the hash of the whole file proves. */
export function pieceHashes(bytes: Uint8Array, pieceBytes = PIECE_BYTES): string[] {
  const hashes: string[] = []
  for (let at = 0; at < bytes.length; at += pieceBytes)
    hashes.push(bytesToHex(sha256(bytes.subarray(at, at + pieceBytes)).subarray(0, 8)))
  return hashes
}

/** Where a file differs from the pieces it should have: runs of bytes, `to` exclusive; a missing or surplus end counts as different. */
export function changedRuns(
  bytes: Uint8Array,
  pieces: readonly string[],
  pieceBytes: number,
): { from: number; to: number }[] {
  const now = pieceHashes(bytes, pieceBytes)
  const runs: { from: number; to: number }[] = []
  for (let nth = 0; nth < Math.max(now.length, pieces.length); nth++) {
    if (now[nth] === pieces[nth]) continue
    const last = runs.at(-1)
    const end = (nth + 1) * pieceBytes
    const to = nth === now.length - 1 && now.length >= pieces.length ? bytes.length : end
    if (last && last.to >= nth * pieceBytes) last.to = to
    else runs.push({ from: nth * pieceBytes, to })
  }
  return runs
}
