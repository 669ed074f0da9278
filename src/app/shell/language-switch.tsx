import { useTranslation } from 'react-i18next'
import { chooseLanguage, LANGUAGES } from '#src/app/messages/language.ts'
import { Icon } from '#src/ui/icon.tsx'
import './shell.css'

/** Two languages, so one press changes to the other; it is named in its own language. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation('common')
  const other = LANGUAGES.find((one) => one !== i18n.language) ?? 'zh-CN'
  return (
    <button type="button" className="sp-button sp-button-quiet" lang={other} onClick={() => void chooseLanguage(other)}>
      <Icon name="globe" />
      <span>{t(`language.${other}`)}</span>
    </button>
  )
}
