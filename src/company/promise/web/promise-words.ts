import { useTranslation } from 'react-i18next'
import type { PromiseRule, PromiseScope } from '#src/shared/clock/promise-rule.ts'

type Terms = Pick<
  PromiseRule,
  'startsOn' | 'stopsOn' | 'limitMinutes' | 'limitWorkingDays' | 'calendarMode' | 'pauseReasons' | 'appliesTo'
>

/** A word of the rule in the reader's language; a company's own word is shown as it stands. */
export function useTermWords() {
  const { t, i18n } = useTranslation('company')
  return (group: 'event' | 'pause' | 'requestKind' | 'urgency' | 'channel' | 'customerKind', word: string): string => {
    const key = `term.${group}.${word}`
    return i18n.exists(key, { ns: 'company' }) ? t(key as 'term.event.created') : word
  }
}

/** A promise in sentences: for which requests, from what to what, within how long, and what stops the clock. */
export function usePromiseWords() {
  const { t } = useTranslation('company')
  const termWords = useTermWords()
  const list = (group: Parameters<typeof termWords>[0], words: readonly string[]) =>
    words.map((word) => termWords(group, word)).join(t('promise.or'))

  const limit = ({ limitMinutes, limitWorkingDays, calendarMode }: Terms): string => {
    const calendar = t(`promise.calendar.${calendarMode}`)
    if (limitWorkingDays !== undefined) return t('promise.limitDays', { count: limitWorkingDays, calendar })
    const minutes = limitMinutes ?? 0
    return minutes % 60 === 0
      ? t('promise.limitHours', { count: minutes / 60, calendar })
      : t('promise.limitMinutes', { count: minutes, calendar })
  }

  const scope = (of: PromiseScope): string => {
    const parts = [
      of.requestKinds && list('requestKind', of.requestKinds),
      of.urgencies && list('urgency', of.urgencies),
      of.channels && list('channel', of.channels),
      of.customerKinds && list('customerKind', of.customerKinds),
      of.outletIds && t('promise.someOutlets', { count: of.outletIds.length }),
    ].filter(Boolean)
    return parts.length === 0 ? t('promise.allRequests') : parts.join(' · ')
  }

  return (terms: Terms): string[] => [
    t('promise.for', { scope: scope(terms.appliesTo) }),
    t('promise.course', {
      from: list('event', terms.startsOn),
      to: list('event', terms.stopsOn),
      limit: limit(terms),
    }),
    terms.pauseReasons.length === 0
      ? t('promise.neverPauses')
      : t('promise.pauses', { reasons: list('pause', terms.pauseReasons) }),
  ]
}
