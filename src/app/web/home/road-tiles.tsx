import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { listAssessments } from '#src/evaluation/assessment/contract/round.ts'
import { showAuthenticity } from '#src/evaluation/authenticity/contract.ts'
import { listCorrections } from '#src/evaluation/correction/contract.ts'
import { readPlan } from '#src/evaluation/gap/contract/plan.ts'
import { readChecklist } from '#src/evaluation/material/contract/checklist.ts'
import { Tile, Tiles } from './tile.tsx'

const MOST = 200
const ROUNDS = 20

/** What is still to do between today's records and the certificate. */
export default function RoadTiles() {
  const { t } = useTranslation('home')
  const may = useMay()
  return (
    <Tiles title={t('road.title')}>
      <Round />
      <Plan />
      {may(readChecklist) && <Material />}
      {may(showAuthenticity) && <Suspicions />}
      {may(listCorrections) && <Corrections />}
    </Tiles>
  )
}

function Round() {
  const { t } = useTranslation('home')
  const asked = { query: { kind: 'self', limit: ROUNDS } } as const
  return (
    <Tile
      title={t('road.round')}
      href="/assessments"
      read={useEndpoint(listAssessments, asked, { follows: ['assessment', 'adjustment'] })}
      say={({ rows }) => {
        const open = rows.find((row) => row.closedAt === null && row.abandonedAt === null)
        if (!open) return { figure: '—', hint: t('road.noRound') }
        const { doneCount, leafCount } = open.standing
        return { figure: `${doneCount}/${leafCount}`, hint: open.title }
      }}
    />
  )
}

function Plan() {
  const { t } = useTranslation('home')
  return (
    <Tile
      title={t('road.plan')}
      href="/gap"
      read={useEndpoint(readPlan, {}, { follows: ['score', 'gap_plan', 'gap_item'] })}
      say={({ plan }) => {
        if (!plan) return { figure: '—', hint: t('road.noPlan') }
        const done = plan.items.filter((item) => item.state === 'done').length
        const late = plan.items.filter((item) => item.isOverdue).length
        const next = plan.items
          .filter((item) => item.state === 'open')
          .map((item) => item.dueOn)
          .sort()[0]
        if (late > 0) return { figure: `${done}/${plan.items.length}`, hint: t('late', { count: late }), tone: 'bad' }
        return { figure: `${done}/${plan.items.length}`, hint: next && t('nextOn', { on: next }) }
      }}
    />
  )
}

function Material() {
  const { t } = useTranslation('home')
  return (
    <Tile
      title={t('road.material')}
      href="/material"
      read={useEndpoint(readChecklist, {}, { follows: ['material', 'rating', 'qualification', 'assessment'] })}
      say={({ lines }) => {
        const lacking = lines.filter((line) => line.state !== 'present').length
        if (lacking === 0) return { figure: 0, hint: t('road.allThere') }
        return { figure: lacking, hint: t('road.of', { count: lines.length }), tone: 'warn' }
      }}
    />
  )
}

function Suspicions() {
  const { t } = useTranslation('home')
  return (
    <Tile
      title={t('road.suspicions')}
      href="/authenticity"
      read={useEndpoint(showAuthenticity, {}, { follows: ['suspicion'] })}
      say={({ waiting }) => {
        const count = waiting.reduce((sum, one) => sum + one.strong + one.weak, 0)
        return { figure: count, hint: t('road.suspicionsHint'), ...(count > 0 ? { tone: 'warn' } : {}) }
      }}
    />
  )
}

function Corrections() {
  const { t } = useTranslation('home')
  const asked = { query: { open: '1', limit: MOST } } as const
  return (
    <Tile
      title={t('road.corrections')}
      href="/corrections"
      read={useEndpoint(listCorrections, asked, { follows: ['correction'] })}
      say={({ rows, nextCursor }) => {
        const late = rows.filter((row) => row.isOverdue).length
        const next = rows.flatMap((row) => row.dueOn ?? []).sort()[0]
        return {
          figure: nextCursor === null ? rows.length : `${rows.length}+`,
          hint: late > 0 ? t('late', { count: late }) : next ? t('nextOn', { on: next }) : t('road.noCorrections'),
          ...(late > 0 ? { tone: 'bad' } : rows.length > 0 ? { tone: 'warn' } : {}),
        }
      }}
    />
  )
}
