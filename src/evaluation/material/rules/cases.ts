import { dayOf } from '#src/shared/instant.ts'
import type { CaseEntry } from '../contract/dossier.ts'

/** The verbs by which a case enters the ledger: taken down, or brought in with an older register. */
export const CASE_VERBS = ['service_request.created', 'service_request.imported'] as const

/** An entry that makes a case, with what it says of it (null: it does not say, or was erased), and the case as it stands now. */
export type CaseRow = {
  leafIndex: number
  id: string
  claimedAt: string
  saysNumber: string | null
  saysKind: string | null
  saysOutlet: boolean
  saysOutletId: string | null
  number: string | null
  kind: string | null
  outletId: string | null
}

/** The case as its own entry tells it, so that whoever has the pack can compare; only where the entry is silent, as it stands now. */
export function caseEntryOf(row: CaseRow): CaseEntry {
  return {
    id: row.id,
    number: row.saysNumber ?? row.number ?? '',
    kind: row.saysKind ?? row.kind ?? '',
    outletId: row.saysOutlet ? row.saysOutletId : row.outletId,
    madeOn: dayOf(Date.parse(row.claimedAt)),
    leafIndex: row.leafIndex,
  }
}
