import { useTranslation } from 'react-i18next'
import { LostPoints } from '#src/ui/lost-points.tsx'
import { showPoints, useLocalText } from '../../web/words.ts'
import type { BoardGroup } from '../contract.ts'

/** Kept, lost and missing points of each indicator, by group; a row opens what lies under it. */
export function LostGroups({
  groups,
  onOpen,
}: {
  groups: readonly BoardGroup[]
  onOpen: (indicatorId: string) => void
}) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  return (
    <section className="sp-card" aria-labelledby="lost-points">
      <div>
        <h2 id="lost-points">{t('board.lost')}</h2>
        <p className="sp-soft">{t('board.lostHint')}</p>
      </div>
      <div className="sp-lost-groups">
        {groups.map((group) => (
          <div key={group.id}>
            <h3>
              {local(group.name)}
              <small>
                {t('board.groupSum', {
                  got: showPoints(group.gotHundredths),
                  lost: showPoints(group.lostHundredths),
                  missing: showPoints(group.missingHundredths),
                  points: showPoints(group.involvedHundredths),
                })}
              </small>
            </h3>
            <LostPoints
              label={local(group.name)}
              onOpen={onOpen}
              bars={group.indicators.map((indicator) => ({
                key: indicator.id,
                label: `${local(indicator.name)}${indicator.isDefault ? ' ＊' : ''}`,
                maxHundredths: indicator.involvedHundredths,
                keptHundredths: indicator.gotHundredths,
                lostHundredths: indicator.lostHundredths,
              }))}
            />
          </div>
        ))}
      </div>
    </section>
  )
}
