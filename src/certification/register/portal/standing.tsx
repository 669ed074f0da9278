import { useTranslation } from 'react-i18next'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import type { Status } from '../../certificate/contract/text.ts'

const TONE: Record<Status, Tone> = {
  valid: 'good',
  suspended: 'warn',
  withdrawn: 'bad',
  cancelled: 'plain',
  expired: 'plain',
  not_yet_valid: 'info',
}

export function StatusPill({ status }: { status: Status }) {
  const { t } = useTranslation('certificate')
  return (
    <Pill tone={TONE[status]} icon={status === 'valid' ? 'check' : undefined}>
      {t(`status.${status}`)}
    </Pill>
  )
}

/** The address of a file of the register for links; the endpoints are the same that verifiers read. */
export function registerFile(number: string, file: string, body: string): string {
  return `/api/public/certificates/${encodeURIComponent(number)}/${file}?body=${body}`
}
