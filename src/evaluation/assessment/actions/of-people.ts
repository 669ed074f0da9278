import type { Tx } from '#src/server/unit-of-work.ts'
import { loadEdition } from '../../edition/store.ts'
import type { Scheme } from '../../scheme/contract.ts'
import type { Finding } from '../../score/contract.ts'
import type { AssessmentLeaf } from '../contract/leaf.ts'
import { findingsOfPeople } from '../rules/of-people.ts'
import { listLeafRows } from '../store/leaf.ts'
import { findLastClosedSelf, findOpenSelf, type StoredRound } from '../store/round.ts'

/** For the live score: what people found by looking themselves. */
export async function loadFindingsOfPeople(tx: Tx, scheme: Scheme): Promise<Finding[]> {
  const [open, closed] = [await findOpenSelf(tx), await findLastClosedSelf(tx)]
  return findingsOfPeople(scheme, {
    open: await leavesUnder(tx, scheme, open),
    closed: await leavesUnder(tx, scheme, closed),
  })
}

/** Another standard numbers its indicators alike and means something else. */
async function leavesUnder(tx: Tx, scheme: Scheme, round: StoredRound | undefined): Promise<AssessmentLeaf[]> {
  if (!round) return []
  const edition = await loadEdition(tx, round.editionId)
  return edition?.scheme.id === scheme.id ? listLeafRows(tx, round.id) : []
}
