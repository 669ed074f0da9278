import type { Change } from '../../certificate/rules/status.ts'

/** An audit about a certificate, or under the contract that it was granted by; cancelled ones are left out. */
export type AuditOf = {
  id: string
  number: string
  kind: 'initial' | 'surveillance' | 'recertification' | 'special'
  plannedFromOn: string | null
  /** The last day of the visit, once it is over. */
  visitedOn: string | null
  isDecided: boolean
  /** Decided in favour, and not yet entered on a certificate. */
  isToEnter: boolean
}

/** A certificate as its deadlines are reckoned from. */
export type CertificateCase = {
  certificateId: string
  number: string
  clientId: string
  holderName: string
  stars: number
  issuedOn: string
  validFromOn: string
  validUntilOn: string
  /** Of the contract that the next audits are done under. */
  contractId: string | null
  surveillanceTenths: number | null
  recertificationTenths: number | null
  /** Another certificate took its place. */
  isRenewed: boolean
  /** Recertification was applied for since it was issued, and not refused. */
  hasApplied: boolean
  changes: Change[]
  audits: AuditOf[]
}
