import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showOn } from '#src/ui/when.ts'
import { ANNOUNCERS } from '../access.ts'
import { announceTransition, callOffTransition } from '../contract/endpoints.ts'
import type { TransitionDetail } from '../contract/transition.ts'

export function TransitionActions({ of }: { of: TransitionDetail }) {
  const { t } = useTranslation('holder-transition')
  const may = useMay()
  const [open, setOpen] = useState<'announce' | 'call_off' | null>(null)
  const isDraft = of.stage === 'draft'
  const isAnnouncer = may({ who: ANNOUNCERS })
  const canCallOff = isDraft ? may(callOffTransition) : isAnnouncer && of.stage !== 'over' && of.stage !== 'called_off'
  const close = () => setOpen(null)
  return (
    <>
      {isDraft && may(announceTransition) && (
        <Button kind="primary" onClick={() => setOpen('announce')}>
          {t('announce')}
        </Button>
      )}
      {canCallOff && (
        <Button kind="quiet" onClick={() => setOpen('call_off')}>
          {t('callOff')}
        </Button>
      )}
      {open === 'announce' && <Announce of={of} onClose={close} />}
      {open === 'call_off' && <CallOff of={of} onClose={close} />}
    </>
  )
}

type FormProps = { of: TransitionDetail; onClose: () => void }

function Announce({ of, onClose }: FormProps) {
  const { t, i18n } = useTranslation(['holder-transition', 'common'])
  const announcing = useCommand(announceTransition)
  const day = (on: string) => showOn(on, i18n.language)
  const { ended, moved, ...open } = of.counts
  const count = Object.values(open).reduce((sum, one) => sum + one, 0)
  const go = () =>
    announcing.run({ params: { transitionId: of.id }, body: { version: of.version } }).then(
      () => {
        toast(t('announced'))
        onClose()
      },
      () => {},
    )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('announceTitle')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button kind="primary" busy={announcing.busy} onClick={() => void go()}>
            {t('announce')}
          </Button>
        </>
      }
    >
      <Stack>
        <p>{t('announceHint', { count, cutOffOn: day(of.cutOffOn), endOn: day(of.endOn) })}</p>
        <FailureNote error={announcing.error} />
      </Stack>
    </Dialog>
  )
}

function CallOff({ of, onClose }: FormProps) {
  const { t } = useTranslation('holder-transition')
  const calling = useCommand(callOffTransition)
  return (
    <FormDrawer<{ reason: string }>
      title={t('callOffTitle')}
      initial={{}}
      send={({ reason }) => calling.run({ params: { transitionId: of.id }, body: { version: of.version, reason } })}
      busy={calling.busy}
      error={calling.error}
      onClose={onClose}
      sendWords={t('callOff')}
      danger
    >
      <p>{t('callOffHint')}</p>
      <TextField name="reason" label={t('field.reason')} required max={500} lines={3} />
    </FormDrawer>
  )
}
