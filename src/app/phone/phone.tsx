import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Redirect, useLocation } from 'wouter'
import { RoutedScreens } from '#src/app/shell/routed-screens.tsx'
import { isUnder, navigationFor, type PhoneItem, screensOf } from '#src/app/shell/screens.ts'
import { SignedIn } from '#src/app/shell/signed-in.tsx'
import { useTitle } from '#src/app/shell/use-title.ts'
import { keepStorage } from '#src/client/device-store.ts'
import { forgetReads } from '#src/client/kept-reads.ts'
import { useLive } from '#src/client/live.ts'
import { startOutbox } from '#src/client/outbox.ts'
import { type Me, ownerKeyOf } from '#src/client/session.ts'
import { useOutbox } from '#src/client/use-outbox.ts'
import { Icon } from '#src/ui/icon.tsx'
import { Logo } from '#src/ui/logo.tsx'
import { CountBadge } from '#src/ui/pill.tsx'
import { useNewVersion } from './new-version.ts'
import './phone.css'
import { phoneScreens } from './screens.ts'

/** One line under the header while something about sending deserves to be known; it leads to the outbox. */
function SendingNote({ ownerKey }: { ownerKey: string }) {
  const { t } = useTranslation('shell')
  const { count, isSending, reachable } = useOutbox(ownerKey)
  const applyUpdate = useNewVersion()
  if (count.refused > 0) {
    return (
      <Link href="/outbox" className="sp-bar-note sp-bar-note-bad">
        <Icon name="warn" size={16} />
        {t('offline.refused', { count: count.refused })}
      </Link>
    )
  }
  if (reachable === false) {
    return (
      <Link href="/outbox" className="sp-bar-note">
        {count.waiting > 0 ? t('offline.bannerWaiting', { count: count.waiting }) : t('offline.banner')}
      </Link>
    )
  }
  if (isSending && count.waiting > 0) {
    return <output className="sp-bar-note sp-bar-note-info">{t('offline.sending', { count: count.waiting })}</output>
  }
  if (applyUpdate) {
    return (
      <button type="button" className="sp-bar-note sp-bar-note-info" onClick={applyUpdate}>
        {t('update.ready')} · {t('update.apply')}
      </button>
    )
  }
  return null
}

function PhonePage({ me }: { me: Me }) {
  const { t } = useTranslation(['shell', 'common'])
  const [place] = useLocation()
  const client = useQueryClient()
  const ownerKey = ownerKeyOf(me)
  const { count } = useOutbox(ownerKey)
  useLive(true)
  useEffect(() => {
    void keepStorage()
    return startOutbox(ownerKey, () => void client.invalidateQueries())
  }, [ownerKey, client])
  const all = screensOf(phoneScreens, me.org.kind)
  const entries = navigationFor(all, me.roles).flatMap(({ screens }) => screens)
  return (
    <div className="sp-phone">
      <a className="sp-skip" href="#content">
        {t('skipToContent')}
      </a>
      <header className="sp-phone-top">
        <Logo size={28} />
        <span className="sp-name">{t('common:product')}</span>
        <span className="sp-phone-org">{me.org.name}</span>
      </header>
      <aside aria-label={t('outbox.title')}>
        <SendingNote ownerKey={ownerKey} />
      </aside>
      <main id="content" className="sp-phone-main" tabIndex={-1}>
        {/* Whose post has no day of orders begins with what it has. */}
        {place === '/' && entries[0]!.path !== '/' && <Redirect to={entries[0]!.path} replace />}
        <RoutedScreens screens={all} roles={me.roles} />
      </main>
      <nav className="sp-phone-nav" aria-label={t('phone.navigation')}>
        {entries.map((screen) => (
          <Link key={screen.path} href={screen.path} aria-current={isUnder(place, screen.path) ? 'page' : undefined}>
            <span className="sp-phone-mark">
              <Icon name={screen.nav!.icon ?? 'service'} size={24} />
              {screen.path === '/outbox' && (
                <CountBadge
                  count={count.refused || count.waiting}
                  bad={count.refused > 0}
                  label={count.refused > 0 ? t('outbox.refused') : t('outbox.waiting')}
                />
              )}
            </span>
            {t(`nav.item.${screen.nav!.key as PhoneItem}`)}
          </Link>
        ))}
      </nav>
    </div>
  )
}

export function Phone() {
  const { t } = useTranslation('shell')
  const client = useQueryClient()
  const forget = useCallback(() => forgetReads(client), [client])
  useTitle(t('phone.title'))
  return (
    <SignedIn hint={t('signIn.phoneHint')} forget={forget}>
      {(me) => <PhonePage key={ownerKeyOf(me)} me={me} />}
    </SignedIn>
  )
}
