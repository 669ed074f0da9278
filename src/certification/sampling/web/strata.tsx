import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { SampledPart, SampledWhat } from '#src/evaluation/sampling-receipt/contract.ts'
import type { SampleItem, SamplingRow } from '../contract.ts'
import { useStratumName } from './use-unit-words.ts'

const WHATS: readonly SampledWhat[] = ['outlet', 'case', 'person']

/** The strata of each population with how many were drawn, and where in the stratum they stand. */
export function Strata({ sampling, items }: { sampling: SamplingRow; items: readonly SampleItem[] }) {
  const { plan, outlets } = sampling
  const { t } = useTranslation('audit')
  return (
    <>
      {WHATS.filter((what) => plan.parts[what].count > 0).map((what) => (
        <section key={what}>
          <h3>
            {t(`sampling.what.${what}`)}{' '}
            {t('sampling.whatCount', { size: plan.parts[what].size, count: plan.parts[what].count })}
          </h3>
          <PartTable
            what={what}
            part={plan.parts[what]}
            items={items.filter((one) => one.what === what)}
            outlets={outlets}
          />
        </section>
      ))}
      {items.length > 0 && <Legend />}
    </>
  )
}

type Row = { key: string; count: number; random: number; picked: SampleItem[] }

type PartProps = {
  what: SampledWhat
  part: SampledPart
  items: readonly SampleItem[]
  outlets: SamplingRow['outlets']
}

function PartTable({ what, part, items, outlets }: PartProps) {
  const { t } = useTranslation('audit')
  const traits = part.stratifiedBy.map((trait) => t(`sampling.by.${trait}`)).join(' × ')
  const known = new Map(part.strata.map((one) => [one.key, one]))
  const keys = [...new Set([...known.keys(), ...items.map((one) => one.stratum)])].toSorted()
  const rows: Row[] = keys.map((key) => {
    const picked = items.filter((one) => one.stratum === key)
    return { key, count: picked[0]?.of ?? known.get(key)?.count ?? 0, random: known.get(key)?.random ?? 0, picked }
  })
  const nameOf = useStratumName(what, part, outlets)
  return (
    <>
      <p className="sp-soft">
        {traits ? t('sampling.stratifiedBy', { traits }) : t('sampling.allOne')} · {t('sampling.random')} {part.random}{' '}
        · {t('sampling.chosen')} {part.chosen.length} · {t('sampling.certain')} {part.certain.length}
      </p>
      <Table<Row>
        rowKey="key"
        size="small"
        dataSource={rows}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: items.length > 0 ? 620 : 'max-content' }}
        columns={[
          { title: t('sampling.stratum'), render: (_, row) => nameOf(row.key) },
          { title: t('sampling.population'), dataIndex: 'count', align: 'right' },
          {
            title: t('sampling.drawnCount'),
            align: 'right',
            render: (_, row) => (items.length > 0 ? row.picked.length : row.random),
          },
          ...(items.length > 0
            ? [
                {
                  title: t('sampling.picture'),
                  width: '45%',
                  render: (_: unknown, row: Row) => <Strip name={nameOf(row.key)} row={row} />,
                },
              ]
            : []),
        ]}
      />
    </>
  )
}

const WIDTH = 1000

/** One line for each unit taken, at its place in the stratum. */
function Strip({ name, row }: { name: string; row: Row }) {
  const { t } = useTranslation('audit')
  const label = t('sampling.pictureLabel', {
    stratum: name,
    of: row.count,
    places: row.picked.map((one) => one.place).join(', '),
  })
  return (
    <svg className="sp-sample-strip" viewBox={`0 0 ${WIDTH} 16`} preserveAspectRatio="none" role="img">
      <title>{label}</title>
      {row.picked.map((one) => {
        const x = ((one.place - 0.5) / Math.max(1, one.of)) * WIDTH
        return (
          <line
            key={one.id}
            className={`sp-sample-${one.how}`}
            x1={x}
            x2={x}
            y1={0}
            y2={16}
            strokeWidth={3}
            vectorEffect="non-scaling-stroke"
          />
        )
      })}
    </svg>
  )
}

function Legend() {
  const { t } = useTranslation('audit')
  return (
    <p className="sp-soft sp-sample-legend">
      {t('sampling.legend')}
      {(['random', 'chosen', 'certain'] as const).map((how) => (
        <span key={how}>
          <svg viewBox="0 0 10 14" aria-hidden="true">
            <line className={`sp-sample-${how}`} x1={5} x2={5} y1={0} y2={14} strokeWidth={3} />
          </svg>{' '}
          {t(`sampling.${how}`)}
        </span>
      ))}
    </p>
  )
}
