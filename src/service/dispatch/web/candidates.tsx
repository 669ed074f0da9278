import { useTranslation } from 'react-i18next'
import { useRefusalWords } from '#src/client/refusal.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import type { suggestStaff } from '../contract.ts'

export type Candidate = Answer<typeof suggestStaff>['candidates'][number]

/** Full or closed hours are the dispatcher's to judge (an urgent fault on a Sunday); a licence is not. */
export function isAble(candidate: Candidate): boolean {
  return candidate.hindrances.every((one) => one.code === 'no_free_hours')
}

type CandidatesProps = {
  candidates: readonly Candidate[]
  chosen: string | null
  onPick: (staffId: string) => void
}

/** Who could go, best first, with what speaks for them; and who may not, with why. */
export function Candidates({ candidates, chosen, onPick }: CandidatesProps) {
  const { t, i18n } = useTranslation('dispatch')
  const refusalWords = useRefusalWords()
  const free = candidates.filter(isAble)
  const hindered = candidates.filter((one) => !isAble(one))
  return (
    <section aria-label={t('panel.candidates')}>
      <h3>
        {t('panel.candidates')} <span className="sp-soft">{t('panel.candidatesHint')}</span>
      </h3>
      {free.length === 0 && <p>{t('panel.noCandidates')}</p>}
      <ol className="disp-candidates">
        {free.map((one, place) => (
          <li key={one.staffId}>
            <button type="button" aria-pressed={one.staffId === chosen} onClick={() => onPick(one.staffId)}>
              <span className="svc-row">
                {place < 9 && <kbd>{place + 1}</kbd>}
                <strong>{one.name}</strong>
                {place === 0 && one.hindrances.length === 0 && <Pill tone="good">{t('panel.best')}</Pill>}
              </span>
              <span className="sp-soft">
                {[
                  one.outletName,
                  t('panel.jobs', { count: one.jobs }),
                  one.kilometres !== null && t('panel.kilometres', { count: one.kilometres }),
                  one.freeFromAt && t('panel.freeFrom', { time: showAt(one.freeFromAt, i18n.language, 'time') }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              {one.hindrances.map((why) => (
                <span key={why.code} className="disp-full">
                  {refusalWords({ kind: 'conflict', code: why.code, params: why.params })}
                </span>
              ))}
            </button>
          </li>
        ))}
      </ol>
      {hindered.length > 0 && (
        <details className="disp-hindered" open={free.length === 0}>
          <summary>{t('panel.showHindered', { count: hindered.length })}</summary>
          <ul>
            {hindered.map((one) => (
              <li key={one.staffId}>
                <strong>{one.name}</strong> <span className="sp-soft">{one.outletName}</span>
                {one.hindrances.map((why) => (
                  <div key={`${why.code} ${why.params.licence ?? ''}`} className="disp-why">
                    {refusalWords({ kind: 'conflict', code: why.code, params: why.params })}
                  </div>
                ))}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
