import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { IconButton } from '#src/ui/button.tsx'
import { RecordsPanel } from '../../measure/web/records-panel.tsx'
import { useLocalText } from '../../web/words.ts'
import type { Board } from '../contract.ts'
import { IndicatorPanel } from './indicator-panel.tsx'
import { LeafPanel } from './leaf-panel.tsx'
import { OutletPanel } from './outlet-panel.tsx'
import type { Opened } from './use-opened.ts'

type SidePanelProps = { board: Board; opened: Opened | null; onOpen: (opened: Opened | null) => void }

/** Where a lost point is walked down: indicator, item, measure, records; or an outlet. */
export function SidePanel({ board, opened, onOpen }: SidePanelProps) {
  const { t } = useTranslation(['evaluation', 'common'])
  const titleOf = useTitleOf(board)
  const above = opened && wayUp(board, opened)
  return (
    <Drawer
      open={opened !== null}
      onClose={() => onOpen(null)}
      size="min(760px, 100vw)"
      title={opened && titleOf(opened)}
      extra={above && <IconButton icon="back" label={t('common:action.back')} onClick={() => onOpen(above)} />}
      destroyOnHidden
    >
      {opened?.kind === 'indicator' && (
        <IndicatorPanel
          board={board}
          indicatorId={opened.indicatorId}
          onOpen={(leafId) => onOpen({ kind: 'leaf', leafId })}
        />
      )}
      {opened?.kind === 'leaf' && (
        <LeafPanel
          leafId={opened.leafId}
          onOpen={(records) => onOpen({ kind: 'records', leafId: opened.leafId, ...records })}
        />
      )}
      {opened?.kind === 'outlet' && (
        <OutletPanel
          outletId={opened.outletId}
          onOpen={(records) => onOpen({ kind: 'records', leafId: null, outletId: opened.outletId, ...records })}
        />
      )}
      {opened?.kind === 'records' && (
        <RecordsPanel
          key={`${opened.measureId} ${opened.verdict} ${opened.outletId}`}
          measureId={opened.measureId}
          verdict={opened.verdict}
          outletId={opened.outletId}
          onVerdict={(verdict) => onOpen({ ...opened, verdict })}
        />
      )}
    </Drawer>
  )
}

function indicators(board: Board) {
  return board.groups.flatMap((group) => group.indicators)
}

function wayUp(board: Board, opened: Opened): Opened | null {
  switch (opened.kind) {
    case 'leaf': {
      const above = indicators(board).find((one) => one.leaves.some((leaf) => leaf.id === opened.leafId))
      return above ? { kind: 'indicator', indicatorId: above.id } : null
    }
    case 'records':
      if (opened.leafId) return { kind: 'leaf', leafId: opened.leafId }
      return opened.outletId ? { kind: 'outlet', outletId: opened.outletId } : null
    default:
      return null
  }
}

function useTitleOf(board: Board): (opened: Opened) => string {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  return (opened) => {
    const outletName = 'outletId' in opened ? board.outlets.find((one) => one.id === opened.outletId)?.name : undefined
    const measureName = 'measureId' in opened ? board.measureNames[opened.measureId] : undefined
    switch (opened.kind) {
      case 'indicator': {
        const indicator = indicators(board).find((one) => one.id === opened.indicatorId)
        return indicator ? `${indicator.id} ${local(indicator.name)}` : opened.indicatorId
      }
      case 'leaf': {
        const leaf = indicators(board)
          .flatMap((one) => one.leaves)
          .find((one) => one.id === opened.leafId)
        return leaf ? `${leaf.id} ${local(leaf.name)}` : opened.leafId
      }
      case 'outlet':
        return outletName ?? t('outlets.outlet')
      case 'records':
        return [measureName ? local(measureName) : t('records.title'), outletName].filter(Boolean).join(' · ')
    }
  }
}
