import { useTranslation } from 'react-i18next'
import { listInvitations } from '#src/account/invitation/contract.ts'
import { listPeople } from '#src/account/person/contract.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { countOf, Tile, Tiles } from './tile.tsx'

const MOST = 200

/** Who may come in, and who was asked to. */
export default function AccountTiles() {
  const { t } = useTranslation('home')
  const people = useEndpoint(listPeople, { query: { limit: MOST } }, { follows: ['person'] })
  const invitations = useEndpoint(listInvitations, { query: { limit: MOST } }, { follows: ['invitation'] })
  return (
    <Tiles title={t('account.title')}>
      <Tile
        title={t('account.people')}
        href="/account/people"
        read={people}
        say={({ rows, nextCursor }) => {
          const active = rows.filter((person) => person.deactivatedAt === null)
          const locked = active.filter((person) => person.lockedUntil !== null).length
          return {
            figure: countOf({ rows: active, nextCursor }),
            hint: locked > 0 ? t('account.locked', { count: locked }) : undefined,
            ...(locked > 0 ? { tone: 'warn' } : {}),
          }
        }}
      />
      <Tile
        title={t('account.invitations')}
        href="/account/invitations"
        read={invitations}
        say={({ rows, nextCursor }) => ({
          figure: countOf({ rows: rows.filter((one) => one.state === 'open'), nextCursor }),
          hint: t('account.invitationsHint'),
        })}
      />
    </Tiles>
  )
}
