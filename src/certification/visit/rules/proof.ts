import { portableHasher } from '#src/shared/merkle/hash.ts'
import { verifyInclusion } from '#src/shared/merkle/proof.ts'
import { parseCheckpoint } from '#src/shared/signed-note.ts'

/** Whether the leaf's text and its audit path (base64, leaf side first) lead to the root of the checkpoint (a signed note). Its signature was checked when the pack came in. */
export function proofHolds(
  entry: { leafIndex: number; leaf: string; path: readonly string[] },
  checkpoint: string,
): boolean {
  const signed = parseCheckpoint(checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1))
  if (!signed) return false
  return verifyInclusion({
    leaf: portableHasher.leaf(new TextEncoder().encode(entry.leaf)),
    index: entry.leafIndex,
    size: signed.size,
    path: entry.path.map(bytesOf),
    root: signed.root,
  })
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}
