import type { Tx } from '#src/server/unit-of-work.ts'
import { loadEdition, type StoredEdition } from '../../edition/store.ts'
import type { Finding } from '../../score/contract.ts'
import { carryOver, proposeMapping } from '../../transition/rules.ts'
import { findMapping } from '../../transition/store.ts'
import type { AssessmentLeaf } from '../contract/leaf.ts'
import { findingsOfPeople } from '../rules/of-people.ts'
import { listLeafRows } from '../store/leaf.ts'
import { findLastClosedSelf, findOpenSelf, type StoredRound } from '../store/round.ts'

/** For the live score: what people found by looking themselves. */
export async function loadFindingsOfPeople(tx: Tx, used: StoredEdition): Promise<Finding[]> {
  const [open, closed] = [await findOpenSelf(tx), await findLastClosedSelf(tx)]
  return findingsOfPeople(used.scheme, {
    open: await leavesUnder(tx, used, open),
    closed: await leavesUnder(tx, used, closed),
  })
}

/**
 * A later version of the scheme may give a number to something else: what was found counts on for what a transition between the two keeps, else for what
 * still says the same. Another standard is another matter.
 */
async function leavesUnder(tx: Tx, used: StoredEdition, round: StoredRound | undefined): Promise<AssessmentLeaf[]> {
  if (!round) return []
  const edition = await loadEdition(tx, round.editionId)
  if (edition?.scheme.id !== used.scheme.id) return []
  const leaves = await listLeafRows(tx, round.id)
  if (edition.id === used.id) return leaves
  const mapping = await findMapping(tx, edition.id, used.id)
  return carryOver(mapping ?? proposeMapping(edition.scheme, used.scheme), leaves)
}
