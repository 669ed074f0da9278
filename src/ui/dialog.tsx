import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from './button.tsx'
import './layout.css'
import './state.css'

type DialogProps = {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  actions?: ReactNode
  sheet?: boolean
}

/** A modal of the platform's own `<dialog>`: it traps the focus, gives it back, and closes on Escape or a press outside. `sheet` rises from the foot of a phone. */
export function Dialog({ open, onClose, title, children, actions, sheet = false }: DialogProps) {
  const { t } = useTranslation('common')
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const element = dialog.current
    if (!element) return
    if (open && !element.open) element.showModal()
    if (!open && element.open) element.close()
  }, [open])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own key
    <dialog
      ref={dialog}
      className={sheet ? 'sp-dialog sp-sheet' : 'sp-dialog'}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose()
      }}
    >
      {open && (
        <div className="sp-dialog-body">
          <div className="sp-card-head">
            <h2 id={id}>{title}</h2>
            <IconButton icon="close" label={t('action.close')} onClick={onClose} />
          </div>
          {children}
          {actions && <div className="sp-dialog-actions">{actions}</div>}
        </div>
      )}
    </dialog>
  )
}

type ConfirmProps = {
  open: boolean
  title: string
  detail: string
  go: string
  onGo: () => void
  onClose: () => void
  busy?: boolean
  danger?: boolean
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ open, title, detail, go, onGo, onClose, busy, danger }: ConfirmProps) {
  const { t } = useTranslation('common')
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        {t('action.cancel')}
      </Button>
      <Button kind={danger ? 'danger' : 'primary'} busy={busy} onClick={onGo}>
        {go}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={onClose} title={title} actions={actions}>
      <p>{detail}</p>
    </Dialog>
  )
}
