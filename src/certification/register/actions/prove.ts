import { listKeys } from '#src/server/ledger/keys.ts'
import { latestCheckpoint, proveInclusion } from '#src/server/ledger/proofs.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { loadBodyProfile } from '../../body-profile/store.ts'
import { loadCertificate } from '../../certificate/store/certificate.ts'
import { type CertificateProof, PROOF_FORMAT } from '../contract.ts'
import { countHistory, listProvenRows } from '../store.ts'

/** The proof that issue and changes of a certificate stand in the body's ledger; refused for the second or so until a checkpoint covers them. */
export async function proveCertificate(tx: Tx, id: string): Promise<Decision<CertificateProof>> {
  const certificate = (await loadCertificate(tx, id))!
  const checkpoint = await latestCheckpoint(tx)
  const rows = checkpoint ? await listProvenRows(tx, id, checkpoint.size) : []
  if (!checkpoint || rows.length < (await countHistory(tx, id))) return refuse('conflict', 'proof_not_ready')
  const { legalName } = await loadBodyProfile(tx)
  const entries = []
  for (const row of rows) {
    const path = await proveInclusion(tx, row.leafIndex, checkpoint.size)
    entries.push({ ...row, path: path.map((hash) => Buffer.from(hash).toString('base64')) })
  }
  return accept({
    ...{ format: PROOF_FORMAT, version: 1, number: certificate.number, checkpoint: checkpoint.note, entries },
    body: { orgId: tx.orgId, name: legalName },
    keys: await listKeys(tx),
  })
}
