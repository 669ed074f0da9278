import { useTranslation } from 'react-i18next'

/** Reasons of pauses in words, in one line. */
export function useReasonWords(): (reasons: readonly string[] | undefined) => string {
  const { t, i18n } = useTranslation('request')
  return (reasons = []) =>
    reasons
      .map((reason) => {
        if (reason === '') return t('pauseReason.unstated')
        const isWorded = i18n.exists(`pauseReason.${reason}`, { ns: 'request' })
        return isWorded ? t(`pauseReason.${reason as 'waiting_customer'}`) : reason
      })
      .join(i18n.language === 'en' ? ', ' : '、')
}
