import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { Card, RowOf, Stack } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import '../../web/certification.css'
import { listRules, type RulesDetail, type RulesRow, readRules } from '../contract/endpoints.ts'
import { SINCE_EVER_ON } from '../rules/edit.ts'
import { Differences } from './differences.tsx'
import { Figures } from './figures.tsx'
import { RulesActions } from './rules-actions.tsx'

const TONES: Record<RulesRow['state'], Tone> = { draft: 'warn', coming: 'info', in_force: 'good', past: 'plain' }

/** Every parameter of the body as dated data: what holds, since when, and where each figure comes from. */
export default function RulesPage() {
  const { t } = useTranslation('client')
  const failureWords = useFailureWords()
  useTitle(t('rules.title'))
  const [chosen, setChosen] = useState<string | null>(null)
  const list = useEndpoint(listRules, {}, { follows: ['body_rules'] })
  const rows = list.data?.rows
  const inForce = rows?.find((row) => row.state === 'in_force')
  const shown = rows?.find((row) => row.id === chosen) ?? rows?.find((row) => row.state === 'draft') ?? inForce
  const before = rows && shown && rows[rows.indexOf(shown) + 1]
  const words = (row: RulesRow) => `${t('rules.version', { number: row.number })} · ${t(`rules.state.${row.state}`)}`
  return (
    <Stack>
      <h1>{t('rules.title')}</h1>
      <p className="sp-soft">{t('rules.lead')}</p>
      {list.error && <Failed {...failureWords(list.error)} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={10} />}
      {rows && rows.length > 1 && shown && (
        <Select
          aria-label={t('rules.title')}
          style={{ width: 280, maxWidth: '100%' }}
          value={shown.id}
          onChange={setChosen}
          options={rows.map((row) => ({ value: row.id, label: words(row) }))}
        />
      )}
      {rows && shown && (
        <Version
          key={shown.id}
          row={shown}
          before={before}
          hasDraft={rows.some((row) => row.state === 'draft')}
          onChoose={setChosen}
        />
      )}
    </Stack>
  )
}

type VersionProps = {
  row: RulesRow
  before: RulesRow | undefined
  hasDraft: boolean
  onChoose: (id: string | null) => void
}

function Version({ row, before, hasDraft, onChoose }: VersionProps) {
  const failureWords = useFailureWords()
  const rules = useEndpoint(readRules, { params: { rulesId: row.id } }, { follows: ['body_rules'] })
  if (rules.error) return <Failed {...failureWords(rules.error)} onRetry={() => void rules.refetch()} />
  if (!rules.data) return <Skeleton lines={10} />
  return (
    <>
      <Head rules={rules.data} hasDraft={hasDraft} onChoose={onChoose} />
      {before && <Differences rulesId={row.id} since={before.id} number={before.number} />}
      <Figures rules={rules.data} />
      <Sources rules={rules.data} />
    </>
  )
}

type HeadProps = { rules: RulesDetail; hasDraft: boolean; onChoose: (id: string | null) => void }

function Head({ rules, hasDraft, onChoose }: HeadProps) {
  const { t } = useTranslation('client')
  const local = useLocalText()
  const { validFromOn, unconfirmedCount, state } = rules
  return (
    <section className="sp-card">
      <div className="sp-card-head">
        <div>
          <h2>{local(rules.title)}</h2>
          <RowOf>
            <span className="sp-soft">{t('rules.version', { number: rules.number })}</span>
            <Pill tone={TONES[state]}>{t(`rules.state.${state}`)}</Pill>
            {validFromOn && (
              <span className="sp-soft">
                {validFromOn === SINCE_EVER_ON ? t('rules.sinceEver') : t('rules.from', { day: validFromOn })}
              </span>
            )}
          </RowOf>
        </div>
        <RulesActions rules={rules} hasDraft={hasDraft} onChoose={onChoose} />
      </div>
      {unconfirmedCount > 0 && (
        <Notice
          tone={state === 'draft' ? 'warn' : 'info'}
          title={t('rules.unconfirmed', { count: unconfirmedCount })}
        />
      )}
    </section>
  )
}

function Sources({ rules }: { rules: RulesDetail }) {
  const { t } = useTranslation('client')
  if (rules.rules.sources.length === 0) return null
  return (
    <Card title={t('rules.sources')}>
      <dl className="sp-facts">
        {rules.rules.sources.map(({ id, reference }) => [
          <dt key={`${id}-id`}>{id}</dt>,
          <dd key={id}>{reference}</dd>,
        ])}
      </dl>
    </Card>
  )
}
