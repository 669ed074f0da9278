import { useTranslation } from 'react-i18next'
import { showOn } from '#src/ui/when.ts'
import type { RoundProblem } from '../contract/round.ts'
import './finding.css'
import type { Sheet } from './use-sheet.ts'

/** What is not right in the round beside what is missing; those of an indicator lead to it. */
export function RoundProblems({ sheet, onChoose }: { sheet: Sheet; onChoose: (leafId: string) => void }) {
  const { t } = useTranslation('assessment')
  const { problems } = sheet.detail
  if (problems.length === 0) return null
  return (
    <details className="sp-round-problems">
      <summary>{t('problem.title', { count: problems.length })}</summary>
      <ul>
        {problems.map((one) => (
          <li key={`${one.kind} ${one.leafId} ${one.title}`}>
            {one.leafId === null ? (
              <ProblemWords one={one} />
            ) : (
              <button type="button" className="sp-text-button" onClick={() => onChoose(one.leafId!)}>
                <span>
                  {one.leafId} <ProblemWords one={one} />
                </span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

function ProblemWords({ one }: { one: RoundProblem }) {
  const { t, i18n } = useTranslation('assessment')
  const { kind, title, done, all } = one
  const on = one.onDay ? showOn(one.onDay, i18n.language) : t('problem.noDay')
  switch (kind) {
    case 'sample_unfinished':
      return t('problem.sample_unfinished', { done, all })
    case 'nothing_behind':
      return t('problem.nothing_behind')
    default:
      return t(`problem.${kind}`, { title, on })
  }
}
