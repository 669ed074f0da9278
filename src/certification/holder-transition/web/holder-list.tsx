import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Pages, useListing } from '#src/company/web/listing.tsx'
import { buttonClass } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { SelectField, TextField } from '#src/ui/field.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import { exportHolders, listHolders } from '../contract/endpoints.ts'
import { HOLDER_STATES, type HolderRow, type HolderState, type TransitionDetail } from '../contract/transition.ts'
import { HolderLine } from './holder-line.tsx'
import { PlanForm } from './plan-form.tsx'
import { WithdrawForm } from './withdraw-form.tsx'

const PAGE = 50
type State = HolderState | 'open' | 'all'
export type Doing = { what: 'plan' | 'withdraw'; row: HolderRow }

export function HolderList({ of, follows }: { of: TransitionDetail; follows: readonly string[] }) {
  const { t, i18n } = useTranslation('holder-transition')
  const failureWords = useFailureWords()
  const listing = useListing()
  const [state, setState] = useState<State>('all')
  const [doing, setDoing] = useState<Doing | null>(null)
  const params = { transitionId: of.id }
  const asked = { state, search: listing.search || undefined }
  const list = useEndpoint(
    listHolders,
    { params, query: { limit: PAGE, cursor: listing.cursor, ...asked } },
    { follows, keepPrevious: true },
  )
  const rows = list.data?.rows
  const language = i18n.language === 'en' ? 'en' : 'zh-CN'
  const close = () => setDoing(null)
  return (
    <Card
      title={t('list')}
      aside={
        <a className={buttonClass({})} href={addressOf(exportHolders.path, params, { ...asked, language })} download>
          {t('export')}
        </a>
      }
    >
      <Stack>
        <div className="htr-filters">
          <SelectField
            label={t('stateLabel')}
            required
            value={state}
            onChange={(next) => {
              listing.restart()
              setState((next || 'all') as State)
            }}
            options={[
              { value: 'all', label: t('all') },
              { value: 'open', label: t('open') },
              ...HOLDER_STATES.map((value) => ({ value, label: `${t(`state.${value}`)} (${of.counts[value]})` })),
            ]}
          />
          <TextField label={t('search')} required type="search" value={listing.search} onChange={listing.ask} />
        </div>
        {list.error && !rows && <Failed {...failureWords(list.error)} onRetry={() => void list.refetch()} />}
        {!rows && !list.error && <Skeleton lines={6} />}
        {rows?.length === 0 && <Empty icon="certification" title={t('listNone')} detail={t('listNoneHint')} />}
        {rows && rows.length > 0 && <HolderTable of={of} rows={rows} onDo={setDoing} />}
        <Pages listing={listing} nextCursor={list.data?.nextCursor} />
      </Stack>
      {doing?.what === 'plan' && <PlanForm transitionId={of.id} row={doing.row} onClose={close} />}
      {doing?.what === 'withdraw' && <WithdrawForm transitionId={of.id} row={doing.row} onClose={close} />}
    </Card>
  )
}

type TableProps = { of: TransitionDetail; rows: readonly HolderRow[]; onDo: (doing: Doing) => void }

function HolderTable({ of, rows, onDo }: TableProps) {
  const { t } = useTranslation('holder-transition')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className="req-table" aria-label={t('list')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {(['certificate', 'validUntil', 'state', 'audit', 'actions'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <HolderLine key={row.certificateId} row={row} stage={of.stage} onDo={onDo} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
