import { useTranslation } from 'react-i18next'
import { List, ListRow, Stack } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { showKept, showPoints, useLocalText } from '../../web/words.ts'
import type { Board, BoardIndicator } from '../contract.ts'

type State = BoardIndicator['leaves'][number]['state']
const TONES: Record<State, Tone> = { full: 'good', partly: 'warn', lost: 'bad', missing: 'plain', excluded: 'info' }

export function StatePill({ state }: { state: State }) {
  const { t } = useTranslation('evaluation')
  return <Pill tone={TONES[state]}>{t(`node.state.${state}`)}</Pill>
}

type IndicatorPanelProps = { board: Board; indicatorId: string; onOpen: (leafId: string) => void }

/** The items of one indicator with what each kept. */
export function IndicatorPanel({ board, indicatorId, onOpen }: IndicatorPanelProps) {
  const { t } = useTranslation(['evaluation', 'common'])
  const local = useLocalText()
  const indicator = board.groups.flatMap((group) => group.indicators).find((one) => one.id === indicatorId)
  if (!indicator) return <p>{t('common:state.notFound')}</p>
  return (
    <Stack>
      <List>
        {indicator.leaves.map((leaf) => (
          <ListRow
            key={leaf.id}
            onPress={() => onOpen(leaf.id)}
            title={`${leaf.id} ${local(leaf.name)}`}
            detail={`${t('common:chart.pointsOf', { value: showKept(leaf.state, leaf.gotHundredths), max: showPoints(leaf.pointsHundredths) })}${leaf.isDefault ? ` ＊${t('node.default')}` : ''}`}
            after={<StatePill state={leaf.state} />}
          />
        ))}
      </List>
    </Stack>
  )
}
