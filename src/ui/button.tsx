import type { ButtonHTMLAttributes, ReactNode } from 'react'
import './button.css'
import { Icon, type IconName } from './icon.tsx'

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger'
type Look = { kind?: ButtonKind; block?: boolean; large?: boolean; icon?: IconName }

/** The look of a button, for links that should look like one. */
export function buttonClass({ kind = 'plain', block, large }: Look = {}): string {
  return ['sp-button', `sp-button-${kind}`, block && 'sp-button-block', large && 'sp-button-large']
    .filter(Boolean)
    .join(' ')
}

type ButtonProps = Look & { busy?: boolean; children: ReactNode } & Omit<
    ButtonHTMLAttributes<HTMLButtonElement>,
    'className'
  >

/** While `busy` it keeps the focus and takes no further press. */
export function Button({
  kind,
  block,
  large,
  icon,
  busy = false,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={buttonClass({ kind, block, large })}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy ? <span className="sp-spin" aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  )
}

type IconButtonProps = { icon: IconName; label: string; kind?: ButtonKind } & Omit<
  ButtonHTMLAttributes<HTMLButtonElement>,
  'className' | 'children'
>

/** A button that shows only a picture; `label` is what it is called. */
export function IconButton({ icon, label, kind = 'quiet', ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      className={`sp-button sp-button-${kind} sp-button-icon`}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} />
    </button>
  )
}
