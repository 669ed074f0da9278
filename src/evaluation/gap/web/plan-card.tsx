import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import type { Gap } from '../contract/action.ts'
import type { FoundPlan } from '../contract/search.ts'
import { type GapNames, useGapNames } from './words.ts'

const MOST_NAMED = 8

type PlanCardProps = {
  gap: Gap
  plan: FoundPlan
  place: number
  isShown: boolean
  onShow: () => void
  onChoose: (() => void) | undefined
}

/** One plan: what it costs, how long it takes, where it leads, and how it differs from the best. */
export function PlanCard({ gap, plan, place, isShown, onShow, onChoose }: PlanCardProps) {
  const { t } = useTranslation('gap')
  const names = useGapNames(gap)
  const rank = t(`found.rank.${place}` as 'found.rank.0')
  const more = plan.actionKeys.length - MOST_NAMED
  return (
    <section className={isShown ? 'sp-card sp-gap-plan sp-gap-plan-shown' : 'sp-card sp-gap-plan'} aria-label={rank}>
      <div className="sp-card-head">
        <h3>{rank}</h3>
        <Proof plan={plan} place={place} />
      </div>
      <dl className="sp-gap-figures">
        <div>
          <dt>{t('found.cost')}</dt>
          <dd>{names.yuan(plan.costFen)}</dd>
        </div>
        <div>
          <dt>{t('found.days')}</dt>
          <dd>{t('found.daysValue', { count: plan.days })}</dd>
        </div>
        <div>
          <dt>{t('found.reaches')}</dt>
          <dd>
            {plan.score.text} <small>{names.levelName(plan.levelId)}</small>
          </dd>
        </div>
      </dl>
      {plan.differs && <Differences differs={plan.differs} names={names} />}
      <h4>{t('found.actions', { count: plan.actionKeys.length })}</h4>
      <ul className="sp-gap-names">
        {plan.actionKeys.slice(0, MOST_NAMED).map((key) => (
          <li key={key}>{names.actionName(key)}</li>
        ))}
        {more > 0 && <li className="sp-soft">+{more}</li>}
      </ul>
      <RowOf>
        <Button onClick={onShow} kind={isShown ? 'quiet' : 'plain'} aria-pressed={isShown}>
          {t(isShown ? 'found.shown' : 'found.show')}
        </Button>
        {onChoose && (
          <Button kind={place === 0 ? 'primary' : 'plain'} onClick={onChoose}>
            {t('found.choose')}
          </Button>
        )}
      </RowOf>
    </section>
  )
}

function Proof({ plan, place }: { plan: FoundPlan; place: number }) {
  const { t } = useTranslation('gap')
  if (plan.isProven)
    return (
      <span title={t(place === 0 ? 'found.provenHint' : 'found.provenNext')}>
        <Pill tone="good" icon="check">
          {t('found.proven')}
        </Pill>
      </span>
    )
  const gap = `${(plan.gapBasisPoints / 100).toFixed(1)}%`
  return <Pill tone="warn">{plan.gapBasisPoints > 0 ? t('found.bestFound', { gap }) : t('found.unproven')}</Pill>
}

function Differences({ differs, names }: { differs: NonNullable<FoundPlan['differs']>; names: GapNames }) {
  const { t } = useTranslation('gap')
  const { moreFen, moreDays, added, dropped } = differs
  const list = (keys: string[]) => {
    const some = keys.slice(0, MOST_NAMED).map(names.actionName).join('; ')
    return keys.length > MOST_NAMED ? `${some} +${keys.length - MOST_NAMED}` : some
  }
  const money =
    moreFen === 0
      ? t('found.sameCost')
      : t(moreFen > 0 ? 'found.more' : 'found.less', { yuan: names.yuan(Math.abs(moreFen)) })
  const time =
    moreDays === 0
      ? t('found.sameDays')
      : moreDays > 0
        ? t('found.later', { count: moreDays })
        : t('found.sooner', { count: -moreDays })
  return (
    <div className="sp-gap-differs">
      <strong>{t('found.against')}</strong>
      <span>
        {money} · {time}
      </span>
      {added.length > 0 && <span className="sp-soft">{t('found.added', { names: list(added) })}</span>}
      {dropped.length > 0 && <span className="sp-soft">{t('found.dropped', { names: list(dropped) })}</span>}
    </div>
  )
}
