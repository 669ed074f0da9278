import { portableHasher } from '#src/shared/merkle/hash.ts'
import { verifyInclusion } from '#src/shared/merkle/proof.ts'
import { parseCheckpoint } from '#src/shared/signed-note.ts'

/** A case has a handful of steps; one that was nudged every day has some dozens. */
const MOST_OF_A_RECORD = 60

/** Places in the ledger of the entries about these records, by the pack's index: one line an entry, tab-separated, the third field the record. */
export function leavesOfRecords(index: string, recordIds: readonly string[]): Map<string, number[]> {
  const found = new Map<string, number[]>(recordIds.map((id) => [id, []]))
  let start = 0
  for (let leafIndex = 0; start < index.length; leafIndex++) {
    const end = index.indexOf('\n', start)
    const line = index.slice(start, end < 0 ? undefined : end)
    const leaves = found.get(line.split('\t', 3)[2] ?? '')
    if (leaves && leaves.length < MOST_OF_A_RECORD) leaves.push(leafIndex)
    start = end < 0 ? index.length : end + 1
  }
  return new Map([...found].filter(([, leaves]) => leaves.length > 0))
}

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
