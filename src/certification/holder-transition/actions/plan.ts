import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Answer, Input } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { changePersonDays } from '../../audit/actions/audit.ts'
import { loadAudit } from '../../audit/store.ts'
import { makeDueAudit, orderSpecialAudit } from '../../surveillance/actions/make.ts'
import type * as contract from '../contract/endpoints.ts'
import { firstReminderOf } from '../rules/act.ts'
import { canPlan } from '../rules/days.ts'
import { type HolderCase, holderRow } from '../rules/holder.ts'
import { extraTenths, specialTenths } from '../rules/person-days.ts'
import { canPlanHolder, isOpenToPlan, planOptions } from '../rules/plan.ts'
import { findPlan, insertPlan, saveWithdrawal } from '../store/plan.ts'
import { type Loaded, loadWhole } from './read.ts'

type About = { transitionId: string; certificateId: string }
type Given = Input<typeof contract.planHolder>['body']
type Reckoned = { auditId: string; number: string; baseTenths: number; extraTenths: number }

export async function showOptions(
  tx: Tx,
  { transitionId, certificateId }: About,
): Promise<Decision<Answer<typeof contract.readPlanOptions>>> {
  const loaded = await loadWhole(tx, transitionId, certificateId)
  const [one] = loaded?.cases ?? []
  if (!loaded || !one) return refuse('not_found', 'holder_unknown')
  const { transition, todayOn, version } = loaded
  return accept({
    holder: holderRow(one, transition, firstReminderOf(version.rules), todayOn),
    options: canPlanHolder(one, todayOn).ok ? planOptions(one, version.rules) : [],
  })
}

/** The audit stays what it is in the programme; that it is done on the new edition, and what it gets for that, is said beside it. */
export async function planHolder(
  tx: WriteTx,
  { transitionId, certificateId }: About,
  given: Given,
): Promise<Decision<Answer<typeof contract.planHolder>>> {
  const loaded = await loadWhole(tx, transitionId, certificateId)
  if (!loaded) return refuse('not_found', 'not_found')
  const stage = canPlan(loaded.transition, loaded.todayOn)
  if (!stage.ok) return stage
  const [one] = loaded.cases
  const allowed = canPlanHolder(one, loaded.todayOn)
  if (!allowed.ok) return allowed
  const reckoned = await reckon(tx, loaded, one!, given)
  if (!reckoned.ok) return reckoned
  const { number, ...plan } = reckoned.value
  const { id, reason } = given
  const rulesId = loaded.version.id
  await insertPlan(tx, { id, transitionId, certificateId, ...plan, reason, rulesId })
  note(tx, id, 'planned', { transitionId, certificateId, ...plan, number, reason, rulesId })
  return accept({ id, auditId: plan.auditId, number, personDaysTenths: plan.baseTenths + plan.extraTenths })
}

async function reckon(tx: WriteTx, loaded: Loaded, one: HolderCase, given: Given): Promise<Decision<Reckoned>> {
  const { rules } = loaded.version
  if (given.auditId !== null) {
    const audit = one.audits.find(({ id }) => id === given.auditId)
    if (!audit || !isOpenToPlan(audit))
      return refuse('conflict', 'audit_not_for_transition', { number: audit?.number ?? '–' })
    return withExtra(tx, loaded, audit.id, given.reason)
  }
  const { plannedFromOn, plannedToOn, baseTenths: personDaysTenths, reason } = given
  const auditId = newId()
  const dates = { id: auditId, plannedFromOn, plannedToOn }
  if (given.kind !== 'special') {
    const made = await makeDueAudit(tx, one.certificateId, { ...dates, kind: given.kind, personDaysTenths })
    return made.ok ? withExtra(tx, loaded, auditId, reason) : made
  }
  const tenths = specialTenths(rules, one.surveillanceTenths)
  const purpose = { purpose: 'change' as const, reason, isShortNotice: false, latestOn: null }
  const made = await orderSpecialAudit(tx, one.certificateId, { ...dates, ...purpose, personDaysTenths: tenths })
  return made.ok ? accept({ auditId, number: made.value.number, baseTenths: 0, extraTenths: tenths }) : made
}

async function withExtra(tx: WriteTx, loaded: Loaded, auditId: string, reason: string): Promise<Decision<Reckoned>> {
  const { number, personDaysTenths: baseTenths } = (await loadAudit(tx, auditId))!
  const extra = extraTenths(loaded.version.rules, baseTenths)
  const why = `${loaded.transition.from.reference} → ${loaded.transition.to.reference}: ${reason}`.slice(0, 500)
  const changed = await changePersonDays(tx, auditId, { personDaysTenths: baseTenths + extra, reason: why })
  return changed.ok ? accept({ auditId, number, baseTenths, extraTenths: extra }) : changed
}

/** Before the audit begins. A special audit that was made for it stays, and is called off like any other. */
export async function withdrawPlan(
  tx: WriteTx,
  about: { transitionId: string; planId: string },
  reason: string,
): Promise<Decision<{ id: string }>> {
  const plan = await findPlan(tx, about.transitionId, about.planId)
  const audit = plan && (await loadAudit(tx, plan.auditId))
  if (!plan || !audit) return refuse('not_found', 'not_found')
  if (audit.openedAt !== null) return refuse('conflict', 'holder_plan_begun', { number: audit.number })
  if (audit.cancelledAt === null && plan.baseTenths > 0) {
    const changed = await changePersonDays(tx, audit.id, { personDaysTenths: plan.baseTenths, reason })
    if (!changed.ok) return changed
  }
  await saveWithdrawal(tx, plan.id, reason)
  note(tx, plan.id, 'plan_withdrawn', { auditId: audit.id, number: audit.number, reason })
  return accept({ id: plan.id })
}

function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'holder_transition_plan', recordId, verb: `holder_transition.${step}`, content })
}
