import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from '#src/app/shell/language-switch.tsx'
import { useTitle } from '#src/app/shell/use-title.ts'
import { forgetReads } from '#src/client/kept-reads.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { ownerKeyOf, useMe, useSession } from '#src/client/session.ts'
import { useOutbox } from '#src/client/use-outbox.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Facts, Stack } from '#src/ui/card.tsx'
import { SelectField } from '#src/ui/field.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'

/** The person, their organisation and posts, the language, and the way out. */
export default function AboutMe() {
  const { t } = useTranslation(['shell', 'common'])
  const client = useQueryClient()
  const forget = useCallback(() => forgetReads(client), [client])
  const session = useSession(forget)
  const failureWords = useFailureWords()
  const { me } = useMe()
  const { count } = useOutbox(me ? ownerKeyOf(me) : '')
  useTitle(t('nav.item.me'))
  if (!me) return null
  const left = count.waiting + count.refused
  // Both commands show their failure from the session's `error`.
  const shown = () => {}
  return (
    <Stack>
      <h1>{me.person.name}</h1>
      <Card>
        <Facts
          of={[
            [t('signIn.login'), me.person.userName],
            [
              t('account.roles'),
              <span key="roles" className="sp-row-of">
                {me.roles.map((role) => (
                  <Pill key={role}>{t(`common:role.${role}`)}</Pill>
                ))}
              </span>,
            ],
            [t('account.organisation'), me.orgs.length > 1 ? '' : me.org.name],
          ]}
        />
        {me.orgs.length > 1 && (
          <SelectField
            label={t('account.organisation')}
            required
            value={me.org.id}
            onChange={(orgId) => {
              if (orgId) session.switchTo(orgId).catch(shown)
            }}
            options={me.orgs.map((org) => ({ value: org.id, label: org.name }))}
          />
        )}
        <LanguageSwitch />
      </Card>
      {left > 0 && <Notice tone="warn" title={t('account.signOutPending', { count: left })} />}
      {session.error && <Notice tone="bad" {...failureWords(session.error)} />}
      <Button icon="leave" block busy={session.busy} onClick={() => void session.signOut().catch(shown)}>
        {t('account.signOut')}
      </Button>
    </Stack>
  )
}
