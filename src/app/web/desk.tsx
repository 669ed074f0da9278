import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { LanguageSwitch } from '#src/app/shell/language-switch.tsx'
import { RoutedScreens } from '#src/app/shell/routed-screens.tsx'
import { isUnder, navigationFor, screensOf } from '#src/app/shell/screens.ts'
import { SignedIn } from '#src/app/shell/signed-in.tsx'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useLive } from '#src/client/live.ts'
import type { Me, Session } from '#src/client/session.ts'
import { ServiceHistory } from '#src/company/customer/web/service-history.ts'
import { IconButton } from '#src/ui/button.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Logo } from '#src/ui/logo.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { AccountMenu } from './account-menu.tsx'
import { AntDesign } from './ant-design.tsx'
import './desk.css'
import { deskScreens } from './screens.ts'

const History = lazy(() => import('#src/service/request/web/service-history.tsx'))

/** The part of a customer's page that the floor above fills. */
function ServiceHistoryOf({ customerId }: { customerId: string }) {
  return (
    <Suspense fallback={<Skeleton lines={3} />}>
      <History customerId={customerId} />
    </Suspense>
  )
}

function Navigation({ me }: { me: Me }) {
  const { t } = useTranslation(['shell', 'desk'])
  const [place] = useLocation()
  return (
    <nav className="sp-desk-nav" aria-label={t('desk.navigation')}>
      {navigationFor(screensOf(deskScreens, me.org.kind), me.roles).map(({ group, screens }) => (
        <section key={group} aria-labelledby={`nav-${group}`}>
          <h2 id={`nav-${group}`}>{t(`desk:group.${group}`)}</h2>
          <ul>
            {screens.map((screen) => (
              <li key={screen.path}>
                <Link
                  href={screen.path}
                  className="sp-desk-entry"
                  aria-current={isUnder(place, screen.path) ? 'page' : undefined}
                >
                  <Icon name={screen.nav!.icon ?? group} size={18} />
                  {t(`desk:item.${screen.nav!.key}`)}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

function LiveMark() {
  const { t } = useTranslation('shell')
  const status = useLive(true)
  return (
    <span className={`sp-live sp-live-${status}`} role="status" title={t(`live.${status}`)}>
      <span className={status === 'waiting' ? undefined : 'sp-hidden-words'}>{t(`live.${status}`)}</span>
    </span>
  )
}

function DeskPage({ me, session }: { me: Me; session: Session }) {
  const { t } = useTranslation(['shell', 'common'])
  const [place] = useLocation()
  const [isMenuOpen, setMenuOpen] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the menu of a narrow screen
  useEffect(() => setMenuOpen(false), [place])
  return (
    <div className={isMenuOpen ? 'sp-desk sp-desk-menu-open' : 'sp-desk'}>
      <a className="sp-skip" href="#content">
        {t('skipToContent')}
      </a>
      <aside className="sp-desk-side" aria-label={t('desk.title')}>
        <Link href="/" className="sp-desk-brand">
          <Logo size={36} />
          <span>
            <span className="sp-name">{t('common:product')}</span>
            <small>{t('desk.title')}</small>
          </span>
        </Link>
        <Navigation me={me} />
      </aside>
      {isMenuOpen && (
        <button
          type="button"
          className="sp-desk-veil"
          aria-label={t('common:action.close')}
          onClick={() => setMenuOpen(false)}
        />
      )}
      <header className="sp-desk-top">
        <span className="sp-desk-burger">
          <IconButton
            icon="menu"
            label={t('desk.menu')}
            aria-expanded={isMenuOpen}
            onClick={() => setMenuOpen(!isMenuOpen)}
          />
        </span>
        <LiveMark />
        <span className="sp-desk-space" />
        <LanguageSwitch />
        <AccountMenu me={me} session={session} />
      </header>
      <main id="content" className="sp-desk-main" tabIndex={-1}>
        <ServiceHistory value={ServiceHistoryOf}>
          <RoutedScreens screens={screensOf(deskScreens, me.org.kind)} roles={me.roles} />
        </ServiceHistory>
      </main>
    </div>
  )
}

export function Desk() {
  const { t } = useTranslation('shell')
  useTitle(t('desk.title'))
  return (
    <SignedIn hint={t('signIn.deskHint')}>
      {(me, session) => (
        <AntDesign>
          <DeskPage key={me.org.id} me={me} session={session} />
        </AntDesign>
      )}
    </SignedIn>
  )
}
