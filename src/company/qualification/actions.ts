import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { NewQualification, QualificationKind, Renewal } from './contract.ts'
import {
  insertQualification,
  insertQualificationKind,
  loadQualification,
  saveQualificationKind,
  saveRevocation,
} from './store.ts'

type Kept = { id: string }

function rowOf(given: Renewal) {
  return {
    id: given.id,
    certificateNumber: given.certificateNumber,
    issuedOn: given.issuedOn ?? null,
    expiresOn: given.expiresOn ?? null,
    fileSha256: given.fileSha256 ?? null,
  }
}

function checkDays(given: { issuedOn?: string | null; expiresOn?: string | null }): Decision<null> {
  const { issuedOn, expiresOn } = given
  return issuedOn && expiresOn && expiresOn < issuedOn ? refuse('invalid', 'expires_before_issued') : accept(null)
}

export async function addQualification(tx: WriteTx, given: NewQualification): Promise<Decision<Kept>> {
  const days = checkDays(given)
  if (!days.ok) return days
  const row = { ...rowOf(given), staffId: given.staffId, kindCode: given.kindCode }
  await insertQualification(tx, row)
  tx.record({ recordType: 'qualification', recordId: given.id, verb: 'qualification.added', content: row })
  return accept({ id: given.id })
}

export async function renewQualification(tx: WriteTx, id: string, given: Renewal): Promise<Decision<Kept>> {
  const before = await loadQualification(tx, id)
  if (!before) return refuse('not_found', 'not_found')
  if (before.revokedOn !== null) return refuse('conflict', 'qualification_revoked', { day: before.revokedOn })
  const days = checkDays(given)
  if (!days.ok) return days
  const row = { ...rowOf(given), staffId: before.staffId, kindCode: before.kindCode }
  await insertQualification(tx, row)
  const content = { ...row, renews: id }
  tx.record({ recordType: 'qualification', recordId: given.id, verb: 'qualification.renewed', content })
  return accept({ id: given.id })
}

export async function revokeQualification(
  tx: WriteTx,
  id: string,
  given: { revokedOn: string; reason: string },
): Promise<Decision<Kept>> {
  const before = await loadQualification(tx, id)
  if (!before) return refuse('not_found', 'not_found')
  const saved = await saveRevocation(tx, id, given.revokedOn, given.reason)
  if (!saved) return refuse('conflict', 'qualification_revoked', { day: before.revokedOn ?? given.revokedOn })
  tx.record({ recordType: 'qualification', recordId: id, verb: 'qualification.revoked', content: given })
  return accept({ id })
}

export async function addQualificationKind(tx: WriteTx, kind: QualificationKind): Promise<Decision<{ code: string }>> {
  await insertQualificationKind(tx, kind)
  tx.record({ recordType: 'qualification_kind', recordId: tx.orgId, verb: 'qualification_kind.added', content: kind })
  return accept({ code: kind.code })
}

export async function changeQualificationKind(
  tx: WriteTx,
  kind: QualificationKind,
): Promise<Decision<{ code: string }>> {
  if (!(await saveQualificationKind(tx, kind))) return refuse('not_found', 'not_found')
  tx.record({ recordType: 'qualification_kind', recordId: tx.orgId, verb: 'qualification_kind.changed', content: kind })
  return accept({ code: kind.code })
}
