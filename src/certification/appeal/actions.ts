import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Input } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import { hasConflict } from '../auditor/actions.ts'
import { bodyDay, businessDaysAfter, loadBodyRulesOn } from '../body-rules/actions.ts'
import type * as contract from './contract.ts'
import type { Grievance, GrievanceRow, GrievanceStep, Hand, NewGrievance } from './contract.ts'
import * as rules from './rules/grievance.ts'
import * as store from './store.ts'

type Saved = { id: string; version: number }

function rowOf(one: store.StoredGrievance, todayOn: string): GrievanceRow {
  const { id, number, kind, clientName, fromName, isAnonymous, receivedOn, dueOn, steps } = one
  const state = rules.grievanceState(steps)
  const verdict = rules.verdictOf(steps)
  const isLate = rules.isLate(state, dueOn, todayOn)
  return { id, number, kind, clientName, fromName, isAnonymous, receivedOn, dueOn, state, verdict, isLate }
}

export async function listGrievances(
  tx: Tx,
  { limit, cursor, open }: Input<typeof contract.listGrievances>['query'],
): Promise<Page<GrievanceRow>> {
  const asked = { limit: limit + 1, isOpen: open === '1', ...(cursor ? { cursor } : {}) }
  const todayOn = await bodyDay(tx)
  const rows = (await store.listGrievanceRows(tx, asked)).map((row) => rowOf(row, todayOn))
  return cutPage(rows, limit, (row) => row.id)
}

export async function readGrievance(tx: Tx, id: string): Promise<Decision<Grievance>> {
  const one = await store.findGrievance(tx, id)
  if (!one) return refuse('not_found', 'not_found')
  const { steps, ...rest } = one
  return accept({
    ...rest,
    ...rowOf(one, await bodyDay(tx)),
    steps: steps.map(({ personId: _, ...step }) => step),
    panel: rules.panelOf(steps),
    hands: tx.actor.kind === 'person' ? await handsOf(tx, one, tx.actor.personId) : [],
  })
}

async function handsOf(tx: Tx, one: store.StoredGrievance, personId: string): Promise<Hand[]> {
  const hands = await store.findHands(tx, one, personId)
  const isConflicted = one.clientId !== null && (await hasConflict(tx, personId, one.clientId, await bodyDay(tx)))
  return isConflicted ? [...hands, 'conflict'] : hands
}

/** Appeals and complaints come by the desk or from the public; each gets its number and the last day of its decision by the rules in force. */
export async function receive(
  tx: WriteTx,
  given: NewGrievance,
  via: 'desk' | 'public',
): Promise<Decision<Saved & { number: string }>> {
  const todayOn = await bodyDay(tx)
  const { id: rulesId, rules: inForce } = await loadBodyRulesOn(tx, todayOn)
  const { appealWithin, decideAppealWithin, decideComplaintWithin, acceptAnonymous } = inForce.appeals
  const toldOn = given.kind === 'appeal' ? given.toldOn : null
  const allowed = rules.canReceive({
    ...given,
    acceptsAnonymous: acceptAnonymous.value,
    toldOn,
    appealUntilOn: toldOn === null ? null : await businessDaysAfter(tx, toldOn, appealWithin.value),
    todayOn,
  })
  if (!allowed.ok) return allowed
  const term = given.kind === 'appeal' ? decideAppealWithin.value : decideComplaintWithin.value
  const number = await tx.nextNumber(given.kind === 'appeal' ? 'APL' : 'CPL')
  const { id, kind, clientId, auditId, certificateId, blacklistId, isAnonymous, says, wants } = given
  const [fromName, fromContact] = isAnonymous ? ['', ''] : [given.fromName, given.fromContact]
  await store.insertGrievance(tx, {
    ...{ id, number, kind, clientId, auditId, certificateId, blacklistId, via, fromName, fromContact, isAnonymous },
    ...{ says, wants, toldOn, receivedOn: todayOn, dueOn: await businessDaysAfter(tx, todayOn, term), rulesId },
  })
  const content = {
    number,
    kind,
    clientId,
    auditId,
    certificateId,
    blacklistId,
    via,
    fromName,
    fromContact,
    says,
    wants,
  }
  tx.record({ recordType: 'grievance', recordId: id, verb: 'grievance.received', content })
  return accept({ id, version: 1, number })
}

/** A complaint from the public names a certificate where it is about one. */
export async function receiveFromPublic(
  tx: WriteTx,
  given: Input<typeof contract.sendComplaint>['body'],
): Promise<Decision<{ number: string }>> {
  const { certificateNumber, ...rest } = given
  const certificate = certificateNumber ? await store.findCertificateByNumber(tx, certificateNumber) : undefined
  if (certificateNumber && !certificate)
    return refuse('not_found', 'certificate_unknown', { number: certificateNumber })
  const received = await receive(
    tx,
    {
      kind: 'complaint',
      ...rest,
      clientId: certificate?.clientId ?? null,
      certificateId: certificate?.id ?? null,
      auditId: null,
      blacklistId: null,
    },
    'public',
  )
  return received.ok ? accept({ number: received.value.number }) : received
}

type Taken = { version: number; kind: GrievanceStep['kind']; words?: string; person?: { id: string; name: string } }

async function take(
  tx: WriteTx,
  id: string,
  step: Taken,
  may: (
    one: store.StoredGrievance,
    panel: { personId: string; name: string }[],
  ) => Promise<Decision<null>> | Decision<null>,
): Promise<Decision<Saved>> {
  const one = await store.findGrievance(tx, id)
  if (!one) return refuse('not_found', 'not_found')
  const allowed = await may(one, rules.panelOf(one.steps))
  if (!allowed.ok) return allowed
  const { version, kind, words = '', person } = step
  const seat = person ? { personId: person.id, personName: person.name } : {}
  await store.insertStep(tx, id, version, { id: newId(), kind, words, ...seat, byName: nameOf(tx) })
  tx.record({ recordType: 'grievance', recordId: id, verb: `grievance.${kind}`, content: { words, ...seat } })
  return accept({ id, version: version + 1 })
}

export function examine(
  tx: WriteTx,
  id: string,
  given: Input<typeof contract.examineGrievance>['body'],
): Promise<Decision<Saved>> {
  const { version, words, accepted } = given
  return take(tx, id, { version, words, kind: accepted ? 'accepted' : 'rejected' }, ({ steps }) =>
    rules.canExamine(rules.grievanceState(steps)),
  )
}

export function joinPanel(tx: WriteTx, id: string, version: number): Promise<Decision<Saved>> {
  const personId = personOf(tx)
  const step = { version, kind: 'panel_joined' as const, person: { id: personId, name: nameOf(tx) } }
  return take(tx, id, step, async (one, panel) =>
    rules.canJoin(rules.grievanceState(one.steps), panel, personId, await handsOf(tx, one, personId)),
  )
}

export function leavePanel(tx: WriteTx, id: string, version: number, words: string): Promise<Decision<Saved>> {
  const personId = personOf(tx)
  const step = { version, kind: 'panel_left' as const, words, person: { id: personId, name: nameOf(tx) } }
  return take(tx, id, step, ({ steps }, panel) => rules.canLeave(rules.grievanceState(steps), panel, personId))
}

export function decide(
  tx: WriteTx,
  id: string,
  { version, verdict, words }: Input<typeof contract.decideGrievance>['body'],
): Promise<Decision<Saved>> {
  return take(tx, id, { version, kind: verdict, words }, async (one, panel) => {
    const hands = await Promise.all(panel.map((seat) => handsOf(tx, one, seat.personId)))
    return rules.canDecide(rules.grievanceState(one.steps), panel, personOf(tx), hands.flat())
  })
}

export function close(tx: WriteTx, id: string, version: number, words: string): Promise<Decision<Saved>> {
  return take(tx, id, { version, kind: 'told', words }, ({ steps }) => rules.canClose(rules.grievanceState(steps)))
}

function personOf(tx: Tx): string {
  if (tx.actor.kind !== 'person') throw new Error('a person decides, not a program')
  return tx.actor.personId
}

function nameOf(tx: Tx): string {
  return 'name' in tx.actor ? tx.actor.name : ''
}
