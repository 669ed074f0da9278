import { Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { dayOf } from '#src/ui/when.ts'
import type { QualificationRow } from '../../qualification/contract.ts'
import { type LicenceState, licenceState } from '../../qualification/rules.ts'

const COLOURS: Record<LicenceState, string | undefined> = {
  valid: 'success',
  expiring: 'warning',
  expired: 'error',
  revoked: undefined,
  not_yet: undefined,
}

/** A licence and whether it counts today: expired red, within 60 days amber. The words say it too. */
export function LicenceTag({ licence, name }: { licence: QualificationRow; name: string }) {
  const { t } = useTranslation('company')
  const state = licenceState(licence, dayOf(new Date().toISOString()))
  const until = licence.expiresOn ?? t('licence.noExpiry')
  return (
    <Tooltip title={`${licence.certificateNumber} · ${until}`}>
      <Tag color={COLOURS[state]}>
        {name}
        {state !== 'valid' && ` · ${t(`licence.state.${state}`)}`}
      </Tag>
    </Tooltip>
  )
}
