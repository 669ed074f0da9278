import type { Group, Indicator, JudgingMode, Leaf, LocalText, Provenance, Scheme } from '../contract.ts'
import { listUnconfirmed } from './tree.ts'

/** `words`: all of them, anywhere in number, name, demand or wanted evidence, in either language. `isOpen`: only what somebody must still confirm. */
export type TreeFilter = { words: string; mode: JudgingMode | null; isOpen: boolean }

/** The tree with nothing in it but the items that fit; an indicator or group whose own name fits keeps all of its items that fit the rest. */
export function filterGroups({ groups }: Pick<Scheme, 'groups'>, { words, mode, isOpen }: TreeFilter): Group[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const says = (texts: readonly string[]) => {
    const all = texts.join('\n').toLowerCase()
    return wanted.every((word) => all.includes(word))
  }
  const keepsLeaf = (above: readonly string[]) => (leaf: Leaf) =>
    (mode === null || leaf.mode.value === mode) &&
    (!isOpen || isUnconfirmed(leaf)) &&
    says([...above, leaf.id, ...textsOf(leaf.name, leaf.asks, ...leaf.wanted)])
  return groups.flatMap((group) => {
    const indicators = group.indicators.flatMap((indicator): Indicator[] => {
      const above = [group.id, indicator.id, ...textsOf(group.name, indicator.name)]
      const leaves = indicator.leaves.filter(keepsLeaf(above))
      const keepsItself = isOpen && mode === null && isFigureOpen(indicator) && says(above)
      return leaves.length > 0 || keepsItself ? [{ ...indicator, leaves }] : []
    })
    return indicators.length > 0 ? [{ ...group, indicators }] : []
  })
}

const textsOf = (...texts: readonly LocalText[]) => texts.flatMap(({ zh, en }) => [zh, en])

/** Whether anything of an item, its words, points, mode or rule, is still our default or only recalled. */
function isUnconfirmed(leaf: Leaf): boolean {
  return listUnconfirmed(leaf).length > 0
}

function isFigureOpen({ provenance, points }: Indicator): boolean {
  const isOpen = ({ kind }: Provenance) => kind === 'default' || kind === 'unsourced'
  return isOpen(provenance) || isOpen(points.provenance)
}
