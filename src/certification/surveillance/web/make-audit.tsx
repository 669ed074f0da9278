import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextField } from '#src/ui/field.tsx'
import { toast } from '#src/ui/toast.tsx'
import type { DueRow } from '../contract/due.ts'
import { makeDueAudit } from '../contract/endpoints.ts'

/** Days in half steps, as typed; null where it is no such number. */
export function tenthsOf(text: string): number | null {
  const tenths = Math.round(Number(text) * 10)
  return Number.isFinite(tenths) && tenths >= 1 && tenths <= 10_000 ? tenths : null
}

/** One press where the contract says the person-days; dates may follow later. */
export function MakeAudit({ row, onClose }: { row: DueRow; onClose: () => void }) {
  const { t } = useTranslation(['after', 'common'])
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [days, setDays] = useState('')
  const make = useCommand(makeDueAudit)
  const kind = row.kind === 'recertification' ? 'recertification' : 'surveillance'
  const send = (event: FormEvent) => {
    event.preventDefault()
    const body = {
      ...({ id: newId(), kind, personDaysTenths: row.personDaysTenths ?? tenthsOf(days) } as const),
      ...{ plannedFromOn: from || null, plannedToOn: to || from || null },
    }
    make
      .run({ params: { certificateId: row.certificateId }, body })
      .then(({ number }) => {
        toast(t('surveillance.made', { number }))
        onClose()
      })
      .catch(() => {})
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('surveillance.makeTitle', { kind: t(`surveillance.kind.${kind}`) })}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button kind="primary" type="submit" form="sur-make" busy={make.busy}>
            {t('surveillance.make')}
          </Button>
        </>
      }
    >
      <form id="sur-make" onSubmit={send} noValidate>
        <Stack>
          <p>
            {row.number} {row.holderName}
            {row.personDaysTenths !== null && ` · ${t('surveillance.days', { days: row.personDaysTenths / 10 })}`}
          </p>
          <div className="sur-days">
            <TextField label={t('surveillance.field.from')} type="date" value={from} onChange={setFrom} />
            <TextField label={t('surveillance.field.to')} type="date" value={to} min={from} onChange={setTo} />
          </div>
          {row.personDaysTenths === null && (
            <TextField
              label={t('surveillance.field.personDays')}
              hint={t('surveillance.field.personDaysHint')}
              required
              type="number"
              min={0.5}
              step={0.5}
              value={days}
              onChange={setDays}
            />
          )}
          <FailureNote error={make.error} />
        </Stack>
      </form>
    </Dialog>
  )
}
