import { sha256 } from '@noble/hashes/sha2.js'

/** A SHA-256 value, 32 bytes. */
export type Hash = Uint8Array
/** One-shot SHA-256. The server injects node:crypto's, which is several times faster than the portable one. */
export type Sha256 = (bytes: Uint8Array) => Hash

export const HASH_BYTES = 32

/** The three hashes of RFC 6962 section 2.1 (kept by RFC 9162): empty tree, leaf (prefix 0x00), inner node (prefix 0x01). */
export type TreeHasher = {
  empty: Hash
  leaf(bytes: Uint8Array): Hash
  node(left: Hash, right: Hash): Hash
}

/** A tree hasher over any SHA-256. The node buffer is reused, so one hasher must not be entered by two threads at once. */
export function treeHasher(digest: Sha256): TreeHasher {
  const pair = new Uint8Array(1 + 2 * HASH_BYTES)
  pair[0] = 1
  return {
    empty: digest(new Uint8Array(0)),
    leaf(bytes) {
      const prefixed = new Uint8Array(1 + bytes.length)
      prefixed.set(bytes, 1)
      return digest(prefixed)
    },
    node(left, right) {
      pair.set(left, 1)
      pair.set(right, 1 + HASH_BYTES)
      return digest(pair)
    },
  }
}

/** Works everywhere, also in a browser. */
export const portableHasher: TreeHasher = treeHasher(sha256)

export function equalHashes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}
