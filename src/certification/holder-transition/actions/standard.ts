import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { bodyDay, loadBodyRulesOn } from '../../body-rules/actions.ts'
import { isSame, type StandardOf } from '../rules/days.ts'
import { findSealed, findTransitionFrom } from '../store/transition.ts'

/** Moves to another standard only where that transition was announced. */
export async function refuseUnannounced(tx: Tx, from: StandardOf, to: StandardOf): Promise<Decision<null>> {
  if (isSame(from, to)) return accept(null)
  const found = await findTransitionFrom(tx, from)
  const isAnnounced = found !== undefined && found.announcedAt !== null && isSame(found.to, to)
  return isAnnounced
    ? accept(null)
    : refuse('conflict', 'edition_not_announced', { from: from.reference, to: to.reference })
}

/** Nothing is issued or restored on an edition whose time is over, unless the body's rules let it be. */
export async function refuseEnded(tx: Tx, standard: StandardOf, dayOn: string): Promise<Decision<null>> {
  const found = await findTransitionFrom(tx, standard)
  if (!found || found.announcedAt === null || dayOn <= found.endOn) return accept(null)
  const { rules } = await loadBodyRulesOn(tx, dayOn)
  if (rules.transition.whenOver.value === 'nothing') return accept(null)
  const { endOn, to } = found
  return refuse('conflict', 'edition_ended', { standard: standard.reference, endOn, to: to.reference })
}

/** From the cut-off day on an initial audit is not opened on the old edition. */
export async function refuseCutOff(tx: Tx, auditKind: string, editionId: string): Promise<Decision<null>> {
  const edition = auditKind === 'initial' ? await findSealed(tx, editionId) : undefined
  const found = edition && (await findTransitionFrom(tx, edition))
  if (!found || found.announcedAt === null || (await bodyDay(tx)) < found.cutOffOn) return accept(null)
  const { cutOffOn, from, to } = found
  return refuse('conflict', 'edition_cut_off', { cutOffOn, standard: from.reference, to: to.reference })
}
