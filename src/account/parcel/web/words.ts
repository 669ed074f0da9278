import { useTranslation } from 'react-i18next'
import type { LedTo, ParcelRow } from '../contract.ts'

/** What a parcel is about; a kind without words is shown by its own name. */
export function useKindWords(): (kind: string) => string {
  const { t, i18n } = useTranslation('parcel')
  return (kind) => (i18n.exists(`kind.${kind}`, { ns: 'parcel' }) ? t(`kind.${kind}` as 'kind.pack') : kind)
}

export type Standing = 'aside' | 'unread' | 'read' | 'file' | 'waiting' | 'delivered' | 'refused'

export function standingOf(row: ParcelRow): Standing {
  if (row.trust === 'unknown') return 'aside'
  if (row.direction === 'in') return row.readAt === null ? 'unread' : 'read'
  if (row.refusedCode !== null) return 'refused'
  if (row.deliveredAt !== null) return 'delivered'
  return row.deliver === 'here' ? 'waiting' : 'file'
}

const PAGES: Record<string, string> = {
  application: '/applications',
  correction: '/corrections',
  nonconformity: '/nonconformities',
  audit: '/audits',
  certificate: '/certificates',
}

/** Where a record is looked at: its own page, or its history. */
export function pageOf({ recordType, recordId }: LedTo): string {
  const page = PAGES[recordType]
  return page ? `${page}/${recordId}` : `/evidence/records/${recordType}/${recordId}`
}

/** What a certification body tells a company of its certification stands together on one page. */
const OF_PROGRESS = [
  'application_notice',
  'quotation',
  'document_review',
  'audit_plan',
  'sampling_plan',
  'sample',
  'certificate',
  'certificate_notice',
]

/** Where letters of this kind are followed up, beside the record that they led to. */
export function followedOn({ direction, kind, trust }: Pick<ParcelRow, 'direction' | 'kind' | 'trust'>): string | null {
  return direction === 'in' && trust !== 'unknown' && OF_PROGRESS.includes(kind) ? '/certification' : null
}

const UNITS = ['B', 'kB', 'MB', 'GB'] as const

export function showSize(bytes: number): string {
  let value = bytes
  let unit = 0
  for (; value >= 1000 && unit < UNITS.length - 1; unit++) value /= 1000
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`
}
