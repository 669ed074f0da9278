import { useTranslation } from 'react-i18next'
import { Card, Stack } from '#src/ui/card.tsx'
import { CheckField, TextField } from '#src/ui/field.tsx'
import type { ChecklistStep } from '../../dispatch/contract.ts'
import type { Draft } from './draft.ts'

type Props = {
  steps: readonly ChecklistStep[]
  answers: Draft['answers']
  onChange: (answers: Draft['answers']) => void
  isTried: boolean
}

export function isAnswered(step: ChecklistStep, answers: Draft['answers']): boolean {
  const answer = answers[step.id]
  return step.kind === 'tick' ? answer === true : answer !== undefined && answer !== ''
}

/** The steps of the visit: to tick, to read off, or to describe. */
export function Checklist({ steps, answers, onChange, isTried }: Props) {
  const { t } = useTranslation('field')
  const set = (id: string, answer: boolean | number | string | undefined) => {
    const { [id]: _, ...rest } = answers
    onChange(answer === undefined ? rest : { ...rest, [id]: answer })
  }
  const missing = (step: ChecklistStep) => isTried && step.required && !isAnswered(step, answers)
  return (
    <Card title={t('sheet.checklist')}>
      <Stack>
        {steps.map((step) =>
          step.kind === 'tick' ? (
            <div key={step.id}>
              <CheckField
                label={step.text}
                checked={answers[step.id] === true}
                onChange={(is) => set(step.id, is || undefined)}
              />
              {missing(step) && (
                <span className="sp-field-error" role="alert">
                  {t('sheet.stepMissing')}
                </span>
              )}
            </div>
          ) : (
            <TextField
              key={step.id}
              label={step.unit ? `${step.text}（${step.unit}）` : step.text}
              required={step.required}
              inputMode={step.kind === 'number' ? 'decimal' : undefined}
              maxLength={step.kind === 'number' ? 12 : 500}
              defaultValue={undefined}
              value={String(answers[step.id] ?? '')}
              onChange={(text) => set(step.id, step.kind === 'number' ? readNumber(text) : text || undefined)}
              error={missing(step) ? t('sheet.stepMissing') : undefined}
            />
          ),
        )}
      </Stack>
    </Card>
  )
}

/** While typing, `-` and `1.` are no numbers yet: they stay as text and are refused by the rule at the end. */
function readNumber(text: string): number | string | undefined {
  const plain = text.trim().replace('，', '.').replace(',', '.')
  if (plain === '') return undefined
  return /^-?\d+(\.\d+)?$/.test(plain) && String(Number(plain)) === plain ? Number(plain) : plain
}
