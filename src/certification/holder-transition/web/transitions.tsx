import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { Pages, useListing } from '#src/company/web/listing.tsx'
import { PageHead } from '#src/service/web/page-head.tsx'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Empty, Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import '#src/service/request/web/request.css'
import * as contract from '../contract/endpoints.ts'
import type { Stage, TransitionRow } from '../contract/transition.ts'
import { StartForm } from './start-form.tsx'
import './transition.css'

const PAGE = 50
const TONES: Record<Stage, Tone> = {
  ...({ draft: 'plain', announced: 'info', running: 'info', after_cut_off: 'warn' } as const),
  ...({ over: 'good', called_off: 'plain' } as const),
}

export function StagePill({ stage }: { stage: Stage }) {
  const { t } = useTranslation('holder-transition')
  return <Pill tone={TONES[stage]}>{t(`stage.${stage}`)}</Pill>
}

/** The transitions of the body's holders from one edition of a standard to the next. */
export default function Transitions() {
  const { t } = useTranslation('holder-transition')
  const may = useMay()
  const failureWords = useFailureWords()
  useTitle(t('title'))
  const listing = useListing()
  const [isStarting, setStarting] = useState(false)
  const list = useEndpoint(
    contract.listTransitions,
    { query: { limit: PAGE, cursor: listing.cursor } },
    { follows: ['holder_transition'], keepPrevious: true },
  )
  const choices = useEndpoint(contract.readTransitionChoices, { query: {} }, { follows: ['scheme_edition'] })
  const editions = choices.data?.editions
  const rows = list.data?.rows
  return (
    <Stack>
      <PageHead title={t('title')}>
        {may(contract.startTransition) && editions && editions.length > 1 && (
          <Button kind="primary" onClick={() => setStarting(true)}>
            {t('start')}
          </Button>
        )}
      </PageHead>
      <p className="sp-soft">{t('intro')}</p>
      {editions && editions.length < 2 && <Notice title={t('oneStandard')} />}
      {list.error && !rows && <Failed {...failureWords(list.error)} onRetry={() => void list.refetch()} />}
      {!rows && !list.error && <Skeleton lines={4} />}
      {rows?.length === 0 && <Empty icon="refresh" title={t('none')} detail={t('noneHint')} />}
      {rows && rows.length > 0 && <TransitionTable rows={rows} />}
      <Pages listing={listing} nextCursor={list.data?.nextCursor} />
      {isStarting && editions && <StartForm editions={editions} onClose={() => setStarting(false)} />}
    </Stack>
  )
}

function TransitionTable({ rows }: { rows: readonly TransitionRow[] }) {
  const { t } = useTranslation('holder-transition')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className="req-table" aria-label={t('title')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('title')}</th>
            <th scope="col">{t('stateLabel')}</th>
            {(['startOn', 'cutOffOn', 'endOn', 'basis'] as const).map((field) => (
              <th key={field} scope="col">
                {t(`field.${field}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Link href={`/holder-transitions/${row.id}`}>
                  {t('arrow', { from: row.from.reference, to: row.to.reference })}
                </Link>
              </th>
              <td>
                <StagePill stage={row.stage} />
              </td>
              <td className="htr-nowrap">{row.startOn}</td>
              <td className="htr-nowrap">{row.cutOffOn}</td>
              <td className="htr-nowrap">{row.endOn}</td>
              <td>{row.basis}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
