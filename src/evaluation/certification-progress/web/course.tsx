import { useTranslation } from 'react-i18next'
import { useKindWords } from '#src/account/parcel/web/words.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Card } from '#src/ui/card.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Empty, Skeleton } from '#src/ui/states.tsx'
import { Steps } from '#src/ui/steps.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import { listSteps, type Step } from '../contract/progress.ts'
import { useChangeWords } from './words.ts'

type CourseProps = { onOpen: ((parcelId: string) => void) | undefined }

/** What crossed between the company and bodies, newest first: each step with its day, its words and the letter behind it. */
export function Course({ onOpen }: CourseProps) {
  const { t } = useTranslation('progress')
  const paging = usePaging()
  const query = { limit: 20, cursor: paging.cursor }
  const read = useEndpoint(listSteps, { query }, { keepPrevious: true, follows: ['parcel'] })
  return (
    <Card title={t('step.title')}>
      <FailureNote error={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Skeleton lines={5} />}
      {read.data?.rows.length === 0 && <Empty title={t('step.empty')} detail={t('step.emptyHint')} icon="clock" />}
      <Steps
        label={t('step.list')}
        steps={(read.data?.rows ?? []).map((step) => ({
          key: step.parcelId,
          state: step.isReadable ? 'done' : 'bad',
          title: <Title step={step} />,
          detail: <Detail step={step} onOpen={onOpen} />,
        }))}
      />
      <PagingButtons paging={paging} nextCursor={read.data?.nextCursor} />
    </Card>
  )
}

function Title({ step: { kind, what, reference, madeAt } }: { step: Step }) {
  const { i18n } = useTranslation('progress')
  const kindWords = useKindWords()
  const changeWords = useChangeWords()
  const words = [kindWords(kind), what && changeWords(what), reference].filter(Boolean).join(' · ')
  return (
    <>
      {words} <span className="sp-soft">{showAt(madeAt, i18n.language, 'day')}</span>
    </>
  )
}

function Detail({ step, onOpen }: { step: Step } & CourseProps) {
  const { t } = useTranslation('progress')
  const days = useDays()(step)
  const from = t(step.direction === 'in' ? 'step.received' : 'step.sent', { body: step.bodyName })
  return (
    <>
      {[from, days].filter(Boolean).join(' · ')}
      {step.says && <div>{step.says}</div>}
      {!step.isReadable && <div>{t('step.unreadable')}</div>}
      {onOpen && (
        <div>
          <Button kind="quiet" onClick={() => onOpen(step.parcelId)}>
            {t('step.letter')}
          </Button>
        </div>
      )}
    </>
  )
}

/** The days that a letter names: of a visit, of a change, until when an answer is awaited. */
function useDays(): (step: Step) => string {
  const { t, i18n } = useTranslation('progress')
  const day = (on: string) => showOn(on, i18n.language)
  return ({ kind, fromOn, toOn }) => {
    if (fromOn === null) return toOn === null ? '' : t('step.by', { to: day(toOn) })
    if (toOn === null) return t('step.effective', { from: day(fromOn) })
    const values = { from: day(fromOn), to: day(toOn) }
    return kind === 'audit_plan' ? t('step.visit', values) : t('step.effectiveUntil', values)
  }
}
