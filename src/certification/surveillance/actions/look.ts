import { emailsOfRole, isHere, sendLetter } from '#src/account/door.ts'
import type { CertificateReminder } from '#src/evaluation/certification-progress/contract/letter.ts'
import { queueMessage } from '#src/server/messages/queue.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { daysBetween } from '#src/shared/instant.ts'
import { OFFICERS } from '../../access.ts'
import { bodyDay, loadBodyRulesOn } from '../../body-rules/actions.ts'
import type { BodyRulesVersion } from '../../body-rules/contract/rules.ts'
import { changeCertificate } from '../../certificate/actions/change.ts'
import type { CertificateParts } from '../../certificate/actions/edition.ts'
import { registerUrlOf } from '../../certificate/rules/register-url.ts'
import { lockCertificate } from '../../certificate/store/certificate.ts'
import { loadClient, type StoredClient } from '../../client/store.ts'
import { loadLanguage } from '../../nonconformity/store/rows.ts'
import { loadSlug } from '../../signing-key/store.ts'
import { type Act, actsDue, isOver } from '../rules/act.ts'
import type { CertificateCase } from '../rules/case.ts'
import { holderMail, type MailAbout, officerMail, publicReason } from '../rules/mail.ts'
import { insertAct, listActsOf } from '../store/act.ts'
import { listCases } from '../store/case.ts'
import { saveLook } from '../store/look.ts'

export type Seen = { one: CertificateCase; version: BodyRulesVersion; todayOn: string; acts: Act[]; ended: boolean }

/** What is due about a certificate on the body's day, by the rules in force. */
export async function seeCertificate(tx: Tx, certificateId: string): Promise<Seen> {
  const todayOn = await bodyDay(tx)
  const version = await loadBodyRulesOn(tx, todayOn)
  const [one] = await listCases(tx, { certificateId })
  const done = await listActsOf(tx, [certificateId])
  const acts = actsDue(one!, done, version.rules, todayOn)
  return { one: one!, version, todayOn, acts, ended: isOver(one!, done, version.rules, todayOn) }
}

/** Does what is due, each act noted with the rules it was done by; then the certificate has been looked at for the day. */
export async function lookAfter(tx: WriteTx, parts: CertificateParts, certificateId: string): Promise<Decision<null>> {
  await lockCertificate(tx, certificateId)
  const seen = await seeCertificate(tx, certificateId)
  for (const act of seen.acts) {
    const done = await carryOut(tx, parts, seen, act)
    if (!done.ok) return done
  }
  await saveLook(tx, certificateId, { lookedOn: seen.todayOn, ended: seen.ended, refusal: '' })
  return accept(null)
}

async function carryOut(tx: WriteTx, parts: CertificateParts, seen: Seen, act: Act): Promise<Decision<null>> {
  const { one, version, todayOn } = seen
  const { certificateId, number } = one
  const { deadline, latestOn, daysBefore, outcome, untilOn } = act
  let changeId: string | null = null
  if (outcome !== 'reminded') {
    const changed = await changeCertificate(tx, parts, {
      ...{ certificateId, kind: outcome === 'suspended' ? 'suspend' : 'withdraw', effectiveOn: todayOn, untilOn },
      ...{ reason: publicReason(deadline, latestOn), publicReason: publicReason(deadline, latestOn) },
    })
    if (!changed.ok) return changed
    changeId = changed.value.id
  }
  const id = newId()
  await insertAct(tx, {
    ...{ id, certificateId, deadline, latestOn, daysBefore, outcome, changeId },
    ...{ rulesId: version.id, madeOn: todayOn },
  })
  tx.record({
    recordType: 'surveillance_act',
    recordId: id,
    verb: `surveillance_act.${outcome}`,
    content: {
      ...{ certificateId, number, deadline, latestOn, daysBefore, outcome, changeId, untilOn },
      ...{ rulesId: version.id, rulesNumber: version.number },
    },
  })
  await tell(tx, parts, seen, act, id)
  return accept(null)
}

async function tell(tx: WriteTx, parts: CertificateParts, seen: Seen, act: Act, actId: string): Promise<void> {
  const { one, todayOn } = seen
  const { deadline, latestOn, outcome } = act
  const client = (await loadClient(tx, one.clientId))!
  const body = await loadName(tx)
  const daysLeft = daysBetween(todayOn, latestOn)
  const about = { deadline, outcome, body, holder: one.holderName, number: one.number, latestOn, daysLeft }
  // A change is told to the holder where it is made.
  if (outcome === 'reminded') await tellHolder(tx, parts, client, seen, about, actId)
  const mail = officerMail(await loadLanguage(tx), about)
  for (const { personId, email } of await emailsOfRole(tx, OFFICERS))
    await queueMessage(tx, {
      ...mail,
      ...{ dedupKey: `surveillance/${actId}/${personId}`, channel: 'mail', to: email, link: '/desk/surveillance' },
      ...{ about: { type: 'certificate', id: one.certificateId }, reason: 'surveillance_due', readers: READERS },
    })
}

const READERS = [...OFFICERS, 'administrator'] as const

async function tellHolder(
  tx: WriteTx,
  parts: CertificateParts,
  client: StoredClient,
  { one }: Seen,
  about: MailAbout,
  actId: string,
): Promise<void> {
  const { certificateId, number } = one
  const slug = await loadSlug(tx)
  if (client.companyOrgId !== null) {
    const { deadline, latestOn, daysLeft } = about
    const registerUrl = registerUrlOf(parts.publicUrl, slug, number)
    const body: CertificateReminder = { number, kind: 'reminder', deadline, latestOn, daysLeft, registerUrl }
    const sent = await sendLetter(tx, parts, {
      ...{ kind: 'certificate_notice', body, files: [], to: { orgId: client.companyOrgId, name: client.name } },
      deliver: (await isHere(tx, client.companyOrgId)) ? 'here' : 'file',
      about: { recordType: 'certificate', recordId: certificateId },
    })
    if (!sent.ok) throw new Error(`the reminder about a certificate was refused: ${sent.refusal.code}`)
  }
  if (client.contactEmail === '') return
  await queueMessage(tx, {
    ...holderMail(about),
    ...{ dedupKey: `surveillance/${actId}`, channel: 'mail', to: client.contactEmail },
    link: registerUrlOf('', slug, number),
    ...{ about: { type: 'certificate', id: certificateId }, reason: 'surveillance_due', readers: READERS },
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
