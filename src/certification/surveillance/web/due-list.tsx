import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Pages, useListing } from '#src/company/web/listing.tsx'
import { Stack } from '#src/ui/card.tsx'
import { SelectField, TextField } from '#src/ui/field.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import { DEADLINES, type DeadlineKind, DUE_STATES, type DueRow, type DueState } from '../contract/due.ts'
import { listDue } from '../contract/endpoints.ts'
import { DueLine } from './due-line.tsx'
import { FollowUps } from './follow-ups.tsx'
import { MakeAudit } from './make-audit.tsx'
import { OrderSpecial } from './order-special.tsx'

const PAGE = 50
const FOLLOWS = ['certificate', 'audit', 'decision', 'application', 'surveillance_act', 'body_rules']
type State = DueState | 'open' | 'all'
export type Doing = { what: 'make' | 'special' | 'follow'; row: DueRow }

export function DueList() {
  const { t } = useTranslation('after')
  const failureWords = useFailureWords()
  const listing = useListing()
  const [state, setState] = useState<State>('open')
  const [kind, setKind] = useState<DeadlineKind | ''>('')
  const [doing, setDoing] = useState<Doing | null>(null)
  const asked = {
    limit: PAGE,
    cursor: listing.cursor,
    state,
    kind: kind || undefined,
    search: listing.search || undefined,
  }
  const list = useEndpoint(listDue, { query: asked }, { follows: FOLLOWS, keepPrevious: true })
  const rows = list.data?.rows
  const counts = list.data?.counts
  const close = () => setDoing(null)
  return (
    <Stack>
      <div className="sur-filters">
        <SelectField
          label={t('surveillance.stateLabel')}
          required
          value={state}
          onChange={(next) => {
            listing.restart()
            setState(next as State)
          }}
          options={[
            { value: 'open', label: t('surveillance.open') },
            ...DUE_STATES.map((value) => ({
              value,
              label: `${t(`surveillance.state.${value}`)}${counts ? ` (${counts[value]})` : ''}`,
            })),
            { value: 'all', label: t('surveillance.all') },
          ]}
        />
        <SelectField
          label={t('surveillance.kindLabel')}
          required
          value={kind || 'any'}
          onChange={(next) => {
            listing.restart()
            setKind(next === 'any' ? '' : (next as DeadlineKind))
          }}
          options={[
            { value: 'any', label: t('surveillance.anyKind') },
            ...DEADLINES.map((value) => ({ value, label: t(`surveillance.kind.${value}`) })),
          ]}
        />
        <TextField
          label={t('surveillance.search')}
          required
          type="search"
          value={listing.search}
          onChange={listing.ask}
        />
      </div>
      {list.error && !rows && <Failed {...failureWords(list.error)} onRetry={() => void list.refetch()} />}
      {!rows && !list.error && <Skeleton lines={6} />}
      {rows?.length === 0 && <Empty icon="day" title={t('surveillance.none')} detail={t('surveillance.noneHint')} />}
      {rows && rows.length > 0 && <DueTable rows={rows} onDo={setDoing} />}
      <Pages listing={listing} nextCursor={list.data?.nextCursor} />
      {doing?.what === 'make' && <MakeAudit row={doing.row} onClose={close} />}
      {doing?.what === 'special' && <OrderSpecial row={doing.row} onClose={close} />}
      {doing?.what === 'follow' && <FollowUps row={doing.row} onClose={close} />}
    </Stack>
  )
}

function DueTable({ rows, onDo }: { rows: readonly DueRow[]; onDo: (doing: Doing) => void }) {
  const { t } = useTranslation('after')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className="req-table" aria-label={t('surveillance.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {(['certificate', 'what', 'window', 'latest', 'audit', 'waits', 'actions'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`surveillance.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <DueLine key={`${row.certificateId} ${row.kind} ${row.latestOn}`} row={row} onDo={onDo} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
