import { certificateFingerprint, didDocument, didWebOf, multibaseOf } from '#src/server/credential/did.ts'
import { type CredentialKey, type JsonObject, signCredential } from '#src/server/credential/sign.ts'
import type { StatedKey } from '#src/server/credential/stated-key.ts'
import { listKeys, type Sealer } from '#src/server/ledger/keys.ts'
import type { CertifiedKey } from '#src/server/signature/certificates.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { loadBodyProfile } from '../body-profile/store.ts'
import { KEYS_CONTEXT, KEYS_TYPE, type Purpose, type SigningKey } from './contract.ts'
import { commonName, renewedWith, termOf } from './rules.ts'
import { endKey, insertKey, type KeyRow, listKeyRows, loadSlug } from './store.ts'

/** What signing needs: the seal of the installation, and the address under which the body is found. */
export type KeyParts = { sealer: Sealer; publicUrl: string }

/** Identity of the body in credentials. */
export function bodyDid(publicUrl: string, slug: string): string {
  return didWebOf(publicUrl, ['api', 'public', 'bodies', slug])
}

export async function listSigningKeys(tx: Tx): Promise<SigningKey[]> {
  return (await listKeyRows(tx)).map(shown)
}

function shown({ sealedSecret: _, ...row }: KeyRow): SigningKey {
  return {
    ...row,
    fingerprint: certificateFingerprint(row.certificatePem),
    publicKeyMultibase: row.purpose === 'credential' ? multibaseOf(row.certificatePem) : null,
  }
}

/** Makes what the body has not: a root, and a key for each purpose. Answers how many were made. */
export async function ensureKeys(tx: WriteTx, sealer: Sealer): Promise<number> {
  const rows = await listKeyRows(tx)
  const missing = renewedWith('root').filter((purpose) => !currentOf(rows, purpose))
  await makeKeys(tx, sealer, rows, missing)
  return missing.length
}

/** Retires the key in use at this instant and makes another; what it signed until now stays valid. */
export async function rotateSigningKey(
  tx: WriteTx,
  sealer: Sealer,
  purpose: Purpose,
  reason: string,
): Promise<Decision<{ made: number }>> {
  const rows = await listKeyRows(tx)
  if (!currentOf(rows, purpose)) return refuse('conflict', 'signing_keys_missing')
  const renewed = renewedWith(purpose)
  const retired = rows.filter((row) => row.validUntil === null && renewed.includes(row.purpose))
  for (const { id, purpose: of } of retired) {
    await endKey(tx, id, reason)
    const content = { purpose: of, reason }
    tx.record({ recordType: 'signing_key', recordId: id, verb: 'signing_key.retired', content })
  }
  await makeKeys(
    tx,
    sealer,
    rows.filter((row) => !retired.includes(row)),
    renewed,
  )
  return accept({ made: renewed.length })
}

async function makeKeys(tx: WriteTx, sealer: Sealer, rows: KeyRow[], purposes: readonly Purpose[]): Promise<void> {
  if (purposes.length === 0) return
  // Heavy, and needed once a year: loaded when it is.
  const { makeRoot, makeSigner } = await import('#src/server/signature/certificates.ts')
  const { legalName } = await loadBodyProfile(tx)
  let root = currentOf(rows, 'root')
  for (const purpose of purposes) {
    const subject = { name: commonName(purpose, legalName), organisation: legalName.slice(0, 64) }
    const term = termOf(purpose, tx.at)
    const made = root
      ? await makeSigner(purpose === 'credential' ? 'ed25519' : 'p256', opened(tx, sealer, root), subject, term)
      : await makeRoot(subject, term)
    const id = newId()
    const row = {
      ...{ id, purpose, certificatePem: made.certificatePem, rootId: root?.id ?? id, validFrom: tx.at },
      sealedSecret: sealer.seal(tx.orgId, made.pkcs8),
    }
    await insertKey(tx, row)
    root ??= { ...row, validUntil: null, retiredReason: '' }
    const content = { purpose, certificatePem: made.certificatePem, rootId: row.rootId }
    tx.record({ recordType: 'signing_key', recordId: id, verb: 'signing_key.made', content })
  }
}

function currentOf(rows: readonly KeyRow[], purpose: Purpose): KeyRow | undefined {
  return rows.find((row) => row.purpose === purpose && row.validUntil === null)
}

function opened(tx: Tx, sealer: Sealer, row: KeyRow): CertifiedKey {
  return { pkcs8: sealer.open(tx.orgId, row.sealedSecret), certificatePem: row.certificatePem }
}

/** The key that signs PDFs today with its root; undefined before keys were made. */
export async function openDocumentKey(
  tx: Tx,
  sealer: Sealer,
): Promise<{ key: CertifiedKey; rootPem: string } | undefined> {
  const rows = await listKeyRows(tx)
  const row = currentOf(rows, 'document')
  if (!row) return undefined
  const root = rows.find((one) => one.id === row.rootId)!
  return { key: opened(tx, sealer, row), rootPem: root.certificatePem }
}

export type Issuer = { key: CredentialKey; slug: string; issuer: JsonObject }

/** The key that signs credentials today, and the issuer as it stands in them; undefined before keys were made. */
export async function openCredentialKey(tx: Tx, { sealer, publicUrl }: KeyParts): Promise<Issuer | undefined> {
  const row = currentOf(await listKeyRows(tx), 'credential')
  if (!row) return undefined
  const slug = await loadSlug(tx)
  const did = bodyDid(publicUrl, slug)
  const { legalName } = await loadBodyProfile(tx)
  const issuer = { id: did, name: legalName, issuerCertificate: row.certificatePem }
  return { key: { ...opened(tx, sealer, row), did }, slug, issuer }
}

/** Context of `issuerCertificate`, for every credential that names the issuer as `openCredentialKey` does. */
export const ISSUER_CONTEXT = { issuerCertificate: KEYS_CONTEXT.issuerCertificate }

/** The body's page of keys for readers of credentials. */
export async function showDidDocument(tx: Tx, publicUrl: string): Promise<object | undefined> {
  const keys = (await listSigningKeys(tx)).filter((key) => key.purpose === 'credential')
  if (keys.length === 0) return undefined
  const slug = await loadSlug(tx)
  const did = bodyDid(publicUrl, slug)
  const base = `${publicUrl}/api/public/bodies/${slug}`
  const stated = keys.map((key) => ({ publicKeyMultibase: key.publicKeyMultibase!, validUntilAt: key.validUntil }))
  return didDocument(did, stated, [
    { id: `${did}#register`, type: 'CertificateRegister', serviceEndpoint: `${publicUrl}/certificates` },
    { id: `${did}#root`, type: 'RootCertificate', serviceEndpoint: `${base}/root.pem` },
    { id: `${did}#keys`, type: 'KeyHistory', serviceEndpoint: `${base}/keys.json` },
  ])
}

/** Root certificates, newest first. */
export async function listRoots(tx: Tx): Promise<string[]> {
  return (await listKeyRows(tx)).filter((row) => row.purpose === 'root').map((row) => row.certificatePem)
}

/** All keys with their dates as a credential of the body: tells offline that a retired key signed no more, and which keys sign the ledger. */
export async function stateKeys(tx: Tx, parts: KeyParts): Promise<JsonObject | undefined> {
  const opened_ = await openCredentialKey(tx, parts)
  if (!opened_) return undefined
  const { key, issuer, slug } = opened_
  const rows = await listSigningKeys(tx)
  const ledger = await listKeys(tx)
  const keys: StatedKey[] = [
    ...rows
      .filter((row) => row.purpose !== 'root')
      .map((row) => ({
        purpose: row.purpose as 'document' | 'credential',
        key: row.publicKeyMultibase ?? row.fingerprint,
        certificate: row.certificatePem,
        ...dates(row.validFrom, row.validUntil),
      })),
    ...ledger.map(({ vkey, validFrom, validUntil }) => ({
      purpose: 'ledger' as const,
      key: vkey,
      ...dates(validFrom, validUntil),
    })),
  ]
  const credential = {
    id: `${parts.publicUrl}/api/public/bodies/${slug}/keys.json`,
    type: ['VerifiableCredential', KEYS_TYPE],
    issuer,
    validFrom: tx.at,
    credentialSubject: {
      id: key.did,
      rootCertificates: await listRoots(tx),
      // Ids, because nameless nodes in a list cost a reader time that grows without bound.
      keys: keys.map((one, nth) => ({ id: `${key.did}#stated-${nth + 1}`, ...one })),
    },
  }
  return signCredential(credential, KEYS_CONTEXT, key, tx.at)
}

function dates(validFromAt: string, validUntilAt: string | null): { validFromAt: string; validUntilAt?: string } {
  return validUntilAt ? { validFromAt, validUntilAt } : { validFromAt }
}
