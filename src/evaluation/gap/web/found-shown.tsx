import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#src/client/use-may.ts'
import { Stack } from '#src/ui/card.tsx'
import { Empty, Notice } from '#src/ui/states.tsx'
import type { Gap } from '../contract/action.ts'
import { choosePlan } from '../contract/plan.ts'
import type { Found, FoundPlan } from '../contract/search.ts'
import { ChoosePlan } from './choose-plan.tsx'
import { Impossible } from './impossible.tsx'
import { PlanCard } from './plan-card.tsx'
import { PlanLifts } from './plan-lifts.tsx'
import { Waterfall } from './waterfall.tsx'

type FoundShownProps = {
  gap: Gap
  level: string
  answer: { found: Found; todayOn: string }
  onChosen: () => void
}

export function FoundShown({ gap, level, answer: { found, todayOn }, onChosen }: FoundShownProps) {
  const { t } = useTranslation('gap')
  switch (found.kind) {
    case 'reached':
      return <Empty icon="check" title={t('found.reached')} detail={t('found.reachedHint')} />
    case 'out_of_time':
      return (
        <Notice tone="warn" title={t('found.outOfTime')}>
          <span>{t('found.outOfTimeHint', { seconds: found.limitMs / 1000 })}</span>
        </Notice>
      )
    case 'impossible':
      return <Impossible gap={gap} found={found} />
    case 'plans':
      return <Plans gap={gap} level={level} plans={found.plans} todayOn={todayOn} onChosen={onChosen} />
  }
}

type PlansProps = Omit<FoundShownProps, 'answer'> & { plans: FoundPlan[]; todayOn: string }

function Plans({ gap, level, plans, todayOn, onChosen }: PlansProps) {
  const { t } = useTranslation('gap')
  const may = useMay()
  const [shown, show] = useState(0)
  const [choosing, choose] = useState<FoundPlan | null>(null)
  const plan = plans[shown] ?? plans[0]!
  return (
    <Stack>
      <h2>{t('found.plans')}</h2>
      <div className="sp-gap-plans">
        {plans.map((one, at) => (
          <PlanCard
            key={one.actionKeys.join(' ')}
            gap={gap}
            plan={one}
            place={at}
            isShown={one === plan}
            onShow={() => show(at)}
            onChoose={may(choosePlan) ? () => choose(one) : undefined}
          />
        ))}
      </div>
      <p className="sp-soft">{t('found.provenHint')}</p>
      <Waterfall gap={gap} level={level} plan={plan} />
      <PlanLifts gap={gap} plan={plan} />
      {choosing && (
        <ChoosePlan level={level} plan={choosing} todayOn={todayOn} onClose={() => choose(null)} onChosen={onChosen} />
      )}
    </Stack>
  )
}
