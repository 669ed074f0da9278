import { useTranslation } from 'react-i18next'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { CheckField, DateTimeField, TextArea, TextField } from '#src/ui/field.tsx'
import { CityField } from '../../web/city-field.tsx'
import { ComplaintClass, RequestKind, Urgency } from '../contract/words.ts'
import type { Filled, Intake, Problem, Problems } from './intake.ts'

export function useProblemWords(): (problem: Problem | undefined) => string | undefined {
  const { t } = useTranslation(['request', 'common'])
  return (problem) => {
    if (!problem) return undefined
    return problem === 'missing' ? t('common:field.missing') : t(`hotline.${problem}`)
  }
}

type IntakeFormProps = {
  intake: Intake
  form: Filled
  problems: Problems
  onChange: (change: Partial<Intake>) => void
}

/** What is asked for. Everything stands on one screen; Enter goes on to the next field. */
export function IntakeForm({ intake, form, problems, onChange }: IntakeFormProps) {
  const { t } = useTranslation('request')
  const words = useProblemWords()
  return (
    <div className="hot-form">
      <div className="hot-wide">
        <SegmentedChoice
          label={t('field.kind')}
          options={RequestKind.options.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          value={intake.kind}
          onChange={(kind) => onChange({ kind })}
          error={words(problems.kind)}
        />
      </div>
      <div className="hot-third">
        <SegmentedChoice
          label={t('field.urgency')}
          options={Urgency.options.map((value) => ({ value, label: t(`urgency.${value}`) }))}
          value={intake.urgency}
          onChange={(urgency) => onChange({ urgency })}
        />
      </div>
      {intake.kind === 'complaint' && (
        <div className="hot-rest">
          <SegmentedChoice
            label={t('field.complaintClass')}
            options={ComplaintClass.options.map((value) => ({ value, label: t(`complaintClass.${value}`) }))}
            value={intake.complaintClass}
            onChange={(complaintClass) => onChange({ complaintClass })}
          />
        </div>
      )}
      <div className={intake.kind === 'complaint' ? 'hot-wide' : 'hot-rest'}>
        <TextField
          label={t('field.subject')}
          required
          maxLength={200}
          placeholder={t('hotline.subjectHint')}
          value={intake.subject}
          onChange={(subject) => onChange({ subject })}
          error={words(problems.subject)}
        />
      </div>
      <div className="hot-wide">
        <TextArea
          label={t('field.description')}
          rows={2}
          maxLength={4000}
          value={intake.description}
          onChange={(description) => onChange({ description })}
        />
      </div>
      <div className="hot-third">
        <TextField
          label={t('field.contactName')}
          maxLength={100}
          value={form.contactName}
          onChange={(contactName) => onChange({ contactName })}
        />
      </div>
      <div className="hot-third">
        <TextField
          label={t('field.contactPhone')}
          inputMode="tel"
          maxLength={40}
          value={form.contactPhone}
          onChange={(contactPhone) => onChange({ contactPhone })}
          error={words(problems.contactPhone)}
        />
      </div>
      <div className="hot-third">
        <CityField value={form.cityCode} onChange={(cityCode) => onChange({ cityCode })} />
      </div>
      <div className="hot-wide">
        <TextField
          label={t('field.address')}
          maxLength={300}
          value={form.address}
          onChange={(address) => onChange({ address })}
        />
      </div>
      <div className="hot-half">
        <DateTimeField
          label={`${t('field.wished')} · ${t('field.wishedFrom')}`}
          at={intake.wishedFromAt}
          onChange={(wishedFromAt) => onChange({ wishedFromAt })}
          error={words(problems.wished)}
        />
      </div>
      <div className="hot-half">
        <DateTimeField
          label={`${t('field.wished')} · ${t('field.wishedTo')}`}
          at={intake.wishedToAt}
          onChange={(wishedToAt) => onChange({ wishedToAt })}
        />
      </div>
      <div className="hot-half">
        <CheckField
          label={t('hotline.enteredLater')}
          checked={intake.isEnteredLater}
          onChange={(isEnteredLater) => onChange({ isEnteredLater })}
        />
      </div>
      {intake.isEnteredLater && (
        <div className="hot-half">
          <DateTimeField
            label={t('hotline.askedAt')}
            required
            hint={t('hotline.askedAtHint')}
            at={intake.askedAt}
            onChange={(askedAt) => onChange({ askedAt })}
            error={words(problems.askedAt)}
          />
        </div>
      )}
    </div>
  )
}
