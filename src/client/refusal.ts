import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '#src/shared/decision.ts'
import { showAt } from '#src/ui/when.ts'
import { CallFault, CallOffline, CallRefused } from './failure.ts'

export type FailureWords = { title: string; detail: string }

/** Words a refusal by the catalogue `refusal`; placeholders named `at` or ending in `At` hold instants and are shown as local time; of `fooZh` and `fooEn` the reader's own fills `foo`. */
export function useRefusalWords(): (refusal: Refusal) => string {
  // Fetched after the first screen has been painted: nothing can have been refused before.
  const { t, i18n } = useTranslation('refusal', { useSuspense: false })
  return useCallback(
    (refusal) => {
      const params: Record<string, string | number> = { code: refusal.code }
      for (const [name, value] of Object.entries(refusal.params)) {
        params[name] = /(^at|At)$/.test(name) && typeof value === 'string' ? showAt(value, i18n.language) : value
      }
      const own = i18n.language === 'zh-CN' ? 'Zh' : 'En'
      for (const [name, value] of Object.entries(refusal.params)) {
        if (name.endsWith(own)) params[name.slice(0, -2)] = value
      }
      const code = i18n.exists(refusal.code, { ns: 'refusal' }) ? refusal.code : 'unknown'
      return t(code as 'unknown', params as { code: string })
    },
    [t, i18n],
  )
}

/** Words any failure of a call for the person: what happened, and what to do. */
export function useFailureWords(): (error: unknown) => FailureWords {
  const { t } = useTranslation('common')
  const refusalWords = useRefusalWords()
  return useCallback(
    (error) => {
      if (error instanceof CallRefused) return { title: refusalWords(error.refusal), detail: '' }
      if (error instanceof CallOffline) return { title: t('failure.offline'), detail: t('failure.offlineHint') }
      const reference = error instanceof CallFault ? error.reference : undefined
      return {
        title: t('failure.fault'),
        detail: reference ? t('failure.faultHint', { reference }) : t('failure.faultHintPlain'),
      }
    },
    [t, refusalWords],
  )
}
