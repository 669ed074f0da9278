import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '#src/ui/icon.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import type { WorkOrderState } from '../dispatch/contract.ts'
import type { RequestRow } from '../request/contract/shown.ts'
import type { RequestState } from '../request/contract/words.ts'
import './service.css'

const STATE_TONES: Record<RequestState, Tone> = {
  new: 'warn',
  answered: 'info',
  dispatched: 'info',
  on_site: 'info',
  resolved: 'good',
  closed: 'plain',
  cancelled: 'plain',
}

export function StatePill({ state }: { state: RequestState }) {
  const { t } = useTranslation('request')
  return <Pill tone={STATE_TONES[state]}>{t(`state.${state}`)}</Pill>
}

const ORDER_TONES: Record<WorkOrderState, Tone> = {
  unassigned: 'warn',
  assigned: 'info',
  on_site: 'info',
  finished: 'good',
  cancelled: 'plain',
}

export function OrderPill({ state }: { state: WorkOrderState }) {
  const { t } = useTranslation('request')
  return <Pill tone={ORDER_TONES[state]}>{t(`orderState.${state}`)}</Pill>
}

export function UrgentPill({ urgency }: { urgency: 'normal' | 'urgent' }) {
  const { t } = useTranslation('request')
  return urgency === 'urgent' ? <Pill tone="bad">{t('urgency.urgent')}</Pill> : null
}

const CHANNEL_ICONS: Record<RequestRow['channel'], IconName> = {
  hotline: 'phone',
  web: 'globe',
  message: 'voice',
  on_site: 'place',
  partner: 'company',
  api: 'data',
  import: 'outbox',
}

export function ChannelMark({ channel, named = false }: { channel: RequestRow['channel']; named?: boolean }) {
  const { t } = useTranslation('request')
  const name = t(`channel.${channel}`)
  return (
    <span className="svc-channel" title={name}>
      <Icon name={CHANNEL_ICONS[channel]} size={16} />
      <span className={named ? undefined : 'sp-hidden-words'}>{name}</span>
    </span>
  )
}

/** Names that come in both languages, e.g. of promises and holidays. */
export function useLocalName(): (name: { zh: string; en: string }) => string {
  const { i18n } = useTranslation()
  return (name) => (i18n.language === 'en' ? name.en : name.zh)
}
