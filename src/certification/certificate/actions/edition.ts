import { createHash, randomInt } from 'node:crypto'
import { Readable } from 'node:stream'
import { signCredential } from '#src/server/credential/sign.ts'
import { statusEntry } from '#src/server/credential/status-list.ts'
import type { FileStore } from '#src/server/files/store.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { addDays, instantOf } from '#src/shared/instant.ts'
import { bodyDay } from '../../body-rules/actions.ts'
import {
  ensureKeys,
  ISSUER_CONTEXT,
  type KeyParts,
  openCredentialKey,
  openDocumentKey,
} from '../../signing-key/actions.ts'
import type { CertificateText } from '../contract/text.ts'
import { CERTIFICATE_CONTEXT, CERTIFICATE_TYPE, certificateSubject, indexesFor, placeOf } from '../rules/credential.ts'
import { PAPER_LABELS, PAPER_MEMBERS, wordsOfPaper } from '../rules/paper-words.ts'
import { PIECE_BYTES, pieceHashes } from '../rules/pieces.ts'
import { publicFileUrl, registerUrlOf, statusListUrl } from '../rules/register-url.ts'
import { insertEdition } from '../store/certificate.ts'
import { insertFile, loadZone } from '../store/file.ts'
import { countEditions, freeIndexes } from '../store/series.ts'
import { setPaper } from './paper.ts'

/** `timestampUrl`: of the authority that stamps what is signed; empty or absent for none. */
export type CertificateParts = KeyParts & { files: FileStore; timestampUrl?: string }

export type MadeEdition = { number: number; fileSha256: string; credential: Record<string, unknown> }

/**
 * Makes one edition of a certificate: the credential, the paper that carries it, both signed, kept and noted in history with their hashes.
 * Takes a second or two, most of it setting the paper; refused `time_stamp_missing` where a time stamp is wanted and none is given.
 */
export async function makeEdition(
  tx: WriteTx,
  parts: CertificateParts,
  certificateId: string,
  text: CertificateText,
  validFromOn: string,
): Promise<Decision<MadeEdition>> {
  await ensureKeys(tx, parts.sealer)
  const statusIndex = await drawIndex(tx)
  const credential = await makeCredential(tx, parts, text, validFromOn, statusIndex)
  const pdf = await makePaper(tx, parts, text, credential)
  if (!pdf.ok) return pdf
  const stored = await parts.files.put(tx.orgId, Readable.from([Buffer.from(pdf.value)]))
  if (!stored.ok) return stored
  await insertFile(tx, { ...stored.value, uploadedBy: actorRef(tx.actor) })
  const fileSha256 = stored.value.sha256
  await insertEdition(tx, certificateId, {
    ...{ number: text.edition, says: text, validFromOn, statusIndex, fileSha256, credential },
  })
  tx.record({
    recordType: 'certificate',
    recordId: certificateId,
    verb: text.edition === 1 ? 'certificate.issued' : 'certificate.reissued',
    // All of this is public: it stands in the proof that anybody may take away.
    content: {
      ...{ number: text.number, edition: text.edition, holderName: text.holder.name, uscc: text.holder.uscc },
      ...{ levelId: text.level.id, stars: text.level.stars, validFromOn, validUntilOn: text.validUntilOn },
      ...{ statusIndex, fileSha256, pieceBytes: PIECE_BYTES, pieces: pieceHashes(pdf.value) },
      credentialSha256: createHash('sha256').update(canonicalJson(credential)).digest('hex'),
    },
  })
  return accept({ number: text.edition, fileSha256, credential })
}

/** By chance, so that a place in the list tells nothing about when or to whom it was given. */
async function drawIndex(tx: WriteTx): Promise<number> {
  const among = indexesFor(await countEditions(tx))
  for (;;) {
    const [free] = await freeIndexes(
      tx,
      Array.from({ length: 8 }, () => randomInt(among)),
    )
    if (free !== undefined) return free
  }
}

async function makeCredential(
  tx: WriteTx,
  parts: KeyParts,
  text: CertificateText,
  validFromOn: string,
  statusIndex: number,
): Promise<Record<string, unknown>> {
  const { key, slug, issuer } = (await openCredentialKey(tx, parts))!
  const zone = await loadZone(tx)
  const { list, place } = placeOf(statusIndex)
  const { publicUrl } = parts
  return signCredential(
    {
      id: publicFileUrl(publicUrl, slug, text.number, 'credential.json', text.edition),
      type: ['VerifiableCredential', CERTIFICATE_TYPE],
      issuer,
      validFrom: instantOf(validFromOn, '00:00', zone),
      validUntil: new Date(Date.parse(instantOf(addDays(text.validUntilOn, 1), '00:00', zone)) - 1000).toISOString(),
      credentialStatus: (['revocation', 'suspension'] as const).map((purpose) =>
        statusEntry(statusListUrl(publicUrl, slug, purpose, list), purpose, place),
      ),
      credentialSubject: certificateSubject(text, registerUrlOf(publicUrl, slug, text.number)),
    },
    { ...CERTIFICATE_CONTEXT, ...ISSUER_CONTEXT },
    key,
    tx.at,
  )
}

async function makePaper(
  tx: WriteTx,
  { sealer, publicUrl, timestampUrl: timeStampUrl }: CertificateParts,
  text: CertificateText,
  credential: Record<string, unknown>,
): Promise<Decision<Uint8Array>> {
  const { slug } = (await openCredentialKey(tx, { sealer, publicUrl }))!
  const { key, rootPem } = (await openDocumentKey(tx, sealer))!
  const unsigned = await setPaper({ text, credential, publicUrl, slug, madeOn: await bodyDay(tx) })
  const shown = await refuseUnshown(unsigned, credential)
  if (!shown.ok) return shown
  const { signPdf } = await import('#src/server/signature/sign-pdf.ts')
  const reason = `颁发认证证书 Certificate issued: ${text.number}`
  return signPdf(unsigned, { key, rootPem, signedAt: tx.at, reason, timeStampUrl })
}

/** A paper that does not show what its credential says, for want of a character in its typeface, would fail whoever verifies it. */
async function refuseUnshown(unsigned: Uint8Array, credential: Record<string, unknown>): Promise<Decision<null>> {
  const { wordsNotOnPaper } = await import('#src/server/credential/paper-words.ts')
  const words = wordsOfPaper(credential.credentialSubject as Record<string, unknown>)
  const missing = (await wordsNotOnPaper(unsigned, words, PAPER_LABELS)) ?? Object.keys(words)
  if (missing.length === 0) return accept(null)
  return refuse('invalid', 'paper_words_missing', {
    whatZh: missing.map((member) => PAPER_MEMBERS[member]!.zh).join('、'),
    whatEn: missing.map((member) => PAPER_MEMBERS[member]!.en).join(', '),
  })
}
