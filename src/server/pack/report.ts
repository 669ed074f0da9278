/** What happened to the place named: its bytes differ, it is gone, it should not be there, it stands elsewhere, or it cannot be read as what it is. */
export type PackProblemKind = 'changed' | 'removed' | 'inserted' | 'reordered' | 'damaged'

export type PackPlace = {
  member?: string
  /** Position in the log, counted from 1. */
  entry?: number
  /** Last position, where a run of entries is meant. */
  entryTo?: number
  /** History row, and the record it is about. */
  id?: string
  recordType?: string
  recordId?: string
  /** Byte from the start of the pack. */
  offset?: number
}

export type Words = { zh: string; en: string }
export type PackProblem = { kind: PackProblemKind; where: PackPlace; words: Words }

export type PackReport = {
  ok: boolean
  problems: PackProblem[]
  /** Further problems that were found and not listed. */
  unlisted: number
  org: { id: string; name: string } | null
  madeAt: string | null
  /** Bytes of the pack. */
  size: number
  entries: number
  /** Entries whose content was erased: proven to have been there, not what they said. */
  erased: number
  files: number
  checkpoint: { origin: string; size: number; root: string; madeAt: string | null } | null
  /** SHA-256 of the public key that signed the pack, hex; to be compared with what the company gave out. */
  keyFingerprint: string | null
  /** True when the signing key was one of the keys given; false when there was nothing to compare it with, or it differed. */
  keyExpected: boolean
}

const LISTED_MAX = 200

/** Collects problems; a hostile pack with millions of them costs no more than one with two hundred. */
export class Findings {
  readonly problems: PackProblem[] = []
  unlisted = 0
  readonly #members = new Set<string>()

  add(kind: PackProblemKind, where: PackPlace, words: Words): void {
    if (where.member !== undefined) {
      this.#members.add(where.member)
      where.member = printable(where.member)
    }
    if (this.problems.length < LISTED_MAX) this.problems.push({ kind, where, words })
    else this.unlisted++
  }

  get any(): boolean {
    return this.problems.length > 0
  }

  /** Whether something was already said about a member. */
  knows(member: string): boolean {
    return this.#members.has(member)
  }
}

/** Names come from strangers: only what can be shown on a terminal without harm. */
export function printable(text: string): string {
  const shown = text.length > 120 ? `${text.slice(0, 120)}…` : text
  return shown.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '�')
}
