import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import { useTranslation } from 'react-i18next'
import './field.css'
import { Icon } from './icon.tsx'
import { fromLocalInput, toLocalInput } from './when.ts'

type Words = { label: string; hint?: string; error?: string; required?: boolean }
type Wired = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  required: boolean | undefined
}

/** Label, hint and error around one control; give the control everything in `wired`. Required fields are the rule, so the optional are marked. */
export function Field({ label, hint, error, required, children }: Words & { children: (wired: Wired) => ReactNode }) {
  const { t } = useTranslation('common')
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="sp-field">
      <label className="sp-field-label" htmlFor={id}>
        {label}
        {!required && <span className="sp-field-mark">{t('field.optional')}</span>}
      </label>
      {hint && (
        <span className="sp-field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined, required })}
      {error && (
        <span className="sp-field-error" id={`${id}-error`} role="alert">
          <Icon name="warn" size={16} />
          {error}
        </span>
      )}
    </div>
  )
}

type Plain<T> = Words & { value: string; onChange: (value: string) => void } & Omit<
    T,
    'value' | 'onChange' | 'className' | 'id' | 'required'
  >

export function TextField({
  label,
  hint,
  error,
  required,
  value,
  onChange,
  ...rest
}: Plain<InputHTMLAttributes<HTMLInputElement>>) {
  return (
    <Field label={label} hint={hint} error={error} required={required}>
      {(wired) => (
        <input
          {...rest}
          {...wired}
          className="sp-input"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

export function TextArea({
  label,
  hint,
  error,
  required,
  value,
  onChange,
  ...rest
}: Plain<TextareaHTMLAttributes<HTMLTextAreaElement>>) {
  return (
    <Field label={label} hint={hint} error={error} required={required}>
      {(wired) => (
        <textarea
          {...rest}
          {...wired}
          className="sp-input"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

export type Option<V extends string = string> = { value: V; label: string }

/** Nothing is chosen until the person chooses: '' shows “please choose”. */
export function SelectField({
  label,
  hint,
  error,
  required,
  value,
  onChange,
  options,
  ...rest
}: Plain<SelectHTMLAttributes<HTMLSelectElement>> & { options: readonly Option[] }) {
  const { t } = useTranslation('common')
  return (
    <Field label={label} hint={hint} error={error} required={required}>
      {(wired) => (
        <select
          {...rest}
          {...wired}
          className="sp-input"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{t('field.choose')}</option>
          {options.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

type WhenProps = Words & {
  at: string | null
  onChange: (at: string | null) => void
  earliestAt?: string
  latestAt?: string
}

/** A date and time by the Shanghai wall clock; `at` is a UTC instant, null while empty. */
export function DateTimeField({ label, hint, error, required, at, onChange, earliestAt, latestAt }: WhenProps) {
  return (
    <Field label={label} hint={hint} error={error} required={required}>
      {(wired) => (
        <input
          {...wired}
          type="datetime-local"
          className="sp-input"
          defaultValue={toLocalInput(at)}
          min={toLocalInput(earliestAt) || undefined}
          max={toLocalInput(latestAt) || undefined}
          onChange={(event) => onChange(fromLocalInput(event.target.value))}
        />
      )}
    </Field>
  )
}

/** A single yes or no with its words beside it. */
export function CheckField({
  label,
  checked,
  onChange,
}: {
  label: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  return (
    <label className="sp-check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
    </label>
  )
}
