import { useTranslation } from 'react-i18next'

/** Heads a column of buttons for those who hear a table; who sees it needs no words. */
export function DoingsHead() {
  const { t } = useTranslation('common')
  return <span className="sp-hidden-words">{t('doings')}</span>
}
