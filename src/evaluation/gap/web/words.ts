import { useTranslation } from 'react-i18next'
import type { LocalText } from '../../scheme/contract.ts'
import { useLocalText } from '../../web/words.ts'
import type { Gap, GapAction } from '../contract/action.ts'

/** `¥12,000`; fen only where there are some. */
export function showYuan(fen: number, language: string): string {
  const digits = fen % 100 === 0 ? 0 : 2
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'CNY',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(fen / 100)
}

/** Basis points with at most one decimal: `78.9%`, never rounded up to what is not reached. */
export function showReach(basisPoints: number): string {
  return `${Math.floor(basisPoints / 10) / 10}%`
}

/** Names of actions, leaves and measures as this gap knows them. */
export function useGapNames(gap: Gap) {
  const local = useLocalText()
  const { i18n } = useTranslation()
  const { scheme } = gap.basis
  const leaves = new Map<string, LocalText>(
    scheme.groups.flatMap((group) =>
      group.indicators.flatMap((one) => one.leaves.map((leaf) => [leaf.id, leaf.name] as const)),
    ),
  )
  const measures = new Map(scheme.measures.map((measure) => [measure.id, measure.name]))
  const actions = new Map(gap.actions.map((action) => [action.key, action]))
  const nameOf = (names: ReadonlyMap<string, LocalText>, id: string) => {
    const name = names.get(id)
    return name ? local(name) : id
  }
  return {
    local,
    yuan: (fen: number) => showYuan(fen, i18n.language),
    leafName: (leafId: string) => `${leafId} ${nameOf(leaves, leafId)}`,
    measureName: (measureId: string) => nameOf(measures, measureId),
    action: (key: string): GapAction | undefined => actions.get(key),
    actionName: (key: string) => {
      const action = actions.get(key)
      return action ? local(action.name) : key
    },
    levelName: (levelId: string | null) => {
      const level = scheme.rules.levels.find((one) => one.id === levelId)
      return level ? local(level.name) : undefined
    },
  }
}
export type GapNames = ReturnType<typeof useGapNames>
