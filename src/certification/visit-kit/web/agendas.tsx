import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import type { LocalText } from '#src/evaluation/scheme/contract.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { Stack } from '#src/ui/card.tsx'
import { withAgenda } from '../rules/edit.ts'
import { WordsFields } from './fields.tsx'
import { PointList } from './point-list.tsx'
import type { KitDesk } from './use-kit.ts'

const MEETINGS = ['opening', 'closing'] as const
type Line = { id: string; at: number; line: LocalText }

/** What is gone through at the opening and the closing meeting, in this order. */
export function Agendas({ desk }: { desk: KitDesk }) {
  const { t } = useTranslation('visit')
  const local = useLocalText()
  const [opened, setOpened] = useState<{ meeting: (typeof MEETINGS)[number]; at: number; line: LocalText } | null>(null)
  const { kit } = desk
  return (
    <Stack>
      {MEETINGS.map((meeting) => (
        <PointList<Line>
          key={meeting}
          title={t(`meeting.${meeting}`)}
          points={kit.agendas[meeting].map((line, at) => ({ id: `${at}`, at, line }))}
          canEdit={desk.canEdit}
          render={({ line }) => <span>{local(line)}</span>}
          onAdd={() => setOpened({ meeting, at: kit.agendas[meeting].length, line: { zh: '', en: '' } })}
          onEdit={({ at, line }) => setOpened({ meeting, at, line })}
          onMove={({ at }, by) => desk.save(withAgenda(kit, meeting, { at, by }))}
          onRemove={({ at }) => desk.save(withAgenda(kit, meeting, { at, line: null }))}
        />
      ))}
      {opened && <LineForm desk={desk} {...opened} onClose={() => setOpened(null)} />}
    </Stack>
  )
}

type LineFormProps = {
  desk: KitDesk
  meeting: (typeof MEETINGS)[number]
  at: number
  line: LocalText
  onClose: () => void
}

function LineForm({ desk, meeting, at, line, onClose }: LineFormProps) {
  const { t } = useTranslation('visit')
  return (
    <FormDrawer<{ text: LocalText }>
      title={`${t(`meeting.${meeting}`)} · ${t('meeting.agenda')}`}
      initial={{ text: line }}
      send={({ text }) => desk.save(withAgenda(desk.kit, meeting, { at, line: text }))}
      busy={desk.busy}
      error={desk.error}
      onClose={onClose}
    >
      <WordsFields name="text" />
    </FormDrawer>
  )
}
