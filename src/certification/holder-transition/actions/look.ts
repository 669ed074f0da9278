import { emailsOfRole, isHere, sendLetter } from '#src/account/door.ts'
import type { CertificateNotice } from '#src/evaluation/certification-progress/contract/letter.ts'
import { queueMessage } from '#src/server/messages/queue.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { daysBetween } from '#src/shared/instant.ts'
import { OFFICERS } from '../../access.ts'
import { changeCertificate } from '../../certificate/actions/change.ts'
import type { CertificateParts } from '../../certificate/actions/edition.ts'
import { registerUrlOf } from '../../certificate/rules/register-url.ts'
import { lockCertificate } from '../../certificate/store/certificate.ts'
import { loadClient } from '../../client/store.ts'
import { loadLanguage } from '../../nonconformity/store/rows.ts'
import { loadSlug } from '../../signing-key/store.ts'
import { OUTBOX_READERS } from '../access.ts'
import { type Act, actDue } from '../rules/act.ts'
import type { HolderCase } from '../rules/holder.ts'
import { holderMail, type MailAbout, noticeWords, officerMail, publicReason } from '../rules/mail.ts'
import { insertAct } from '../store/act.ts'
import { type Loaded, loadWhole } from './read.ts'

/** Everybody about whom something has to be done today, by the rules in force. */
export function actsDue({ cases, transition, decideByOn, version, todayOn }: Loaded): { one: HolderCase; act: Act }[] {
  return cases.flatMap((one) => {
    const act = actDue(one, { days: transition, decideByOn, rules: version.rules }, todayOn)
    return act ? [{ one, act }] : []
  })
}

/** Does what is due about one holder, noted with the rules it was done by. Nothing where somebody was faster. */
export async function actOnHolder(
  tx: WriteTx,
  parts: CertificateParts,
  about: { transitionId: string; certificateId: string },
): Promise<Decision<null>> {
  await lockCertificate(tx, about.certificateId)
  const loaded = await loadWhole(tx, about.transitionId, about.certificateId)
  for (const due of loaded ? actsDue(loaded) : []) {
    const done = await carryOut(tx, parts, loaded!, due)
    if (!done.ok) return done
  }
  return accept(null)
}

async function carryOut(
  tx: WriteTx,
  parts: CertificateParts,
  loaded: Loaded,
  { one, act }: { one: HolderCase; act: Act },
): Promise<Decision<null>> {
  const { transition, version, todayOn } = loaded
  const { certificateId, number } = one
  const { step, daysBefore, outcome, untilOn } = act
  let changeId: string | null = null
  if (outcome === 'suspended' || outcome === 'withdrawn') {
    const { endOn, from, to } = transition
    const why = publicReason({ endOn, from: from.reference, to: to.reference })
    const changed = await changeCertificate(tx, parts, {
      ...{ certificateId, kind: outcome === 'suspended' ? 'suspend' : 'withdraw', effectiveOn: todayOn, untilOn },
      ...{ reason: why, publicReason: why },
    })
    if (!changed.ok) return changed
    changeId = changed.value.id
  }
  const id = newId()
  const done = { transitionId: transition.id, certificateId, step, daysBefore, outcome, changeId, rulesId: version.id }
  await insertAct(tx, { id, ...done, madeOn: todayOn })
  const content = { ...done, number, untilOn, rulesNumber: version.number }
  tx.record({ recordType: 'holder_transition_act', recordId: id, verb: `holder_transition.${outcome}`, content })
  await tell(tx, parts, loaded, one, act, id)
  return accept(null)
}

async function tell(
  tx: WriteTx,
  parts: CertificateParts,
  loaded: Loaded,
  one: HolderCase,
  act: Act,
  actId: string,
): Promise<void> {
  const { transition, todayOn } = loaded
  const { from, to, basis, cutOffOn, endOn } = transition
  const about: MailAbout = {
    ...{ outcome: act.outcome, body: await loadName(tx), holder: one.holderName, number: one.number, basis },
    ...{ from: from.reference, to: to.reference, cutOffOn, endOn, daysLeft: daysBetween(todayOn, endOn) },
  }
  // A change of the certificate is told to the holder where it is made; of the announcement the officers know.
  const kind = NOTICE_KIND[act.step]
  if (kind) await tellHolder(tx, parts, loaded, one, kind, about, actId)
  if (act.step === 'announced') return
  const mail = officerMail(await loadLanguage(tx), about)
  for (const { personId, email } of await emailsOfRole(tx, OFFICERS))
    await queueMessage(tx, {
      ...{ ...mail, dedupKey: `holder_transition/${actId}/${personId}`, channel: 'mail', to: email },
      link: `/desk/holder-transitions/${transition.id}`,
      ...{
        about: { type: 'certificate', id: one.certificateId },
        reason: 'edition_transition',
        readers: OUTBOX_READERS,
      },
    })
}

/** Kinds of the letter `certificate_notice`: the period begins on `effectiveOn`, `untilOn` is the last day of certificates on the old edition. */
const NOTICE_KIND = { announced: 'edition_announced', reminder: 'edition_reminder', end: null } as const

async function tellHolder(
  tx: WriteTx,
  parts: CertificateParts,
  { transition }: Loaded,
  { certificateId, clientId, number }: HolderCase,
  step: 'edition_announced' | 'edition_reminder',
  about: MailAbout,
  actId: string,
): Promise<void> {
  const client = (await loadClient(tx, clientId))!
  const slug = await loadSlug(tx)
  if (client.companyOrgId !== null) {
    const body: CertificateNotice = {
      ...{ number, kind: step, effectiveOn: transition.startOn, untilOn: transition.endOn },
      ...{ publicReason: noticeWords(about), registerUrl: registerUrlOf(parts.publicUrl, slug, number) },
    }
    const sent = await sendLetter(tx, parts, {
      ...{ kind: 'certificate_notice', body, files: [], to: { orgId: client.companyOrgId, name: client.name } },
      deliver: (await isHere(tx, client.companyOrgId)) ? 'here' : 'file',
      about: { recordType: 'certificate', recordId: certificateId },
    })
    if (!sent.ok) throw new Error(`the notice about a transition was refused: ${sent.refusal.code}`)
  }
  if (client.contactEmail === '') return
  await queueMessage(tx, {
    ...{ ...holderMail(about), dedupKey: `holder_transition/${actId}`, channel: 'mail', to: client.contactEmail },
    link: registerUrlOf('', slug, number),
    ...{ about: { type: 'certificate', id: certificateId }, reason: 'edition_transition', readers: OUTBOX_READERS },
  })
}

async function loadName(tx: Tx): Promise<string> {
  const row = await tx.sql
    .selectFrom('organisation')
    .select('name')
    .where('orgId', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  return row.name
}
