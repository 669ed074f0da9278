import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFailureWords } from '#src/client/refusal.ts'
import type { Me, Session } from '#src/client/session.ts'
import { Button } from '#src/ui/button.tsx'
import { SelectField } from '#src/ui/field.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { toast } from '#src/ui/toast.tsx'

/** Who is signed in, for which organisation, as what; change of organisation and sign-out. */
export function AccountMenu({ me, session }: { me: Me; session: Session }) {
  const { t } = useTranslation(['shell', 'common'])
  const failureWords = useFailureWords()
  const menu = useRef<HTMLDetailsElement>(null)
  const say = (failure: unknown) => toast(failureWords(failure).title, { bad: true })
  useEffect(() => {
    const close = (event: Event) => {
      if (!menu.current?.open) return
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !menu.current.contains(event.target as Node))
        menu.current.open = false
    }
    document.addEventListener('keydown', close)
    document.addEventListener('pointerdown', close)
    return () => {
      document.removeEventListener('keydown', close)
      document.removeEventListener('pointerdown', close)
    }
  }, [])
  return (
    <details ref={menu} className="sp-account">
      <summary className="sp-button sp-button-quiet">
        <span className="sp-hidden-words">{t('account.menu')}</span>
        <Icon name="person" />
        <span className="sp-account-name">
          {me.person.name}
          <small>{me.org.name}</small>
        </span>
      </summary>
      <div className="sp-account-sheet">
        {me.orgs.length > 1 ? (
          <SelectField
            label={t('account.organisation')}
            required
            value={me.org.id}
            onChange={(orgId) => {
              if (orgId) session.switchTo(orgId).catch(say)
            }}
            options={me.orgs.map((org) => ({ value: org.id, label: org.name }))}
          />
        ) : (
          <strong>{me.org.name}</strong>
        )}
        <div className="sp-row-of">
          {me.roles.map((role) => (
            <Pill key={role}>{t(`common:role.${role}`)}</Pill>
          ))}
        </div>
        <Button icon="leave" block busy={session.busy} onClick={() => void session.signOut().catch(say)}>
          {t('account.signOut')}
        </Button>
      </div>
    </details>
  )
}
