import type { ClaimedTime } from '#src/shared/cell/time.ts'

/**
 * A record pointed at: its source key, when it is known which one is meant, and the words the file uses.
 * `key` is a `sourceKey` of the same mapping source, so it also finds records of earlier imports.
 */
export type Reference = { key: string | null; text: string | null }

export type OutletValues = {
  code: string
  name: string
  province: string | null
  city: string | null
  ownership: 'own' | 'agent' | 'franchise' | null
  open24h: boolean | null
  headcount: number | null
  areaSquareMetres: number | null
  managerName: string | null
  phone: string | null
  address: string | null
}

export type StaffValues = {
  code: string
  name: string
  outlet: Reference | null
  post: string | null
  isServiceManager: boolean | null
  phone: string | null
}

export type LicenceValues = { staff: Reference; name: string; number: string | null; expiresOn: string | null }

export type CustomerValues = {
  code: string
  name: string
  province: string | null
  city: string | null
  address: string | null
  contactName: string | null
  phone: string | null
}

export type InstalledProductValues = {
  customer: Reference
  productName: string | null
  serialNumber: string | null
  installedOn: string | null
}

/** What happened to a folded case, in order of time; `at` is as claimed by the file. */
export type CaseEvent = {
  event: 'opened' | 'assigned' | 'state_changed' | 'resolved' | 'reopened' | 'closed'
  at: ClaimedTime
  state: string | null
  group: string | null
  assignee: string | null
}

export type ServiceRequestValues = {
  number: string
  status: 'open' | 'finished'
  requestedAt: ClaimedTime
  channel: string | null
  customer: Reference | null
  customerPhone: string | null
  productName: string | null
  serialNumber: string | null
  fault: string | null
  urgency: 'urgent' | 'normal' | null
  firstAnsweredAt: ClaimedTime | null
  outlet: Reference | null
  remark: string | null
  /** The visit, when the file says anything of one. */
  visit: {
    dispatchedAt: ClaimedTime | null
    technician: Reference | null
    arrivedAt: ClaimedTime | null
    finishedAt: ClaimedTime | null
    outcome: string | null
    parts: string | null
    feeFen: number | null
    signed: boolean | null
  } | null
  /** Only of cases folded from states. */
  history: {
    events: CaseEvent[]
    resolvedAt: ClaimedTime | null
    closedAt: ClaimedTime | null
    reopenCount: number | null
    reassignmentCount: number | null
    /** The other system's own verdict on its promise; a claim, never a finding of ours. */
    madeSla: boolean | null
    group: string | null
    assignee: string | null
    location: string | null
    category: string | null
    subcategory: string | null
    closedCode: string | null
    resolvedBy: string | null
  } | null
}

export type ComplaintValues = {
  number: string
  status: 'open' | 'closed'
  receivedAt: ClaimedTime
  customer: Reference | null
  orderNumber: string | null
  partNumber: string | null
  shippedOn: string | null
  quantity: number | null
  defectiveQuantity: number | null
  content: string | null
  class: 'quality' | 'not_quality' | 'other' | null
  demand: string | null
  answeredAt: ClaimedTime | null
  department: string | null
  outcome: string | null
  verdict: string | null
  closedAt: ClaimedTime | null
  satisfied: boolean | null
}

export type RatingValues = {
  request: Reference
  ratedOn: string
  method: string | null
  attitude: number | null
  skill: number | null
  overall: number | null
  askedBy: string | null
  comment: string | null
}

export type DraftValues = {
  outlet: OutletValues
  staff: StaffValues
  licence: LicenceValues
  customer: CustomerValues
  installed_product: InstalledProductValues
  service_request: ServiceRequestValues
  complaint: ComplaintValues
  rating: RatingValues
}
export type DraftKind = keyof DraftValues

/** In the order in which records must be saved: each kind points only at kinds before it. */
export const DRAFT_KINDS: readonly DraftKind[] = [
  'outlet',
  'staff',
  'licence',
  'customer',
  'installed_product',
  'service_request',
  'complaint',
  'rating',
]

/** A record as the file claims it. Nothing in it was witnessed by this system: every time is a claim, recorded at the import. */
export type Draft<K extends DraftKind = DraftKind> = {
  [Kind in K]: {
    kind: Kind
    /** Stable identity: hash of source, kind and natural key. The same row of a later file has the same key. */
    sourceKey: string
    /** Hash of `values`; differs exactly when the file says something else. */
    contentHash: string
    claimed: true
    /** The earliest day the record speaks of as having happened, for back-filled history; `null` when it speaks of none. */
    claimedOn: string | null
    /** Where it stands in the file; more than one row for folded cases. */
    place: { sheet: string; rows: number[] }
    values: DraftValues[Kind]
  }
}[K]
