import { useTranslation } from 'react-i18next'

/** What became of something, in words; a word that is not known here is shown as it came. */
export function useChangeWords(): (what: string) => string {
  const { t, i18n } = useTranslation('progress')
  return (what) =>
    i18n.exists(`step.what.${what}`, { ns: 'progress' }) ? t(`step.what.${what}` as 'step.what.accepted') : what
}
