import type { LetterParts } from '#src/account/door.ts'
import type {
  Checklist,
  ChecklistItem,
  MaterialId,
  OutletEntry,
  StaffEntry,
} from '#src/evaluation/material/contract/dossier.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { bodyDay, businessDaysAfter, loadBodyRulesOn } from '../../body-rules/actions.ts'
import type { Term } from '../../body-rules/contract/rules.ts'
import { addClient } from '../../client/actions.ts'
import { findBlacklisted } from '../../client/store.ts'
import type { ApplicationState, ApplicationStep, StepKind, TypedForm } from '../contract.ts'
import { unmetOf } from '../rules/check.ts'
import { canTake, stateOf } from '../rules/steps.ts'
import {
  type ApplicationChange,
  findContractOf,
  insertApplication,
  insertStep,
  loadApplication,
  type NewApplication,
  type StoredApplication,
  saveApplication,
} from '../store.ts'
import { examine } from './examine.ts'
import { tellClient } from './tell.ts'

export type Changed = { id: string; version: number; state: ApplicationState }
type Asked = { version: number; reason: string }

/** Takes an application in: the clock of the decision starts. Whoever is blacklisted is refused at once. */
export async function receiveApplication(
  tx: WriteTx,
  given: Omit<NewApplication, 'number' | 'kind'>,
): Promise<Decision<Changed>> {
  const todayOn = await bodyDay(tx)
  const { form, id } = given
  const barred = await findBlacklisted(tx, form.applicant.uscc, todayOn)
  if (barred) return refuse('conflict', 'blacklisted', { until: barred.untilOn })
  const number = await tx.nextNumber('AP')
  await insertApplication(tx, { ...given, number, kind: form.kind })
  const { rules, id: rulesId } = await loadBodyRulesOn(tx, todayOn)
  const dueOn = await businessDaysAfter(tx, todayOn, rules.acceptance.decideWithin.value)
  await insertStep(tx, { id: newId(), applicationId: id, kind: 'received', reason: '', dueOn, detail: {} })
  const { clientId, via, packId } = given
  note(tx, id, 'received', { number, clientId, via, packId, form, dueOn, rulesId })
  return accept({ id, version: 1, state: 'reviewing' })
}

/** Types in an application that came on paper. */
export async function addApplication(
  tx: WriteTx,
  given: { id: string; form: TypedForm; outlets: OutletEntry[]; staff: StaffEntry[]; checklist: ChecklistItem[] },
): Promise<Decision<Changed>> {
  const { legalName: name, uscc, address, contactName, contactPhone, contactEmail } = given.form.applicant
  const client = await addClient(tx, {
    ...{ id: newId(), name, uscc, address, contactName, contactPhone, contactEmail },
    // Only a signed pack says which organisation is whose.
    companyOrgId: null,
  })
  if (!client.ok) return client
  const form = {
    format: 'starproof-application' as const,
    version: 1 as const,
    ...given.form,
    applicant: { ...given.form.applicant, orgId: null },
  }
  const { id, outlets, staff } = given
  const checklist = { madeAt: tx.at, items: given.checklist }
  return receiveApplication(tx, {
    ...{
      id,
      clientId: client.value.id,
      via: 'typed',
      form,
      outlets,
      staff,
      checklist,
      ownAssessment: null,
      packId: null,
    },
  })
}

export async function askForMore(
  tx: WriteTx,
  parts: LetterParts,
  id: string,
  asked: Asked & { materials: MaterialId[] },
): Promise<Decision<Changed>> {
  const { reason, materials } = asked
  return step(tx, id, asked.version, {
    ...{ kind: 'more_asked', reason, detail: { materials } },
    term: 'supplyWithin',
    after: (application, dueOn, on) =>
      tellClient(tx, parts, application, { notice: 'more_asked', reason, materials, dueOn, on }),
  })
}

/** Also while nothing was asked: further material restarts the clock of the decision. */
export async function supplyMaterial(
  tx: WriteTx,
  id: string,
  given: { version: number; note: string; materials: MaterialId[]; files: string[]; change?: ApplicationChange },
): Promise<Decision<Changed>> {
  const { materials, files } = given
  return step(tx, id, given.version, {
    ...{ kind: 'supplied', reason: given.note, detail: { materials, files } },
    term: 'decideWithin',
    change: (application) => ({
      checklist: withPresent(application.checklist, materials, files, tx.at),
      ...given.change,
    }),
  })
}

export async function acceptApplication(
  tx: WriteTx,
  parts: LetterParts,
  id: string,
  { version, reason }: Asked,
): Promise<Decision<Changed>> {
  const application = await loadApplication(tx, id)
  if (!application) return refuse('not_found', 'not_found')
  const unmet = unmetOf((await examine(tx, application)).checks)
  if (unmet.length > 0 && stateOf(application.steps) !== 'refused')
    return refuse('conflict', 'application_unmet', { checks: unmet.join(', '), count: unmet.length })
  return step(tx, id, version, {
    ...{ kind: 'accepted', reason, detail: {} },
    after: (one, dueOn, on) => tellClient(tx, parts, one, { notice: 'accepted', reason, materials: [], dueOn, on }),
  })
}

export async function endApplication(
  tx: WriteTx,
  parts: LetterParts,
  id: string,
  kind: 'refused' | 'withdrawn',
  { version, reason }: Asked,
): Promise<Decision<Changed>> {
  return step(tx, id, version, {
    ...{ kind, reason, detail: {} },
    after: (one, dueOn, on) => tellClient(tx, parts, one, { notice: kind, reason, materials: [], dueOn, on }),
  })
}

export async function explainHeadcount(
  tx: WriteTx,
  id: string,
  { version, reason }: Asked,
): Promise<Decision<Changed>> {
  const application = await loadApplication(tx, id)
  if (!application) return refuse('not_found', 'not_found')
  const { headcount } = await examine(tx, application)
  if (!headcount.implausible) return refuse('conflict', 'headcount_plausible', { headcount: headcount.headcount })
  const detail = { headcount: headcount.headcount }
  return step(tx, id, version, { kind: 'headcount_explained', reason, detail })
}

export async function correctHeadcount(
  tx: WriteTx,
  id: string,
  { version, reason, headcount }: Asked & { headcount: number },
): Promise<Decision<Changed>> {
  const application = await loadApplication(tx, id)
  if (!application) return refuse('not_found', 'not_found')
  const before = (await examine(tx, application)).headcount.headcount
  if (before === headcount) return refuse('conflict', 'headcount_same', { headcount })
  return step(tx, id, version, { kind: 'headcount_corrected', reason, detail: { headcount, before } })
}

type Step = {
  kind: StepKind
  reason: string
  detail: ApplicationStep['detail']
  /** Which clock starts with it. */
  term?: 'supplyWithin' | 'decideWithin'
  change?: (application: StoredApplication) => ApplicationChange
  after?: (application: StoredApplication, dueOn: string | null, on: string) => Promise<Decision<null>>
}

async function step(tx: WriteTx, id: string, version: number, given: Step): Promise<Decision<Changed>> {
  const application = await loadApplication(tx, id)
  if (!application) return refuse('not_found', 'not_found')
  if (application.version !== version) return refuse('conflict', 'stale_version', { recordType: 'application' })
  const { kind, reason, detail, term } = given
  const allowed = canTake(kind, application.steps, (await findContractOf(tx, id)) !== null)
  if (!allowed.ok) return allowed
  const todayOn = await bodyDay(tx)
  const { rules, id: rulesId } = await loadBodyRulesOn(tx, todayOn)
  const terms: Record<'supplyWithin' | 'decideWithin', Term> = {
    supplyWithin: rules.acceptance.supplyWithin.value,
    decideWithin: rules.acceptance.decideWithin.value,
  }
  const dueOn = term ? await businessDaysAfter(tx, todayOn, terms[term]) : null
  await saveApplication(tx, id, version, given.change?.(application))
  await insertStep(tx, { id: newId(), applicationId: id, kind, reason, dueOn, detail })
  note(tx, id, kind, { reason, dueOn, rulesId, ...detail })
  const told = await given.after?.(application, dueOn, todayOn)
  if (told && !told.ok) return told
  return accept({ id, version: version + 1, state: stateOf([...application.steps, { kind }]) })
}

function withPresent(
  checklist: Checklist | null,
  materials: readonly string[],
  files: readonly string[],
  at: string,
): Checklist {
  const kept = (checklist?.items ?? []).filter(({ id }) => !materials.includes(id))
  const enclosed = files.map((sha256) => ({ sha256, name: '', validUntilOn: null }))
  const present = materials.map((id): ChecklistItem => ({ id, state: 'present', wanted: 1, have: 1, files: enclosed }))
  return { madeAt: at, items: [...kept, ...present] }
}

function note(tx: WriteTx, recordId: string, kind: StepKind, content: unknown): void {
  tx.record({ recordType: 'application', recordId, verb: `application.${kind}`, content })
}
