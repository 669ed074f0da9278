import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { Button } from '#src/ui/button.tsx'
import { Card } from '#src/ui/card.tsx'
import { TextField } from '#src/ui/field.tsx'
import { Icon } from '#src/ui/icon.tsx'

const KINDS = [
  { kind: 'repair', icon: 'service' },
  { kind: 'consult', icon: 'question' },
  { kind: 'complain', icon: 'voice' },
] as const

const PROMISES = [
  { key: 'promiseSeen', icon: 'clock' },
  { key: 'promiseRated', icon: 'evaluation' },
  { key: 'promiseProved', icon: 'shield' },
] as const

/** The tracking secret out of what a person pasted: the code itself, or the whole link. */
export function trackingSecret(text: string): string {
  return text
    .trim()
    .replace(/^.*\/t\//, '')
    .replace(/[/?#].*$/, '')
}

function Track() {
  const { t } = useTranslation('shell')
  const [, go] = useLocation()
  const [code, setCode] = useState('')
  const [isTried, setTried] = useState(false)
  const secret = trackingSecret(code)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (secret) go(`/t/${encodeURIComponent(secret)}`)
  }
  return (
    <Card title={t('portal.track')}>
      <form className="sp-portal-track" onSubmit={submit} noValidate>
        <TextField
          label={t('portal.trackCode')}
          hint={t('portal.trackHint')}
          required
          value={code}
          onChange={setCode}
          maxLength={300}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={isTried && !secret ? t('portal.trackMissing') : undefined}
        />
        <Button type="submit" kind="primary" icon="search">
          {t('portal.trackGo')}
        </Button>
      </form>
    </Card>
  )
}

/** The public's first page: say what you need, or see how it is going. */
export default function Home() {
  const { t } = useTranslation('shell')
  useTitle(t('portal.title'))
  return (
    <>
      <section className="sp-portal-hello">
        <h1>{t('portal.greeting')}</h1>
        <p>{t('portal.greetingHint')}</p>
        <h2 className="sp-hidden-words">{t('portal.ask')}</h2>
        <ul className="sp-portal-kinds">
          {KINDS.map(({ kind, icon }) => (
            <li key={kind}>
              <Link href={`/ask/${kind}`} className={`sp-portal-kind sp-portal-${kind}`}>
                <span className="sp-portal-kind-mark">
                  <Icon name={icon} size={30} />
                </span>
                <span>
                  <strong>{t(`portal.${kind}`)}</strong>
                  <span>{t(`portal.${kind}Hint`)}</span>
                </span>
                <Icon name="forward" />
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <Track />
      <Link href="/certificates" className="sp-portal-kind">
        <span className="sp-portal-kind-mark">
          <Icon name="certification" size={30} />
        </span>
        <span>
          <strong>{t('portal.certificates')}</strong>
          <span>{t('portal.certificatesHint')}</span>
        </span>
        <Icon name="forward" />
      </Link>
      <section aria-labelledby="promises">
        <h2 id="promises" className="sp-portal-subtitle">
          {t('portal.promiseTitle')}
        </h2>
        <ul className="sp-portal-promises">
          {PROMISES.map(({ key, icon }) => (
            <li key={key}>
              <Icon name={icon} size={26} />
              <span>
                <strong>{t(`portal.${key}`)}</strong>
                <span>{t(`portal.${key}Hint`)}</span>
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
