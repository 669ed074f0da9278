import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallRefused } from '#src/client/failure.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import type { Session } from '#src/client/session.ts'
import { Button, IconButton } from '#src/ui/button.tsx'
import { Field, TextField } from '#src/ui/field.tsx'
import { Logo } from '#src/ui/logo.tsx'
import { Notice } from '#src/ui/states.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import './shell.css'

/** Sign-in of desk and phone. The address stays, so that after signing in one is where one wanted to go. */
export function SignIn({ session, hint }: { session: Session; hint: string }) {
  const { t } = useTranslation(['shell', 'common'])
  const failureWords = useFailureWords()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [isShown, setShown] = useState(false)
  const [isTried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (login.trim() === '' || password === '' || session.busy) return
    // The failure is shown from the session's `error`.
    session.signIn({ body: { login: login.trim(), password } }).catch(() => setPassword(''))
  }
  const failure = session.error && failureWords(session.error)
  const isEnded = session.error instanceof CallRefused && session.error.refusal.code === 'not_signed_in'
  return (
    <div className="sp-sign-in">
      <div className="sp-sign-in-top">
        <LanguageSwitch />
      </div>
      <main className="sp-sign-in-card">
        <div className="sp-sign-in-brand">
          <Logo size={60} />
          <h1>
            {t('common:product')}
            <small lang="en">Starproof</small>
          </h1>
          <p>{hint}</p>
        </div>
        <form className="sp-stack" onSubmit={submit} noValidate>
          {failure && !isEnded && (
            <Notice tone="bad" title={failure.title}>
              {failure.detail}
            </Notice>
          )}
          <TextField
            label={t('signIn.login')}
            required
            value={login}
            onChange={setLogin}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
            error={isTried && login.trim() === '' ? t('signIn.loginMissing') : undefined}
          />
          <Field
            label={t('signIn.password')}
            required
            error={isTried && password === '' && !failure ? t('signIn.passwordMissing') : undefined}
          >
            {(wired) => (
              <span className="sp-password">
                <input
                  {...wired}
                  className="sp-input"
                  type={isShown ? 'text' : 'password'}
                  value={password}
                  maxLength={200}
                  autoComplete="current-password"
                  onChange={(event) => setPassword(event.target.value)}
                />
                <IconButton
                  icon="eye"
                  label={isShown ? t('signIn.hide') : t('signIn.show')}
                  aria-pressed={isShown}
                  onClick={() => setShown(!isShown)}
                />
              </span>
            )}
          </Field>
          <Button type="submit" kind="primary" block large busy={session.busy}>
            {session.busy ? t('signIn.going') : t('signIn.go')}
          </Button>
        </form>
      </main>
      <p className="sp-sign-in-foot">{t('common:productTagline')}</p>
    </div>
  )
}
