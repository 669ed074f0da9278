import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import './field.css'

const STAR = 'M12 2.6l2.9 5.9 6.5.9-4.7 4.6 1.1 6.5L12 17.4l-5.8 3.1 1.1-6.5L2.6 9.4l6.5-.9z'
const WORDS = ['one', 'two', 'three', 'four', 'five'] as const

function Star({ on, size }: { on: boolean; size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" className={on ? 'sp-star-on' : undefined}>
      <path
        d={STAR}
        fill={on ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  )
}

type RatingProps = { label: string; value: number | null; onChange: (value: number) => void; error?: string }

/** A rating of one to five. Nothing is chosen beforehand: a rating that nobody gave must not exist. */
export function StarRating({ label, value, onChange, error }: RatingProps) {
  const { t } = useTranslation('common')
  const name = useId()
  const word = value === null ? t('stars.none') : t(`stars.${WORDS[value - 1]!}`)
  return (
    <fieldset className="sp-field" aria-describedby={`${name}-word`}>
      <legend className="sp-field-label">{label}</legend>
      <div className="sp-stars">
        {WORDS.map((key, index) => (
          <label key={key} className={value !== null && index < value ? 'sp-star-on' : undefined}>
            <input
              type="radio"
              name={name}
              value={index + 1}
              checked={value === index + 1}
              onChange={() => onChange(index + 1)}
              aria-label={`${t('stars.of', { value: index + 1, max: WORDS.length })} ${t(`stars.${key}`)}`}
            />
            <Star on={value !== null && index < value} size={36} />
          </label>
        ))}
      </div>
      <span id={`${name}-word`} className="sp-field-hint" aria-live="polite">
        {word}
      </span>
      {error && (
        <span className="sp-field-error" role="alert">
          {error}
        </span>
      )}
    </fieldset>
  )
}

/** A star grade to read; `value` null says that there is none yet. */
export function StarsShown({ value, max = 5, size = 18 }: { value: number | null; max?: number; size?: number }) {
  const { t } = useTranslation('common')
  const label = value === null ? t('stars.none') : t('stars.of', { value, max })
  return (
    <span className="sp-stars-shown" role="img" aria-label={label}>
      {Array.from({ length: max }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the position is the star
        <Star key={index} on={value !== null && index < value} size={size} />
      ))}
    </span>
  )
}
