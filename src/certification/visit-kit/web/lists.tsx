import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallRefused } from '#src/client/failure.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { HARDWARE_SECTIONS } from '../contract/kit.ts'
import { type KitList, type ListPoint, listOf, withMoved, withoutPoint } from '../rules/edit.ts'
import { PointForm } from './point-form.tsx'
import { PointList } from './point-list.tsx'
import type { KitDesk } from './use-kit.ts'

type ListProps<L extends KitList> = {
  desk: KitDesk
  list: L
  title: ReactNode
  render: (point: ListPoint[L]) => ReactNode
  /** Only these, which are moved among each other; absent: all of the list. */
  only?: (point: ListPoint[L]) => boolean
  start?: object
  aside?: ReactNode
}

/** One list with its form; what cannot be taken out says why. */
function EditedList<L extends KitList>({ desk, list, title, render, only, start, aside }: ListProps<L>) {
  const [opened, setOpened] = useState<ListPoint[L] | 'new' | null>(null)
  const { kit, canEdit } = desk
  const isBeside = (_: ListPoint[L], other: ListPoint[L]) => only?.(other) ?? true
  return (
    <>
      <PointList<ListPoint[L]>
        title={title}
        points={listOf(kit, list).filter((point) => only?.(point) ?? true)}
        canEdit={canEdit}
        render={render}
        onAdd={() => setOpened('new')}
        onEdit={setOpened}
        onMove={(point, by) => desk.save(withMoved(kit, list, point.id, by, isBeside))}
        onRemove={(point) => {
          const gone = withoutPoint(kit, list, point.id)
          return gone.ok ? desk.save(gone.value) : Promise.reject(new CallRefused(gone.refusal, 409))
        }}
        aside={aside}
      />
      {opened !== null && (
        <PointForm
          desk={desk}
          list={list}
          point={opened === 'new' ? null : opened}
          {...(start ? { start } : {})}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  )
}

export function Posts({ desk }: { desk: KitDesk }) {
  const { t } = useTranslation('kit')
  const local = useLocalText()
  const asked = (postId: string) => desk.kit.interviews.filter((one) => one.postId === postId).length
  return (
    <EditedList
      desk={desk}
      list="posts"
      title={t('section.posts')}
      render={(post) => (
        <span>
          <strong>{local(post.name)}</strong> {post.required && <Pill tone="info">{t('mustAttend')}</Pill>}{' '}
          <span className="sp-soft">{t('askedOf', { count: asked(post.id) })}</span>
        </span>
      )}
    />
  )
}

export function HardwareLists({ desk }: { desk: KitDesk }) {
  const { t } = useTranslation('visit')
  const local = useLocalText()
  return (
    <Stack>
      {HARDWARE_SECTIONS.map((section) => (
        <EditedList
          key={section}
          desk={desk}
          list="hardware"
          title={t(`hardware.section.${section}`)}
          only={(item) => item.section === section}
          start={{ section }}
          render={(item) => <span>{local(item.text)}</span>}
        />
      ))}
    </Stack>
  )
}

export function InterviewLists({ desk }: { desk: KitDesk }) {
  const local = useLocalText()
  return (
    <Stack>
      {desk.kit.posts.map((post) => (
        <EditedList
          key={post.id}
          desk={desk}
          list="interviews"
          title={local(post.name)}
          only={(prompt) => prompt.postId === post.id}
          start={{ postId: post.id }}
          render={(prompt) => <span>{local(prompt.text)}</span>}
        />
      ))}
    </Stack>
  )
}

export function Questions({ desk, aside }: { desk: KitDesk; aside?: ReactNode }) {
  const { t } = useTranslation('kit')
  const local = useLocalText()
  return (
    <EditedList
      desk={desk}
      list="questions"
      title={t('section.knowledge')}
      aside={aside}
      render={(one) => (
        <>
          <span>
            {local(one.text)} <span className="sp-soft">{t('worth', { count: one.points })}</span>
          </span>
          <ol className="sp-kit-choices">
            {one.choices.map((choice) => (
              <li key={choice.id}>
                {local(choice.text)} {choice.id === one.right && <Pill tone="good">{t('right')}</Pill>}
              </li>
            ))}
          </ol>
        </>
      )}
    />
  )
}

export function CallLines({ desk }: { desk: KitDesk }) {
  const { t } = useTranslation('kit')
  const local = useLocalText()
  return (
    <EditedList
      desk={desk}
      list="callScript"
      title={t('section.call')}
      render={(line) => (
        <span>
          <Pill tone={line.kind === 'question' ? 'info' : 'plain'}>{t(`kind.${line.kind}`)}</Pill> {local(line.text)}
        </span>
      )}
    />
  )
}
