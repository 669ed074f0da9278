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

/** What a person reads of an entry first, in this order; ids, positions and what another version of the software wrote stand behind it. */
const READ_FIRST = [
  ...['number', 'kind', 'channel', 'urgency', 'subject', 'description', 'complaintClass', 'contactName'],
  ...['contactPhone', 'address', 'requestedAt', 'wishedFrom', 'wishedTo', 'plannedFromAt', 'plannedToAt'],
  ...['outcome', 'workText', 'partsText', 'finishedAt', 'signedBy', 'signedAt', 'unsignedReason'],
  ...['stars', 'source', 'comment', 'reason', 'note'],
] as const

type Fields = Record<string, unknown>
export type ReadFact = { field: string; value: string }

/** The filled fields of an entry that people read first; nothing where its content is no record of fields. */
export function factsOf(content: unknown): ReadFact[] {
  if (typeof content !== 'object' || content === null) return []
  return READ_FIRST.flatMap((field) => {
    const value = (content as Fields)[field]
    const isPlain = typeof value === 'string' || typeof value === 'number'
    return isPlain && value !== '' ? [{ field, value: String(value) }] : []
  })
}

export type Answered = { question: string; answer: string | number | boolean }

/** The answers on a work order's sheet under the questions of its checklist, which an earlier entry of the same record asked. */
export function answersOf(originals: readonly Pick<OriginalEntry, 'content'>[], content: unknown): Answered[] {
  const given = fieldOf(content, 'answers')
  if (typeof given !== 'object' || given === null) return []
  const questions = new Map<string, string>()
  for (const original of originals) {
    const checklist = fieldOf(original.content, 'checklist')
    for (const asked of Array.isArray(checklist) ? checklist : []) {
      const [id, text] = [fieldOf(asked, 'id'), fieldOf(asked, 'text')]
      if (typeof id === 'string' && typeof text === 'string') questions.set(id, text)
    }
  }
  return Object.entries(given).flatMap(([id, answer]) =>
    typeof answer === 'string' || typeof answer === 'number' || typeof answer === 'boolean'
      ? [{ question: questions.get(id) ?? id, answer }]
      : [],
  )
}

function fieldOf(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? (of as Fields)[name] : undefined
}
