import type { CaseOriginals, OriginalEntry } from '../contract/visit.ts'

/** The entry stands in the ledger, and its content, where it was not erased, is the one that was committed to. */
export function isProven(original: Pick<OriginalEntry, 'proofHolds' | 'contentProven' | 'content'>): boolean {
  return original.proofHolds && (original.contentProven || original.content === null)
}

/** Entries of the same record together, the records in the order in which the ledger first speaks of them. */
export function byRecord(originals: readonly OriginalEntry[]): OriginalEntry[][] {
  return [...Map.groupBy(originals, (original) => original.recordId).values()]
}

/** Photos and signatures of all the cases that their pack holds, each once. */
export function picturesOf(cases: readonly CaseOriginals[]): { sha256: string; sizeBytes: number }[] {
  const found = new Map<string, number>()
  for (const { originals } of cases)
    for (const { files } of originals)
      for (const { sha256, sizeBytes } of files) if (sizeBytes !== null) found.set(sha256, sizeBytes)
  return [...found].map(([sha256, sizeBytes]) => ({ sha256, sizeBytes }))
}
