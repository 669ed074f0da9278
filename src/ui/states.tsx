import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import './state.css'

type StateProps = { title: string; detail?: string; icon?: IconName; action?: ReactNode; bad?: boolean }

/** A whole area that has nothing to show, said kindly, with what to do next. */
export function StateNote({ title, detail, icon = 'info', action, bad = false }: StateProps) {
  return (
    <div className={bad ? 'sp-state sp-state-bad' : 'sp-state'} role={bad ? 'alert' : undefined}>
      <span className="sp-state-mark">
        <Icon name={icon} size={30} />
      </span>
      <h2>{title}</h2>
      {detail && <p>{detail}</p>}
      {action}
    </div>
  )
}

export function Empty({ title, detail, icon = 'check', action }: Partial<StateProps>) {
  const { t } = useTranslation('common')
  return <StateNote title={title ?? t('state.empty')} detail={detail} icon={icon} action={action} />
}

export function Failed({ title, detail, onRetry }: { title: string; detail?: string; onRetry?: () => void }) {
  const { t } = useTranslation('common')
  const retry = onRetry && (
    <Button icon="refresh" onClick={onRetry}>
      {t('action.retry')}
    </Button>
  )
  return <StateNote bad icon="warn" title={title} detail={detail} action={retry} />
}

/** Grey lines where words will be; screen readers hear “loading”. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation('common')
  return (
    <div className="sp-skeleton" role="status">
      <span className="sp-hidden-words">{t('state.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
        <span key={line} aria-hidden="true" />
      ))}
    </div>
  )
}

type NoticeProps = {
  tone?: 'info' | 'good' | 'warn' | 'bad'
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
}

/** A message inside a page, e.g. why a command was refused. */
export function Notice({ tone = 'info', title, children, action }: NoticeProps) {
  const icon = { info: 'info', good: 'check', warn: 'warn', bad: 'warn' } as const
  return (
    <div className={`sp-notice sp-notice-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={icon[tone]} />
      <div className="sp-notice-words">
        <strong>{title}</strong>
        {children}
      </div>
      {action}
    </div>
  )
}
