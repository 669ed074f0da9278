import type { LetterHandler, LetterParts } from '#src/account/door.ts'
import { checkDocument } from '#src/server/credential/check-document.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { findForm } from '../../material/store/form.ts'
import { CertificateLetter } from '../contract/letter.ts'
import type { CertificateProblem } from '../contract/progress.ts'
import { contentProblems, type Ourselves, readSays } from '../rules/certificate.ts'
import { type Crossed, readStep } from '../rules/step.ts'
import { findVerified, insertReceived, loadOwnWords, loadSigner } from '../store/certificate.ts'

/** Papers that cannot be read into memory are no certificates. */
const MOST_BYTES = 20 * 1024 * 1024

/** Letters that are only read: the timeline and what has to be done follow from the parcel itself. */
export const readOnly: LetterHandler = async (_tx, letter, _files, parcel) => {
  const { from, kind, madeAt, body } = letter
  const crossed = { parcelId: parcel.id, direction: 'in', kind: kind as Crossed['kind'], madeAt, body } as const
  const { isReadable } = readStep({ ...crossed, bodyOrgId: from.orgId, bodyName: from.name, isByHand: false })
  return isReadable ? accept(null) : refuse('invalid', 'letter_unreadable', { kind })
}

/** What became of a certificate: it leads to the certificate, where one that verifies was received. */
export const takeNotice: LetterHandler = async (tx, letter, files, parcel) => {
  const read = await readOnly(tx, letter, files, parcel)
  if (!read.ok) return read
  const { number } = letter.body as { number: string }
  const known = await findVerified(tx, { bodyOrgId: letter.from.orgId, number })
  return accept(known ? { recordType: 'received_certificate', recordId: known.id } : null)
}

/**
 * A certificate comes in: paper, credential and keys are verified with nothing but the letter and the body's pinned key. One that does not
 * verify is kept with what is wrong, so that people see it; it is never held.
 */
export function takeCertificate({ files: store }: LetterParts): LetterHandler {
  return async (tx, letter, files, parcel) => {
    const read = CertificateLetter.safeParse(letter.body)
    const file = read.success ? files.get(read.data.fileSha256) : undefined
    if (!read.success || !file || file.sizeBytes > MOST_BYTES)
      return refuse('invalid', 'letter_unreadable', { kind: letter.kind })
    const { number, edition, fileSha256, credential, keys } = read.data
    const known = await findVerified(tx, { bodyOrgId: letter.from.orgId, number, edition })
    if (known?.fileSha256 === fileSha256) return accept({ recordType: 'received_certificate', recordId: known.id })
    const paper = Buffer.concat(await Array.fromAsync(store.read(tx.orgId, fileSha256)))
    const senderFingerprint = await loadSigner(tx, parcel.id)
    const checked = await checkDocument({ paper, credential, keys, senderFingerprint })
    const says = readSays(credential)
    const problems: CertificateProblem[] = [
      ...checked.problems,
      ...contentProblems(read.data, says, await loadOurselves(tx)),
      // Another paper under a number and edition that is held: one of the two is not what the body says it is.
      ...(known ? [{ code: 'edition_known' as const, params: { edition } }] : []),
    ]
    const id = newId()
    await insertReceived(tx, {
      ...{ id, parcelId: parcel.id, bodyOrgId: letter.from.orgId, bodyName: letter.from.name, number, edition },
      ...{ fileSha256, says, problems, rootFingerprint: checked.rootFingerprint },
    })
    tx.record({
      recordType: 'received_certificate',
      recordId: id,
      verb: problems.length === 0 ? 'received_certificate.verified' : 'received_certificate.not_verified',
      content: { letterId: letter.id, number, edition, fileSha256, problems: problems.map(({ code }) => code) },
    })
    return accept({ recordType: 'received_certificate', recordId: id })
  }
}

async function loadOurselves(tx: WriteTx): Promise<Ourselves> {
  const form = await findForm(tx)
  const { name } = await loadOwnWords(tx)
  const { legalName = '', uscc = '' } = form?.draft ?? {}
  return { names: legalName ? [name, legalName] : [name], uscc: form?.declaredAt && uscc ? uscc : null }
}
