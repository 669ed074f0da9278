import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { PageHead } from '#src/service/web/page-head.tsx'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextArea, TextField } from '#src/ui/field.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import '#src/service/request/web/request.css'
import { type BlacklistEntry, barCompany, liftBar, listBlacklist } from '../contract.ts'

const PAGE = 50
const TONES = { barred: 'bad', lifted: 'good', over: 'plain' } as const

/** Companies barred from applying; what was lifted or is over stays to be seen. */
export default function Blacklist() {
  const { t } = useTranslation(['appeal', 'common'])
  useTitle(t('blacklist.title'))
  const failureWords = useFailureWords()
  const may = useMay()
  const paging = usePaging()
  const [isAdding, setAdding] = useState(false)
  const [lifting, setLifting] = useState<BlacklistEntry | null>(null)
  const list = useEndpoint(
    listBlacklist,
    { query: { limit: PAGE, cursor: paging.cursor } },
    { follows: ['blacklist_entry'], keepPrevious: true },
  )
  const rows = list.data?.rows
  const nextCursor = list.data?.nextCursor
  return (
    <Stack>
      <PageHead title={t('blacklist.title')}>
        {may(barCompany) && (
          <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>
            {t('blacklist.add')}
          </Button>
        )}
      </PageHead>
      {list.data && <p className="sp-soft">{t('blacklist.hint', { months: list.data.months })}</p>}
      {list.error && !rows && <Failed {...failureWords(list.error)} onRetry={() => void list.refetch()} />}
      {!rows && !list.error && <Skeleton lines={5} />}
      {rows?.length === 0 && <Empty icon="shield" title={t('blacklist.none')} />}
      {rows && rows.length > 0 && <Entries rows={rows} onLift={may(liftBar) ? setLifting : undefined} />}
      <PagingButtons paging={paging} nextCursor={nextCursor} />
      {isAdding && <BarDialog onClose={() => setAdding(false)} />}
      {lifting && <LiftDialog key={lifting.id} entry={lifting} onClose={() => setLifting(null)} />}
    </Stack>
  )
}

function Entries({ rows, onLift }: { rows: readonly BlacklistEntry[]; onLift?: (entry: BlacklistEntry) => void }) {
  const { t, i18n } = useTranslation('appeal')
  const at = (instant: string) => showAt(instant, i18n.language)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className="req-table" aria-label={t('blacklist.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {(['name', 'reason', 'term', 'stateLabel'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`blacklist.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {row.clientName}
                <div className="sp-soft">{row.uscc}</div>
              </th>
              <td>
                {row.reason}
                <div className="sp-soft">{t('blacklist.by', { name: row.madeByName, at: at(row.madeAt) })}</div>
              </td>
              <td>{t('blacklist.until', { from: row.fromOn, until: row.untilOn })}</td>
              <td>
                <Pill tone={TONES[row.state]}>{t(`blacklist.state.${row.state}`)}</Pill>
                {row.liftedAt && (
                  <div className="sp-soft">
                    {t('blacklist.lifted', { at: at(row.liftedAt), reason: row.liftedReason })}
                  </div>
                )}
                {row.state === 'barred' && onLift && <Button onClick={() => onLift(row)}>{t('blacklist.lift')}</Button>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function BarDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['appeal', 'common'])
  const form = useId()
  const [given, setGiven] = useState({ clientName: '', uscc: '', reason: '' })
  const [isTried, setTried] = useState(false)
  const bar = useCommand(barCompany)
  const missing = (name: keyof typeof given) => (isTried && !given[name].trim() ? t('common:field.missing') : undefined)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.values(given).some((text) => !text.trim())) return
    bar
      .run({ body: { id: newId(), ...given } })
      .then(onClose)
      .catch(() => {})
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('blacklist.add')}
      actions={
        <Button kind="danger" type="submit" form={form} busy={bar.busy}>
          {t('blacklist.add')}
        </Button>
      }
    >
      <form id={form} className="sp-stack" onSubmit={send} noValidate>
        <TextField
          label={t('blacklist.name')}
          required
          maxLength={200}
          value={given.clientName}
          onChange={(clientName) => setGiven({ ...given, clientName })}
          error={missing('clientName')}
        />
        <TextField
          label={t('blacklist.uscc')}
          required
          maxLength={18}
          value={given.uscc}
          onChange={(uscc) => setGiven({ ...given, uscc })}
          error={missing('uscc')}
        />
        <TextArea
          label={t('blacklist.reason')}
          required
          rows={4}
          maxLength={2000}
          value={given.reason}
          onChange={(reason) => setGiven({ ...given, reason })}
          error={missing('reason')}
        />
        <FailureNote error={bar.error} />
      </form>
    </Dialog>
  )
}

function LiftDialog({ entry, onClose }: { entry: BlacklistEntry; onClose: () => void }) {
  const { t } = useTranslation(['appeal', 'common'])
  const form = useId()
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const lift = useCommand(liftBar)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!reason.trim()) return
    lift
      .run({ params: { entryId: entry.id }, body: { reason: reason.trim() } })
      .then(onClose)
      .catch(() => {})
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('blacklist.liftTitle')}
      actions={
        <Button kind="primary" type="submit" form={form} busy={lift.busy}>
          {t('blacklist.lift')}
        </Button>
      }
    >
      <form id={form} className="sp-stack" onSubmit={send} noValidate>
        <p>{entry.clientName}</p>
        <TextArea
          label={t('blacklist.liftReason')}
          required
          rows={4}
          maxLength={2000}
          value={reason}
          onChange={setReason}
          error={isTried && !reason.trim() ? t('common:field.missing') : undefined}
        />
        <FailureNote error={lift.error} />
      </form>
    </Dialog>
  )
}
