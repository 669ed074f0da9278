import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ShownOnce } from '#src/account/web/shown-once.tsx'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, List, ListRow, RowOf, Stack } from '#src/ui/card.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { CheckField, TextField } from '#src/ui/field.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import { type ClientLink, listClientLinks, makeClientLink, revokeClientLink } from '../contract.ts'

const DAYS = 90
const DAYS_MAX = 365

/** For the page of a client: the links by which it sees its own matters. Nothing for whoever may not make them. */
export function ClientLinks({ clientId }: { clientId: string }) {
  const may = useMay()
  return may(makeClientLink) ? <Links clientId={clientId} /> : null
}

function Links({ clientId }: { clientId: string }) {
  const { t } = useTranslation('correction')
  const paging = usePaging()
  const [isMaking, setMaking] = useState(false)
  const [made, setMade] = useState<{ secret: string | null } | null>(null)
  const [revoked, setRevoked] = useState<ClientLink | null>(null)
  const read = useEndpoint(
    listClientLinks,
    { params: { clientId }, query: { limit: 20, cursor: paging.cursor } },
    { keepPrevious: true, follows: ['client_link'] },
  )
  const rows = read.data?.rows ?? []
  return (
    <Card title={t('links.title')} aside={<Button onClick={() => setMaking(true)}>{t('links.make')}</Button>}>
      <Stack>
        <p className="sp-soft">{t('links.intro')}</p>
        <FailureNote error={read.error} onRetry={() => void read.refetch()} />
        {read.data && rows.length === 0 && <p className="sp-soft">{t('links.empty')}</p>}
        <List label={t('links.title')}>
          {rows.map((row) => (
            <LinkRow key={row.id} row={row} onRevoke={() => setRevoked(row)} />
          ))}
        </List>
        <PagingButtons paging={paging} nextCursor={read.data?.nextCursor} />
      </Stack>
      {isMaking && <MakeDialog clientId={clientId} onMade={setMade} onClose={() => setMaking(false)} />}
      {revoked && <RevokeDialog clientId={clientId} link={revoked} onClose={() => setRevoked(null)} />}
      <ShownOnce
        open={made !== null}
        title={t('links.madeTitle')}
        hint={t('links.madeHint')}
        gone={t('links.gone')}
        secret={made?.secret ? `${window.location.origin}/c/${made.secret}` : null}
        onClose={() => setMade(null)}
      />
    </Card>
  )
}

function LinkRow({ row, onRevoke }: { row: ClientLink; onRevoke: () => void }) {
  const { t, i18n } = useTranslation('correction')
  const at = (instant: string) => showAt(instant, i18n.language)
  const isExpired = Date.parse(row.expiresAt) <= Date.now()
  const state = row.revokedAt ? 'revoked' : isExpired ? 'expired' : 'active'
  return (
    <ListRow
      title={t('links.until', { time: at(row.expiresAt) })}
      detail={[
        t('links.madeBy', { name: row.madeByName, time: at(row.madeAt) }),
        row.lastUsedAt ? t('links.lastUsed', { time: at(row.lastUsedAt) }) : t('links.unused'),
      ].join(' · ')}
      after={
        <RowOf>
          <Pill tone={state === 'active' ? 'good' : 'plain'}>{t(`links.${state}`)}</Pill>
          {state === 'active' && (
            <Button kind="quiet" onClick={onRevoke}>
              {t('links.revoke')}
            </Button>
          )}
        </RowOf>
      }
    />
  )
}

type MakeProps = { clientId: string; onMade: (made: { secret: string | null }) => void; onClose: () => void }

function MakeDialog({ clientId, onMade, onClose }: MakeProps) {
  const { t } = useTranslation('correction')
  const [id] = useState(newId)
  const [days, setDays] = useState(String(DAYS))
  const [isMailed, setMailed] = useState(false)
  const making = useCommand(makeClientLink, { refreshes: ['clientLink.list'] })
  const count = Number(days)
  const isRight = Number.isInteger(count) && count >= 1 && count <= DAYS_MAX
  const make = () =>
    making
      .run({ params: { clientId }, body: { id, days: count, mail: isMailed } })
      .then((answer) => {
        onMade(answer)
        onClose()
      })
      .catch(() => {})
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('links.make')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('body.cancel')}
          </Button>
          <Button kind="primary" busy={making.busy} disabled={!isRight} onClick={() => void make()}>
            {t('links.make')}
          </Button>
        </>
      }
    >
      <Stack>
        <TextField
          label={t('links.days')}
          required
          type="number"
          min={1}
          max={DAYS_MAX}
          value={days}
          onChange={setDays}
        />
        <CheckField label={t('links.mail')} checked={isMailed} onChange={setMailed} />
        <FailureNote error={making.error} />
      </Stack>
    </Dialog>
  )
}

function RevokeDialog({ clientId, link, onClose }: { clientId: string; link: ClientLink; onClose: () => void }) {
  const { t } = useTranslation('correction')
  const [reason, setReason] = useState('')
  const revoking = useCommand(revokeClientLink, { refreshes: ['clientLink.list'] })
  const revoke = () =>
    revoking
      .run({ params: { clientId, linkId: link.id }, body: { reason } })
      .then(onClose)
      .catch(() => {})
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('links.revokeTitle')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('body.cancel')}
          </Button>
          <Button kind="danger" busy={revoking.busy} disabled={!reason.trim()} onClick={() => void revoke()}>
            {t('links.revoke')}
          </Button>
        </>
      }
    >
      <Stack>
        <p>{t('links.revokeHint')}</p>
        <TextField label={t('links.reason')} required maxLength={300} value={reason} onChange={setReason} />
        <FailureNote error={revoking.error} />
      </Stack>
    </Dialog>
  )
}
