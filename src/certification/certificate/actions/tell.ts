import { isHere, sendLetter } from '#src/account/door.ts'
import type {
  CertificateDue,
  CertificateLetter,
  CertificateNotice,
} from '#src/evaluation/certification-progress/contract/letter.ts'
import { currentSigner, lockLedger } from '#src/server/ledger/keys.ts'
import { queueMessage } from '#src/server/messages/queue.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { bodyDay, loadBodyRulesOn } from '../../body-rules/actions.ts'
import { stateKeys } from '../../signing-key/actions.ts'
import { loadSlug } from '../../signing-key/store.ts'
import { deadlinesOf } from '../../surveillance/rules/deadline.ts'
import { listCases } from '../../surveillance/store/case.ts'
import { OUTBOX_READERS } from '../access.ts'
import type { CertificateText, ChangeKind } from '../contract/text.ts'
import { certificateMail, type MailAbout } from '../rules/mail.ts'
import { publicFileUrl, registerUrlOf } from '../rules/register-url.ts'
import type { Certificate } from '../store/certificate.ts'
import type { WantedChange } from './change.ts'
import type { CertificateParts, MadeEdition } from './edition.ts'

export type Told = { name: string; contactEmail: string; companyOrgId: string | null }

/** Sends the certificate to its holder: a signed letter with paper, credential and keys, and a mail that leads to the public page. */
export async function tellCertificate(
  tx: WriteTx,
  parts: CertificateParts,
  client: Told,
  certificateId: string,
  text: CertificateText,
  made: MadeEdition,
): Promise<void> {
  const { number, validFromOn, validUntilOn } = text
  await sendEdition(tx, parts, client, certificateId, text, made)
  const about = { holder: client.name, number, effectiveOn: validFromOn, untilOn: validUntilOn, publicReason: '' }
  await sendMail(tx, client, certificateId, `certificate/${certificateId}/1`, 'issue', {
    ...about,
    body: text.body.legalName,
  })
}

type ChangeTold = {
  certificate: Certificate
  changeId: string
  wanted: WantedChange
  text: CertificateText
  made: MadeEdition | null
}

/** Sends the holder a signed notice of a change, the new paper where there is one, and a mail. */
export async function tellChange(
  tx: WriteTx,
  parts: CertificateParts,
  client: Told,
  { certificate, changeId, wanted, text, made }: ChangeTold,
): Promise<void> {
  const { kind, effectiveOn, untilOn = null, publicReason } = wanted
  const { number } = certificate
  const registerUrl = registerUrlOf(parts.publicUrl, await loadSlug(tx), number)
  const due = await comingUp(tx, certificate.id)
  const body: CertificateNotice = { number, kind, effectiveOn, untilOn, publicReason, registerUrl, due }
  await send(tx, parts, client, certificate.id, { kind: 'certificate_notice', body, files: [] })
  if (made) await sendEdition(tx, parts, client, certificate.id, text, made)
  const about = { holder: client.name, number, effectiveOn, untilOn, publicReason, body: text.body.legalName }
  await sendMail(tx, client, certificate.id, `certificate_change/${changeId}`, kind, about)
}

async function sendEdition(
  tx: WriteTx,
  parts: CertificateParts,
  client: Told,
  certificateId: string,
  text: CertificateText,
  made: MadeEdition,
): Promise<void> {
  const { number } = text
  // The list of keys must know the key that signs this letter, also where it is the body's first.
  await lockLedger(tx)
  await currentSigner(tx, parts.sealer)
  const slug = await loadSlug(tx)
  const body: CertificateLetter = {
    ...{ number, edition: made.number, fileSha256: made.fileSha256 },
    credential: made.credential,
    keys: (await stateKeys(tx, parts))!,
    registerUrl: registerUrlOf(parts.publicUrl, slug, number),
    bundleUrl: publicFileUrl(parts.publicUrl, slug, number, 'bundle.zip'),
    due: await comingUp(tx, certificateId),
  }
  const files = [{ sha256: made.fileSha256, name: `${number}.pdf` }]
  await send(tx, parts, client, certificateId, { kind: 'certificate', body, files })
}

/** What the holder has to have by when, by the rules of today: a company knows no figure of ours. */
async function comingUp(tx: WriteTx, certificateId: string): Promise<CertificateDue[]> {
  const todayOn = await bodyDay(tx)
  const { rules } = await loadBodyRulesOn(tx, todayOn)
  const [one] = await listCases(tx, { certificateId })
  if (!one) return []
  return deadlinesOf(one, rules, todayOn)
    .filter(({ isMet }) => !isMet)
    .map(({ kind, fromOn, toOn, latestOn }) => ({ kind, fromOn, toOn, latestOn }))
}

type Letter = { kind: string; body: unknown; files: { sha256: string; name: string }[] }

async function send(
  tx: WriteTx,
  parts: CertificateParts,
  client: Told,
  certificateId: string,
  letter: Letter,
): Promise<void> {
  const sent = await sendLetter(tx, parts, {
    ...letter,
    to: { orgId: client.companyOrgId, name: client.name },
    deliver: (await isHere(tx, client.companyOrgId)) ? 'here' : 'file',
    about: { recordType: 'certificate', recordId: certificateId },
  })
  // Everything that could be refused was looked up just now.
  if (!sent.ok) throw new Error(`the letter about a certificate was refused: ${sent.refusal.code}`)
}

async function sendMail(
  tx: WriteTx,
  client: Told,
  certificateId: string,
  dedupKey: string,
  event: 'issue' | ChangeKind,
  about: MailAbout,
): Promise<void> {
  if (client.contactEmail === '') return
  await queueMessage(tx, {
    ...certificateMail(event, about),
    ...{ dedupKey, channel: 'mail', to: client.contactEmail },
    link: registerUrlOf('', await loadSlug(tx), about.number),
    about: { type: 'certificate', id: certificateId },
    reason: event === 'issue' ? 'certificate_issued' : 'certificate_changed',
    readers: OUTBOX_READERS,
  })
}
