import { buffer } from 'node:stream/consumers'
import type { FileStore } from '#src/server/files/store.ts'
import { writeZip } from '#src/server/tabular/write-zip.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { placeOf } from '../../certificate/rules/credential.ts'
import { type KeyParts, listRoots, showDidDocument, stateKeys } from '../../signing-key/actions.ts'
import { howToVerify } from '../rules/how-to.ts'
import { proveCertificate } from './prove.ts'
import { pickEdition } from './read.ts'
import { type KeptLists, readStatusList } from './status-lists.ts'

export type BundleParts = KeyParts & { files: FileStore; lists: KeptLists }

/** One zip with which a certificate can be verified when this site is gone: for the edition that holds today, with the status lists of today. */
export async function makeBundle(tx: Tx, parts: BundleParts, id: string): Promise<Decision<Buffer>> {
  const picked = await pickEdition(tx, id, undefined)
  const proof = await proveCertificate(tx, id)
  if (!picked) return refuse('not_found', 'not_found')
  if (!proof.ok) return proof
  const { edition, certificate } = picked
  const { list } = placeOf(edition.statusIndex)
  const revocation = await readStatusList(tx, parts, { purpose: 'revocation', list })
  const suspension = await readStatusList(tx, parts, { purpose: 'suspension', list })
  if (!revocation.ok) return revocation
  if (!suspension.ok) return suspension
  const roots = await listRoots(tx)
  const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
  const files = [
    { name: 'certificate.pdf', content: await buffer(parts.files.read(tx.orgId, edition.fileSha256)) },
    { name: 'credential.json', content: json(edition.credential) },
    { name: 'status-revocation.json', content: json(revocation.value) },
    { name: 'status-suspension.json', content: json(suspension.value) },
    { name: 'keys.json', content: json(await stateKeys(tx, parts)) },
    { name: 'did.json', content: json(await showDidDocument(tx, parts.publicUrl)) },
    { name: 'root.pem', content: Buffer.from(roots.join('')) },
    { name: 'proof.json', content: json(proof.value) },
    { name: 'HOW-TO-VERIFY.txt', content: Buffer.from(howToVerify(certificate.number)) },
  ]
  return accept(writeZip(files, tx.at))
}
