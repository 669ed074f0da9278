import { Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { showAt } from '#src/ui/when.ts'
import type { Entry, EntryActor } from '../contract.ts'

/** What happened, in words; a verb that has none yet is shown as the ledger writes it. */
export function useVerbWords(): (verb: string) => string {
  const { t, i18n } = useTranslation('evidence')
  return (verb) => {
    const isWorded: boolean = i18n.exists(`verb.${verb}`, { ns: 'evidence' })
    return isWorded ? t(`verb.${verb}` as 'verb.outlet.opened') : verb
  }
}

export function useRecordWords(): (recordType: string) => string {
  const { t, i18n } = useTranslation('evidence')
  return (recordType) => {
    const isWorded: boolean = i18n.exists(`record.${recordType}`, { ns: 'evidence' })
    return isWorded ? t(`record.${recordType}` as 'record.outlet') : recordType
  }
}

export function useActorWords(): (actor: EntryActor) => string {
  const { t } = useTranslation('evidence')
  return (actor) => {
    if (actor.kind === 'person') return actor.name ?? t('actor.person')
    return actor.kind === 'system' ? t('actor.system', { name: actor.name ?? '' }) : t(`actor.${actor.kind}`)
  }
}

/** Below this the gap is only the way from the phone to the server. */
const WORTH_TELLING_MINUTES = 15

/** When it is said to have happened, and, where that differs, when it was written down. */
export function EntryTime({ entry }: { entry: Entry }) {
  const { t, i18n } = useTranslation('evidence')
  const at = (instant: string) => showAt(instant, i18n.language)
  if (entry.lateMinutes < WORTH_TELLING_MINUTES) return <time dateTime={entry.claimedAt}>{at(entry.claimedAt)}</time>
  const { lateMinutes: minutes } = entry
  const late =
    minutes < 120
      ? t('late.minutes', { count: minutes })
      : minutes < 2880
        ? t('late.hours', { count: Math.floor(minutes / 60) })
        : t('late.days', { count: Math.floor(minutes / 1440) })
  return (
    <>
      <time dateTime={entry.claimedAt}>{at(entry.claimedAt)}</time>{' '}
      <Tooltip title={t('late.recorded', { at: at(entry.recordedAt) })}>
        <Tag color={entry.backfilled ? 'error' : 'warning'}>
          {entry.backfilled ? t('late.backfilled', { late }) : late}
        </Tag>
      </Tooltip>
    </>
  )
}
