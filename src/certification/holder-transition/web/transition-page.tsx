import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords, useRefusalWords } from '#src/client/refusal.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { PageHead } from '#src/service/web/page-head.tsx'
import { Card, Facts, Stack } from '#src/ui/card.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import '#src/service/request/web/request.css'
import { readTransition } from '../contract/endpoints.ts'
import type { RefusedAct, TransitionDetail } from '../contract/transition.ts'
import { HolderList } from './holder-list.tsx'
import { Progress } from './progress.tsx'
import { TransitionActions } from './transition-actions.tsx'
import { StagePill } from './transitions.tsx'
import './transition.css'

const FOLLOWS = [
  ...['holder_transition', 'holder_transition_plan', 'holder_transition_act', 'certificate'],
  ...['audit', 'decision', 'visit', 'body_rules'],
]

/** One transition: its days, how far it has come, and every holder with what comes next. */
export default function TransitionPage({ params }: ScreenProps) {
  const { t } = useTranslation('holder-transition')
  const failureWords = useFailureWords()
  const transitionId = params.transitionId!
  const read = useEndpoint(readTransition, { params: { transitionId } }, { follows: FOLLOWS })
  const one = read.data
  useTitle(one ? t('arrow', { from: one.from.reference, to: one.to.reference }) : t('title'))
  if (one) return <Shown of={one} />
  return read.error ? (
    <Failed {...failureWords(read.error)} onRetry={() => void read.refetch()} />
  ) : (
    <Skeleton lines={8} />
  )
}

function Shown({ of }: { of: TransitionDetail }) {
  const { t } = useTranslation('holder-transition')
  return (
    <Stack>
      <PageHead
        title={t('arrow', { from: of.from.reference, to: of.to.reference })}
        note={<StagePill stage={of.stage} />}
      >
        <TransitionActions of={of} />
      </PageHead>
      {of.calledOffAt !== null && <Notice tone="warn" title={t('calledOff', { reason: of.calledOffReason })} />}
      {of.refused.length > 0 && <Refused of={of.refused} />}
      <div className="htr-cards">
        <Card title={t('title')}>
          <Days of={of} />
        </Card>
        <Card title={t('rulesCard')}>
          <Figures of={of.figures} />
        </Card>
      </div>
      <Progress of={of} />
      <HolderList of={of} follows={FOLLOWS} />
    </Stack>
  )
}

function Days({ of }: { of: TransitionDetail }) {
  const { t, i18n } = useTranslation('holder-transition')
  const local = useLocalText()
  const day = (on: string) => showOn(on, i18n.language)
  const by = (name: string, at: string) => t('byOn', { name, on: showAt(at, i18n.language, 'day') })
  return (
    <Facts
      of={[
        [t('field.from'), `${of.from.reference} ${local(of.from.title)}`],
        [t('field.to'), `${of.to.reference} ${local(of.to.title)}`],
        [t('field.basis'), of.basis],
        [t('field.startOn'), day(of.startOn)],
        [t('field.cutOffOn'), day(of.cutOffOn)],
        [t('field.endOn'), day(of.endOn)],
        [t('field.daysReason'), of.daysReason],
        [t('field.rules'), t('rulesVersion', { number: of.rulesNumber })],
        [t('field.drafted'), by(of.draftedByName, of.madeAt)],
        [t('field.announced'), of.announcedAt && by(of.announcedByName, of.announcedAt)],
      ]}
    />
  )
}

function Figures({ of }: { of: TransitionDetail['figures'] }) {
  const { t, i18n } = useTranslation('holder-transition')
  const days = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  const reminders = of.remindBeforeDays.toSorted((one, other) => other - one).map(String)
  return (
    <ul className="htr-figures">
      <li>{t('figure.extra', { share: of.extraShare / 100, days: of.extraMinimumTenths / 10 })}</li>
      <li>{reminders.length > 0 ? t('figure.remind', { days: days.format(reminders) }) : t('figure.remindNone')}</li>
      <li>{t('figure.decideBy', { on: showOn(of.decideByOn, i18n.language) })}</li>
      <li>{t(`figure.whenOver.${of.whenOver}`)}</li>
    </ul>
  )
}

/** What the system could not do at its last look. */
function Refused({ of }: { of: readonly RefusedAct[] }) {
  const { t } = useTranslation('holder-transition')
  const words = useRefusalWords()
  return (
    <Notice tone="bad" title={t('refused')}>
      <ul>
        {of.map(({ certificateId, number, holderName, code, params }) => (
          <li key={certificateId}>
            {t('refusedLine', { number, holder: holderName, words: words({ kind: 'conflict', code, params }) })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
