import { useTranslation } from 'react-i18next'
import type { SampleItem as JudgedItem } from '#src/evaluation/assessment/contract/leaf.ts'
import { leafScoresOf } from '#src/evaluation/assessment/rules/foresee.ts'
import { AssessmentSheet } from '#src/evaluation/assessment/web/sheet.tsx'
import { type Sheet, useSheet } from '#src/evaluation/assessment/web/use-sheet.ts'
import { showPoints } from '#src/evaluation/web/words.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, List, ListRow, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { compareScores, differencesByIndicator } from '../rules/compare.ts'
import { type SampleItem, samplesByLeaf } from '../rules/read.ts'
import type { OpenVisit } from './use-visit.ts'

/** The scoring sheet with the company's own points beside, what the record checks give for it, and the differences by clause. */
export function Scores({ visit }: { visit: OpenVisit }) {
  const { sheet } = useSheet(visit.visit.assessmentId)
  return (
    <Stack>
      {sheet && <Samples visit={visit} sheet={sheet} />}
      <AssessmentSheet
        assessmentId={visit.visit.assessmentId}
        {...(visit.ownScore ? { besides: leafScoresOf(visit.ownScore) } : {})}
      />
      {sheet && visit.ownScore && <Differences visit={visit} sheet={sheet} />}
    </Stack>
  )
}

/** Samples gathered case by case, to be written into the score in one go. */
function Samples({ visit, sheet }: { visit: OpenVisit; sheet: Sheet }) {
  const { t } = useTranslation('visit')
  const samples = [...samplesByLeaf(visit.entries, visit.cases)]
  if (samples.length === 0) return null
  return (
    <Card title={t('sample.title')}>
      <List label={t('sample.title')}>
        {samples.map(([leafId, items]) => {
          const row = sheet.leaves.find((leaf) => leaf.leafId === leafId)
          const wanted = items.map(judgedItem)
          const isTaken = row?.kind === 'sampled' && JSON.stringify(row.items) === JSON.stringify(wanted)
          const failing = items.filter((item) => !item.conforms).length
          return (
            <ListRow
              key={leafId}
              title={leafId}
              detail={t('sample.counts', { count: items.length, failing })}
              after={
                isTaken ? (
                  <Pill tone="good">{t('sample.taken')}</Pill>
                ) : (
                  sheet.canWrite && (
                    <Button
                      onClick={() =>
                        void sheet.judge(leafId, row?.version ?? 0, { kind: 'sampled', items: wanted, reason: '' })
                      }
                    >
                      {t('sample.take')}
                    </Button>
                  )
                )
              }
            />
          )
        })}
      </List>
    </Card>
  )
}

function judgedItem({ caseId, number, conforms, note }: SampleItem): JudgedItem {
  return { label: number, record: { type: 'service_request', id: caseId }, conforms, note: note.slice(0, 500) }
}

function Differences({ visit, sheet }: { visit: OpenVisit; sheet: Sheet }) {
  const { t } = useTranslation('visit')
  const rows = differencesByIndicator(compareScores(visit.ownScore, sheet.score)).filter(
    (row) => row.byHundredths !== 0,
  )
  return (
    <Card title={t('compare.title')}>
      {rows.length === 0 ? (
        <p className="sp-soft">{t('compare.none')}</p>
      ) : (
        <table className="sp-site-compare">
          <thead>
            <tr>
              <th scope="col">{t('compare.clause')}</th>
              <th scope="col">{t('compare.own')}</th>
              <th scope="col">{t('compare.auditor')}</th>
              <th scope="col">{t('compare.difference')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>{row.id}</td>
                <td>{showPoints(row.ownHundredths)}</td>
                <td>{showPoints(row.auditorHundredths)}</td>
                <td>{`${row.byHundredths > 0 ? '+' : '−'}${showPoints(Math.abs(row.byHundredths))}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}
