import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { List } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty } from '#src/ui/states.tsx'
import { showOn } from '#src/ui/when.ts'
import type { Task } from '../contract/progress.ts'

/** Where each is done; the others are done with the letter in hand. */
const PAGES: Partial<Record<Task['kind'], string>> = {
  supply: '/material',
  review: '/material',
  correct: '/corrections',
}

type TasksProps = { tasks: readonly Task[]; onOpen: ((parcelId: string) => void) | undefined }

/** What the company has to do next, with its deadline and the way there. */
export function Tasks({ tasks, onOpen }: TasksProps) {
  const { t } = useTranslation('progress')
  if (tasks.length === 0) return <Empty title={t('task.empty')} detail={t('task.emptyHint')} />
  return (
    <List label={t('task.title')}>
      {tasks.map((task) => (
        <li key={`${task.kind} ${task.parcelId}`} className="progress-task">
          <TaskWords task={task} />
          <Way task={task} onOpen={onOpen} />
        </li>
      ))}
    </List>
  )
}

function TaskWords({ task: { kind, count, byOn, isOverdue, bodyName, reference } }: { task: Task }) {
  const { t, i18n } = useTranslation('progress')
  return (
    <div>
      <strong>{t(`task.kind.${kind}`, { count })}</strong>{' '}
      {byOn && (
        <Pill tone={isOverdue ? 'bad' : 'warn'} icon="clock">
          {t('task.by', { day: showOn(byOn, i18n.language) })}
        </Pill>
      )}{' '}
      {isOverdue && <Pill tone="bad">{t('task.overdue')}</Pill>}
      <p>{t(`task.hint.${kind}`)}</p>
      <div className="sp-soft">{[bodyName, reference].filter(Boolean).join(' · ')}</div>
    </div>
  )
}

function Way({ task: { kind, parcelId }, onOpen }: { task: Task; onOpen: TasksProps['onOpen'] }) {
  const { t } = useTranslation('progress')
  const page = PAGES[kind]
  if (page)
    return (
      <Link href={page} className={buttonClass()}>
        {t(`task.go.${kind}`)}
      </Link>
    )
  return onOpen ? <Button onClick={() => onOpen(parcelId)}>{t(`task.go.${kind}`)}</Button> : null
}
