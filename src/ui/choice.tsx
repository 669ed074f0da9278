import { useId } from 'react'
import type { Option } from './field.tsx'
import './field.css'
import { Icon, type IconName } from './icon.tsx'

type ChoiceProps<V extends string> = {
  label: string
  options: readonly (Option<V> & { icon?: IconName })[]
  /** Null until the person chooses. */
  value: V | null
  onChange: (value: V) => void
  error?: string
}

/** A few answers side by side, one of them chosen; arrow keys move as in any radio group. */
export function SegmentedChoice<V extends string>({ label, options, value, onChange, error }: ChoiceProps<V>) {
  const name = useId()
  return (
    <fieldset className="sp-field" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="sp-field-label">{label}</legend>
      <div className="sp-choice">
        {options.map((one) => (
          <label key={one.value} className="sp-choice-one">
            <input
              type="radio"
              name={name}
              value={one.value}
              checked={value === one.value}
              onChange={() => onChange(one.value)}
            />
            <span>
              {one.icon && <Icon name={one.icon} />}
              {one.label}
            </span>
          </label>
        ))}
      </div>
      {error && (
        <span className="sp-field-error" id={`${name}-error`} role="alert">
          <Icon name="warn" size={16} />
          {error}
        </span>
      )}
    </fieldset>
  )
}
