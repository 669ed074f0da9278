import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { LanguageSwitch } from '#src/app/shell/language-switch.tsx'
import { RoutedScreens } from '#src/app/shell/routed-screens.tsx'
import { useTitle } from '#src/app/shell/use-title.ts'
import { Logo } from '#src/ui/logo.tsx'
import './portal.css'
import { portalScreens } from './screens.ts'

export function Portal() {
  const { t } = useTranslation('shell')
  useTitle(t('portal.title'))
  return (
    <div className="sp-portal">
      <a className="sp-skip" href="#content">
        {t('skipToContent')}
      </a>
      <header className="sp-portal-top">
        <Link href="/" className="sp-portal-brand">
          <Logo size={34} />
          <span className="sp-name">{t('portal.title')}</span>
        </Link>
        <LanguageSwitch />
        <a className="sp-button sp-button-quiet" href="/desk/">
          {t('portal.staffSignIn')}
        </a>
      </header>
      <main id="content" className="sp-portal-main" tabIndex={-1}>
        <RoutedScreens screens={portalScreens} roles={[]} />
      </main>
      <footer className="sp-portal-foot">{t('portal.footer')}</footer>
    </div>
  )
}
