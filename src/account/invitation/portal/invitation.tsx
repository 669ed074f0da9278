import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import type { AnswerOf } from '#src/client/call.ts'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import type { Me } from '#src/client/session.ts'
import { useMe } from '#src/client/session.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { TextField } from '#src/ui/field.tsx'
import { Failed, Notice, Skeleton, StateNote } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { NewPassword, UserName } from '../../contract.ts'
import { acceptInvitation, showInvitation } from '../contract.ts'

type Offer = AnswerOf<typeof showInvitation>

/** What an invited person sees who opens their link. */
export default function InvitationPage({ params }: ScreenProps) {
  const { t } = useTranslation('account')
  const failureWords = useFailureWords()
  const secret = params.secret ?? ''
  const [joined, setJoined] = useState<'new' | 'me' | null>(null)
  const offer = useEndpoint(showInvitation, { params: { secret } }, { enabled: joined === null })
  const { me } = useMe()
  useTitle(offer.data ? t('join.title', { org: offer.data.orgName }) : '')
  if (offer.data && joined)
    return (
      <StateNote
        icon="check"
        title={t('join.done', { org: offer.data.orgName })}
        detail={joined === 'new' ? t('join.doneHint') : t('join.doneMeHint')}
        action={
          <a className={buttonClass({ kind: 'primary' })} href="/desk/">
            {t('join.signIn')}
          </a>
        }
      />
    )
  if (offer.error) return <Failed {...failureWords(offer.error)} />
  if (!offer.data) return <Skeleton />
  return <Join secret={secret} offer={offer.data} me={me ?? null} onJoined={setJoined} />
}

type JoinProps = { secret: string; offer: Offer; me: Me | null; onJoined: (as: 'new' | 'me') => void }

function Join({ secret, offer, me, onJoined }: JoinProps) {
  const { t, i18n } = useTranslation(['account', 'common'])
  const failureWords = useFailureWords()
  // Nothing is read again: the link, once used, shows nothing.
  const accepting = useCommand(acceptInvitation, { refreshes: [] })
  const failure = accepting.error && failureWords(accepting.error)
  const roles = offer.roles.map((role) => t(`common:role.${role}`)).join(' · ')
  const take = (body: Parameters<typeof accepting.run>[0]['body'], as: 'new' | 'me') => {
    // A failure is shown from `accepting.error`.
    accepting.run({ params: { secret }, body }).then(
      () => onJoined(as),
      () => {},
    )
  }
  return (
    <Stack>
      <h1>{t('join.title', { org: offer.orgName })}</h1>
      <p>{t('join.hello', { name: offer.name, org: offer.orgName, roles })}</p>
      <p className="sp-soft">{t('join.until', { time: showAt(offer.expiresAt, i18n.language) })}</p>
      {failure && (
        <Notice tone="bad" title={failure.title}>
          {failure.detail}
        </Notice>
      )}
      <NewAccount
        busy={accepting.busy}
        onSend={(userName, password) => take({ as: 'new_person', userName, password }, 'new')}
      />
      <Card title={t('join.haveAccount')}>
        <p>{t('join.haveAccountHint')}</p>
        {me ? (
          <Button busy={accepting.busy} onClick={() => take({ as: 'signed_in_person' }, 'me')}>
            {t('join.joinAsMe', { name: me.person.name })}
          </Button>
        ) : (
          <a className={buttonClass()} href="/desk/">
            {t('join.signIn')}
          </a>
        )}
      </Card>
    </Stack>
  )
}

function NewAccount({ busy, onSend }: { busy: boolean; onSend: (userName: string, password: string) => void }) {
  const { t } = useTranslation(['account', 'common'])
  const [userName, setUserName] = useState('')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const isNameGood = UserName.safeParse(userName).success
  const isPasswordGood = NewPassword.safeParse(password).success
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isNameGood && isPasswordGood && !busy) onSend(userName, password)
  }
  return (
    <form className="sp-stack" onSubmit={send} noValidate>
      <TextField
        label={t('field.userName')}
        hint={t('join.userNameHint')}
        required
        value={userName}
        onChange={setUserName}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={40}
        error={isTried && !isNameGood ? t('join.userNameHint') : undefined}
      />
      <TextField
        type="password"
        label={t('join.password')}
        hint={t('join.passwordHint')}
        required
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        maxLength={200}
        error={isTried && !isPasswordGood ? t('password.tooShort') : undefined}
      />
      <Button type="submit" kind="primary" block large busy={busy}>
        {t('join.go')}
      </Button>
    </form>
  )
}
