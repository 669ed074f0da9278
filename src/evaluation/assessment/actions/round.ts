import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { addAdjustment, rectifyDeduction, withdrawAdjustment } from '../../adjustment/actions.ts'
import type { NewAdjustment } from '../../adjustment/contract.ts'
import { loadEdition, loadEditionInUse } from '../../edition/store.ts'
import { loadCountingDay } from '../../fact/store.ts'
import type { Finding } from '../../score/contract.ts'
import { mayJudge } from '../access.ts'
import type { AssessmentKind } from '../contract/round.ts'
import { canChange, canClose, canReopen } from '../rules/round.ts'
import {
  findOpenSelf,
  findRound,
  holdRound,
  insertClosing,
  insertRound,
  markReopened,
  nameOf,
  type StoredRound,
  saveRound,
} from '../store/round.ts'
import { basisOf, composeExport } from './read.ts'

type Saved = { id: string; version: number }

/** The longest period a round looks at: the three years of a certificate, with room for a late one. */
const MOST_DAYS = 1_500

type Opening = {
  id: string
  kind: AssessmentKind
  title: string
  editionId: string
  /** The audit an audit's round is for; null for a company's own. */
  aboutId: string | null
  fromOn: string
  toOn: string
  /** What the counts said elsewhere, to be accepted or not; those of a company's own round are counted live and nothing is given. */
  proposals?: Finding[]
  /** Who alone may judge; left out: everybody whose post allows it. */
  assessorIds?: string[]
}

/** Opens a round. Refused: an unknown edition, days that cannot be, a second open round of the company itself. */
export async function openAssessment(tx: WriteTx, given: Opening): Promise<Decision<Saved>> {
  const { id, kind, title, editionId, aboutId, fromOn, toOn, proposals, assessorIds } = given
  if (!(await loadEdition(tx, editionId))) return refuse('not_found', 'scheme_not_ready')
  const days = (Date.parse(toOn) - Date.parse(fromOn)) / 86_400_000
  if (days < 0 || days > MOST_DAYS) return refuse('invalid', 'assessment_days_impossible', { max: MOST_DAYS })
  if (kind === 'self') {
    const open = await findOpenSelf(tx)
    if (open) return refuse('conflict', 'assessment_still_open', { title: open.title })
  }
  await insertRound(tx, {
    ...{ id, kind, title, editionId, aboutId, fromOn, toOn },
    proposals: kind === 'audit' ? (proposals ?? []).filter((finding) => finding.kind === 'computed') : null,
    assessorIds: assessorIds ?? null,
  })
  note(tx, id, 'opened', { kind, title, editionId, aboutId, fromOn, toOn })
  return accept({ id, version: 1 })
}

/** The company's own round, under the scheme in use, of days that have been. */
export async function openSelfAssessment(
  tx: WriteTx,
  given: { id: string; title: string; fromOn: string; toOn: string },
): Promise<Decision<Saved>> {
  const edition = await loadEditionInUse(tx)
  if (!edition) return refuse('not_found', 'scheme_not_ready')
  const { todayOn } = await loadCountingDay(tx)
  if (given.toOn > todayOn) return refuse('invalid', 'assessment_days_to_come', { today: todayOn })
  return openAssessment(tx, { ...given, kind: 'self', editionId: edition.id, aboutId: null })
}

type Named = { id: string; version: number }

/** Closes a round with its score, which stands from then on as it is. Refused while anything is missing. Who may is for the caller to ask. */
export async function closeAssessment(tx: WriteTx, { id, version }: Named): Promise<Decision<Saved>> {
  const held = await hold(tx, id, version)
  if (!held.ok) return held
  const basis = await basisOf(tx, held.value)
  const result = await composeExport(tx, basis, { at: tx.at, byName: nameOf(tx) })
  const allowed = canClose(held.value, result.score)
  if (!allowed.ok) return allowed
  await insertClosing(tx, id, result)
  await saveRound(tx, id, version, { closedAt: tx.at })
  const { schemeHash, score } = result
  note(tx, id, 'closed', { schemeHash, score: score.score, levelId: score.grade?.levelId ?? null })
  return accept({ id, version: version + 1 })
}

/** Opens a closed round again; what was closed is kept beside. Who may is for the caller to ask. */
export async function reopenAssessment(
  tx: WriteTx,
  { id, version, reason }: Named & { reason: string },
): Promise<Decision<Saved>> {
  const held = await hold(tx, id, version)
  if (!held.ok) return held
  const allowed = canReopen(held.value)
  if (!allowed.ok) return allowed
  const open = held.value.kind === 'self' ? await findOpenSelf(tx) : undefined
  if (open) return refuse('conflict', 'assessment_still_open', { title: open.title })
  await saveRound(tx, id, version, { closedAt: null })
  await markReopened(tx, id, reason)
  note(tx, id, 'reopened', { reason })
  return accept({ id, version: version + 1 })
}

/** Ends an open round without a result. */
export async function abandonAssessment(
  tx: WriteTx,
  { id, version, reason }: Named & { reason: string },
): Promise<Decision<Saved>> {
  const held = await hold(tx, id, version)
  if (!held.ok) return held
  const allowed = canChange(held.value)
  if (!allowed.ok) return allowed
  await saveRound(tx, id, version, { abandonedAt: tx.at, abandonedReason: reason })
  note(tx, id, 'abandoned', { reason })
  return accept({ id, version: version + 1 })
}

/** Says who alone judges in a round from now on, e.g. the team of an audit; null for everybody whose post allows it. */
export async function nameAssessors(tx: WriteTx, id: string, assessorIds: string[] | null): Promise<Decision<Saved>> {
  const round = await holdRound(tx, id)
  if (!round) return refuse('not_found', 'not_found')
  const allowed = canChange(round)
  if (!allowed.ok) return allowed
  await saveRound(tx, id, round.version, { assessorIds })
  note(tx, id, 'assessors_named', { assessorIds })
  return accept({ id, version: round.version + 1 })
}

/** The company's own rounds only: those of an audit are closed and opened again by the audit. */
export async function asSelf(
  tx: WriteTx,
  id: string,
  act: (tx: WriteTx) => Promise<Decision<Saved>>,
): Promise<Decision<Saved>> {
  const round = await findRound(tx, id)
  if (!round) return refuse('not_found', 'not_found')
  return round.kind === 'self' ? act(tx) : refuse('forbidden', 'assessment_of_audit')
}

async function hold(tx: WriteTx, id: string, version: number): Promise<Decision<StoredRound>> {
  const round = await holdRound(tx, id)
  if (!round) return refuse('not_found', 'not_found')
  return round.version === version ? accept(round) : refuse('conflict', 'stale_version', { recordType: 'assessment' })
}

/** An open round in which whoever acts may judge. */
export async function findJudged(tx: WriteTx, id: string): Promise<Decision<StoredRound>> {
  const round = await findRound(tx, id)
  if (!round) return refuse('not_found', 'not_found')
  const { actor } = tx
  const personId = actor.kind === 'person' ? actor.personId : null
  if (!mayJudge(round, { personId, roles: actor.roles })) return refuse('forbidden', 'assessment_not_yours')
  const open = canChange(round)
  return open.ok ? accept(round) : open
}

async function findAdjusted(tx: WriteTx, id: string): Promise<Decision<StoredRound>> {
  const found = await findJudged(tx, id)
  if (!found.ok || found.value.kind === 'audit') return found
  return refuse('conflict', 'adjustments_stand_for_company')
}

export async function addRoundAdjustment(tx: WriteTx, id: string, added: NewAdjustment): Promise<Decision<Saved>> {
  const found = await findAdjusted(tx, id)
  if (!found.ok) return found
  const { scheme } = await basisOf(tx, found.value)
  const done = await addAdjustment(tx, added, { assessmentId: id, scheme })
  if (done.ok) note(tx, id, 'adjusted', { adjustmentId: added.id })
  return done
}

type Rectification = { version: number; rectifiedOn: string; rectification: string }

export async function rectifyRoundDeduction(
  tx: WriteTx,
  about: { id: string; assessmentId: string },
  given: Rectification,
): Promise<Decision<Saved>> {
  const found = await findAdjusted(tx, about.assessmentId)
  if (!found.ok) return found
  const done = await rectifyDeduction(tx, about, given)
  if (done.ok) note(tx, about.assessmentId, 'adjusted', { adjustmentId: about.id })
  return done
}

export async function withdrawRoundAdjustment(
  tx: WriteTx,
  about: { id: string; assessmentId: string },
  given: { version: number; reason: string },
): Promise<Decision<Saved>> {
  const found = await findAdjusted(tx, about.assessmentId)
  if (!found.ok) return found
  const done = await withdrawAdjustment(tx, about, given)
  if (done.ok) note(tx, about.assessmentId, 'adjusted', { adjustmentId: about.id })
  return done
}

function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'assessment', recordId, verb: `assessment.${step}`, content })
}
