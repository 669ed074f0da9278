import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { Button } from '#src/ui/button.tsx'
import { Card } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { dayOf, showAt, showOn } from '#src/ui/when.ts'
import { useLocalText } from '../../web/words.ts'
import { type Choice, callOffChoice, type EditionRow } from '../contract.ts'

type UsesCardProps = { rows: readonly EditionRow[]; choices: readonly Choice[] }

/** Which edition made the score from which day on, last decided first; what has not come yet can be called off. */
export function UsesCard({ rows, choices }: UsesCardProps) {
  const { t, i18n } = useTranslation('evaluation')
  const local = useLocalText()
  const canCallOff = useMay()(callOffChoice)
  const [calledOff, setCalledOff] = useState<Choice | null>(null)
  const [today] = useState(() => dayOf(new Date().toISOString()))
  const nameOf = (editionId: string) => {
    const row = rows.find((one) => one.id === editionId)
    return row ? `${t('scheme.edition', { number: row.number })} · ${local(row.title)}` : ''
  }
  return (
    <Card title={t('uses.title')}>
      <ul className="sp-records">
        {choices.toReversed().map((choice) => {
          const isAhead = choice.withdrawnAt === null && choice.fromOn > today
          return (
            <li key={choice.id}>
              <div className="sp-records-words">
                <span>
                  {t('uses.from', { day: showOn(choice.fromOn, i18n.language), name: nameOf(choice.editionId) })}
                </span>
                <span className="sp-soft">
                  {t('uses.by', { name: choice.chosenByName, at: showAt(choice.chosenAt, i18n.language) })} ·{' '}
                  {choice.reason || t('uses.bySeal')}
                </span>
                {choice.withdrawnAt && (
                  <span className="sp-soft">
                    {t('uses.calledOff', {
                      name: choice.withdrawnByName,
                      at: showAt(choice.withdrawnAt, i18n.language),
                      reason: choice.withdrawnReason,
                    })}
                  </span>
                )}
              </div>
              {choice.withdrawnAt && <Pill>{t('uses.state.off')}</Pill>}
              {isAhead && <Pill tone="info">{t('uses.state.ahead')}</Pill>}
              {isAhead && canCallOff && (
                <Button kind="quiet" onClick={() => setCalledOff(choice)}>
                  {t('uses.callOff')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {calledOff && <CallOff choice={calledOff} onClose={() => setCalledOff(null)} />}
    </Card>
  )
}

function CallOff({ choice, onClose }: { choice: Choice; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const calling = useCommand(callOffChoice)
  return (
    <FormDrawer<{ reason: string }>
      title={t('uses.callOff')}
      initial={{}}
      send={(fields) => calling.run({ params: { choiceId: choice.id }, body: fields })}
      busy={calling.busy}
      error={calling.error}
      onClose={onClose}
      sendWords={t('uses.callOff')}
    >
      <p>{t('uses.callOffHint')}</p>
      <TextField name="reason" label={t('use.reason')} required max={500} lines={3} />
    </FormDrawer>
  )
}
