import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty, Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import type { Gap } from '../contract/action.ts'
import * as contract from '../contract/plan.ts'
import { ItemTable } from './item-table.tsx'
import { PastPlans } from './past-plans.tsx'
import { useGapNames } from './words.ts'

type Running = contract.GapPlan & { items: contract.GapItem[] }

/** The chosen plan: how far it is, what is overdue, and each item with its evidence. */
export function RunningPlan({ gap }: { gap: Gap }) {
  const { t } = useTranslation('gap')
  const failureWords = useFailureWords()
  const answer = useEndpoint(contract.readPlan, {}, { follows: ['score', 'gap_plan', 'gap_item'] })
  if (answer.error && !answer.data)
    return <Failed {...failureWords(answer.error)} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <Skeleton lines={8} />
  const { plan } = answer.data
  return (
    <Stack>
      {plan ? (
        <PlanShown gap={gap} plan={plan} />
      ) : (
        <Empty icon="clock" title={t('plan.none')} detail={t('plan.noneHint')} />
      )}
      <PastPlans gap={gap} />
    </Stack>
  )
}

function PlanShown({ gap, plan }: { gap: Gap; plan: Running }) {
  const { t, i18n } = useTranslation('gap')
  const may = useMay()
  const { local, yuan } = useGapNames(gap)
  const [dropping, drop] = useState(false)
  const finishing = useCommand(contract.endPlan)
  const isComplete = plan.items.every((item) => item.state === 'done')
  const about = { params: { planId: plan.id } }
  const language = i18n.language === 'en' ? 'en' : 'zh-CN'
  return (
    <>
      <section className="sp-card" aria-labelledby="gap-running">
        <div className="sp-card-head">
          <h2 id="gap-running">{t('plan.title', { level: local(plan.levelName) })}</h2>
          <a
            className={buttonClass({ kind: 'plain' })}
            href={addressOf(contract.downloadItems.path, {}, { language })}
            download
          >
            {t('plan.export')}
          </a>
        </div>
        <p className="sp-soft">
          {t('plan.chosen', {
            name: plan.chosenByName,
            at: showAt(plan.chosenAt, i18n.language),
            on: plan.startsOn,
          })}{' '}
          · {yuan(plan.costFen)} · {t('found.daysValue', { count: plan.days })}
        </p>
        <Progress plan={plan} />
        <Counts items={plan.items} />
        {plan.assumedLeafIds.length > 0 && (
          <Notice tone="info" title={t('plan.assumed', { count: plan.assumedLeafIds.length })} />
        )}
        <FailureNote error={finishing.error} />
        {may(contract.endPlan) && (
          <RowOf>
            <span title={isComplete ? undefined : t('plan.finishHint')}>
              <Button
                kind={isComplete ? 'primary' : 'plain'}
                disabled={!isComplete}
                busy={finishing.busy}
                onClick={() =>
                  // What went wrong is shown above.
                  finishing
                    .run({ ...about, body: { version: plan.version, as: 'finished', reason: '' } })
                    .catch(() => {})
                }
              >
                {t('plan.finish')}
              </Button>
            </span>
            <Button kind="quiet" onClick={() => drop(true)}>
              {t('plan.drop')}
            </Button>
          </RowOf>
        )}
      </section>
      <ItemTable items={plan.items} />
      {dropping && <DropPlan plan={plan} onClose={() => drop(false)} />}
    </>
  )
}

/** From where it began to where it leads, and where it stands. */
function Progress({ plan }: { plan: Running }) {
  const { t } = useTranslation('gap')
  const now = plan.now?.score ?? plan.fromScore
  const whole = plan.toScore.hundredths - plan.fromScore.hundredths
  const gone = Math.min(1, Math.max(0, (now.hundredths - plan.fromScore.hundredths) / Math.max(1, whole)))
  const words = [
    `${t('plan.from')} ${plan.fromScore.text}`,
    `${t('plan.now')} ${now.text}`,
    `${t('plan.to')} ${plan.toScore.text}`,
  ]
  return (
    <div className="sp-gap-progress" role="img" aria-label={`${t('plan.progress')}: ${words.join(', ')}`}>
      <div className="sp-gap-progress-track" aria-hidden="true">
        <span style={{ width: `${gone * 100}%` }} />
      </div>
      <div className="sp-gap-progress-words" aria-hidden="true">
        {words.map((one) => (
          <span key={one}>{one}</span>
        ))}
      </div>
    </div>
  )
}

function Counts({ items }: { items: readonly contract.GapItem[] }) {
  const { t } = useTranslation('gap')
  const done = items.filter((item) => item.state === 'done').length
  const waiting = items.filter((item) => item.state === 'waiting').length
  const overdue = items.filter((item) => item.isOverdue).length
  return (
    <RowOf>
      <Pill tone={done === items.length ? 'good' : 'plain'}>{t('plan.doneCount', { done, all: items.length })}</Pill>
      {waiting > 0 && <Pill tone="info">{t('plan.waitingCount', { count: waiting })}</Pill>}
      {overdue > 0 && (
        <Pill tone="bad" icon="warn">
          {t('plan.overdueCount', { count: overdue })}
        </Pill>
      )}
    </RowOf>
  )
}

function DropPlan({ plan, onClose }: { plan: Running; onClose: () => void }) {
  const { t } = useTranslation('gap')
  const dropping = useCommand(contract.endPlan)
  return (
    <FormDrawer<{ reason: string }>
      title={t('plan.drop')}
      initial={{}}
      send={({ reason }) =>
        dropping.run({ params: { planId: plan.id }, body: { version: plan.version, as: 'dropped', reason } })
      }
      busy={dropping.busy}
      error={dropping.error}
      onClose={onClose}
      danger
      sendWords={t('plan.drop')}
    >
      <TextField name="reason" label={t('plan.dropReason')} required max={500} lines={4} />
    </FormDrawer>
  )
}
