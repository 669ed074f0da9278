import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import './layout.css'

export type Step = { key: string; title: ReactNode; detail?: ReactNode; state: 'done' | 'now' | 'ahead' | 'bad' }

/** What has happened, what is happening, what comes: top to bottom. */
export function Steps({ steps, label }: { steps: readonly Step[]; label: string }) {
  return (
    <ol className="sp-steps" aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.key}
          className={`sp-step sp-step-${step.state}`}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <span className="sp-step-dot">
            {step.state === 'done' && <Icon name="check" size={16} />}
            {step.state === 'bad' && <Icon name="close" size={16} />}
          </span>
          <div>
            <div className={step.state === 'ahead' ? 'sp-soft' : 'sp-step-title'}>{step.title}</div>
            {step.detail && <div className="sp-soft">{step.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
