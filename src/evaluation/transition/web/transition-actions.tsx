import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useCommand } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { newId } from '#src/shared/id.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { toast } from '#src/ui/toast.tsx'
import { PutToUse } from '../../edition/web/put-to-use.tsx'
import * as contract from '../contract.ts'

type Open = 'round' | 'use' | 'end' | null

/** The steps of a transition in their order: a round under the new edition, what is kept taken over, the day of the switch, the end. */
export function TransitionActions({ of }: { of: contract.Transition }) {
  const { t } = useTranslation('transition')
  const may = useMay()
  const failureWords = useFailureWords()
  const [open, setOpen] = useState<Open>(null)
  const carrying = useCommand(contract.carryFindings)
  const close = () => setOpen(null)
  const carry = () =>
    carrying.run({ params: { transitionId: of.id }, body: { leafIds: of.carries.map((one) => one.leafId) } }).then(
      ({ carried }) => toast(t('carried', { count: carried })),
      (failure: unknown) => toast(failureWords(failure).title, { bad: true }),
    )
  const isRepresentative = may(contract.endTransition)
  const { round } = of
  const canOpen = of.to.isSealed && (round === null || round.state === 'abandoned')
  const canCarry = of.to.isSealed && of.mappedAt !== null && round?.state === 'open' && of.carries.length > 0
  return (
    <RowOf>
      {round && (
        <Link className={buttonClass({})} href={`/assessments/${round.assessmentId}`}>
          {t('toRound')}
        </Link>
      )}
      {isRepresentative && canOpen && (
        <Button kind="primary" onClick={() => setOpen('round')}>
          {t('openRound')}
        </Button>
      )}
      {isRepresentative && canCarry && (
        <Button kind="primary" busy={carrying.busy} onClick={() => void carry()}>
          {t('carry', { count: of.carries.length })}
        </Button>
      )}
      {isRepresentative && of.to.isSealed && !of.isSwitched && (
        <Button onClick={() => setOpen('use')}>{t('switch')}</Button>
      )}
      {isRepresentative && (
        <Button kind="quiet" onClick={() => setOpen('end')}>
          {t('end')}
        </Button>
      )}
      {open === 'round' && <RoundForm of={of} onClose={close} />}
      {open === 'use' && <PutToUse editionId={of.to.id} onClose={close} />}
      {open === 'end' && <EndForm of={of} onClose={close} />}
    </RowOf>
  )
}

type FormProps = { of: contract.Transition; onClose: () => void }

function RoundForm({ of, onClose }: FormProps) {
  const { t } = useTranslation('transition')
  const [id] = useState(newId)
  const opening = useCommand(contract.openTransitionRound)
  return (
    <FormDrawer<{ title: string; fromOn: string; toOn: string }>
      title={t('openRound')}
      initial={{}}
      send={(fields) => opening.run({ params: { transitionId: of.id }, body: { version: of.version, id, ...fields } })}
      busy={opening.busy}
      error={opening.error}
      onClose={onClose}
      sendWords={t('openRound')}
    >
      <p>{t('openRoundHint')}</p>
      <TextField name="title" label={t('roundTitle')} required max={200} />
      <DayField name="fromOn" label={t('roundFrom')} required />
      <DayField name="toOn" label={t('roundTo')} required />
    </FormDrawer>
  )
}

function EndForm({ of, onClose }: FormProps) {
  const { t } = useTranslation('transition')
  const ending = useCommand(contract.endTransition)
  return (
    <FormDrawer<{ reason: string }>
      title={t('end')}
      initial={{}}
      send={({ reason }) => ending.run({ params: { transitionId: of.id }, body: { version: of.version, reason } })}
      busy={ending.busy}
      error={ending.error}
      onClose={onClose}
      sendWords={t('end')}
    >
      <p>{t('endHint')}</p>
      <TextField name="reason" label={t('reason')} required max={500} lines={3} />
    </FormDrawer>
  )
}
