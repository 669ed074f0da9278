import { Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextField } from '#src/ui/field.tsx'
import { type EditionDetail, sealScheme } from '../contract.ts'

const WHENS = ['today', 'day', 'later'] as const
type When = (typeof WHENS)[number]

/** `isNewer`: a newer version of the scheme in use, which counts from a day that is chosen here. */
type SealDialogProps = { edition: EditionDetail; isNewer: boolean; onSealed: () => void; onClose: () => void }

/** Nobody seals our defaults believing them to be the standard's: their number is stated, and must be accepted. */
export function SealDialog({ edition, isNewer, onSealed, onClose }: SealDialogProps) {
  const { t } = useTranslation(['evaluation', 'common'])
  const [isAccepted, setAccepted] = useState(false)
  const [when, setWhen] = useState<When>('today')
  const [day, setDay] = useState('')
  const sealing = useCommand(sealScheme)
  const { id: editionId, version, unconfirmedCount: count } = edition
  const use = !isNewer || when === 'today' ? {} : { useFromOn: when === 'day' ? day : null }
  const seal = () =>
    sealing.run({ params: { editionId }, body: { version, acceptsUnconfirmed: count, ...use } }).then(
      () => {
        onClose()
        onSealed()
      },
      () => {},
    )
  const isReady = (count === 0 || isAccepted) && (!isNewer || when !== 'day' || day !== '')
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        {t('common:action.cancel')}
      </Button>
      <Button kind="primary" busy={sealing.busy} disabled={!isReady} onClick={() => void seal()}>
        {t('scheme.seal')}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onClose} title={t('scheme.sealTitle', { number: edition.number })} actions={actions}>
      <Stack>
        <p>{t('scheme.sealDetail')}</p>
        {isNewer && (
          <SegmentedChoice
            label={t('scheme.sealUse')}
            value={when}
            onChange={setWhen}
            options={WHENS.map((value) => ({ value, label: t(`scheme.useWhen.${value}`) }))}
          />
        )}
        {isNewer && when === 'day' && (
          <TextField label={t('use.fromOn')} type="date" required value={day} onChange={setDay} />
        )}
        {count > 0 && (
          <>
            <p>{t('scheme.sealCount', { count })}</p>
            <Checkbox checked={isAccepted} onChange={(event) => setAccepted(event.target.checked)}>
              {t('scheme.sealAccept', { count })}
            </Checkbox>
          </>
        )}
        <FailureNote error={sealing.error} />
      </Stack>
    </Dialog>
  )
}
