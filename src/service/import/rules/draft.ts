import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from '#src/shared/canonical.ts'
import type { Draft, DraftKind, DraftValues } from '../contract/draft.ts'
import type { ImportLog } from './log.ts'

/** The stable identity of a record of one source: the same number in next month's file gives the same key. */
export function sourceKey(source: string, kind: DraftKind, naturalKey: readonly string[]): string {
  // An array of texts has the same form in plain and in canonical JSON.
  return hash(JSON.stringify(['starproof-import-1', source, kind, ...naturalKey]))
}

function hash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

export function makeDraft<K extends DraftKind>(
  kind: K,
  key: string,
  values: DraftValues[K],
  claimedOn: string | null,
  place: { sheet: string; rows: number[] },
): Draft<K> {
  const draft = {
    kind,
    sourceKey: key,
    contentHash: hash(canonicalJson(values)),
    claimed: true as const,
    claimedOn,
    place,
    values,
  }
  return draft as unknown as Draft<K>
}

type Seen = { draft: Draft; conflict: boolean }

/**
 * Gathers the drafts of one target. A row that repeats earlier ones exactly is ignored; rows that give one number different contents are all refused,
 * because which of them is true cannot be known.
 */
export class DraftGathering {
  readonly #seen = new Map<string, Seen>()
  readonly #log: ImportLog

  constructor(log: ImportLog) {
    this.#log = log
  }

  /** Takes the drafts one row (or one folded case) gives. */
  take(sheet: string, row: number, drafts: Draft[]): void {
    const seen = drafts.map((draft) => this.#seen.get(draft.sourceKey))
    for (const [index, other] of seen.entries()) {
      if (other === undefined || (!other.conflict && other.draft.contentHash === drafts[index]!.contentHash)) continue
      const { place } = other.draft
      if (!other.conflict) {
        other.conflict = true
        this.#log.row(place.sheet, place.rows[0]!, 'row_refused', 'conflicting_rows', { otherRow: row })
        this.#log.refuseRows(place.sheet, place.rows)
      }
      this.#log.row(sheet, row, 'row_refused', 'conflicting_rows', { otherRow: place.rows[0]! })
      return
    }
    if (seen.every((other) => other !== undefined)) {
      this.#log.row(sheet, row, 'row_ignored', 'duplicate_row', { firstRow: seen[0]!.draft.place.rows[0]! })
      return
    }
    for (const [index, draft] of drafts.entries()) {
      if (seen[index] === undefined) this.#seen.set(draft.sourceKey, { draft, conflict: false })
    }
  }

  /** The drafts to keep, in file order; what belongs to a refused record goes with it. */
  settled(): Draft[] {
    const kept: Draft[] = []
    const keptKeys = new Set<string>()
    for (const { draft, conflict } of this.#seen.values()) {
      if (conflict) continue
      const { sheet, rows } = draft.place
      const owner = ownerOf(draft)
      if (owner !== null && !keptKeys.has(owner)) {
        if (!this.#log.isRefused(sheet, rows[0]!)) this.#log.row(sheet, rows[0]!, 'row_refused', 'owner_refused')
        continue
      }
      keptKeys.add(draft.sourceKey)
      kept.push(draft)
    }
    return kept
  }
}

function ownerOf(draft: Draft): string | null {
  if (draft.kind === 'licence') return draft.values.staff.key
  if (draft.kind === 'installed_product') return draft.values.customer.key
  return null
}
