import type { FindingRule, Leaf, Provenance, Scheme } from '../contract.ts'

export function listLeaves(scheme: Pick<Scheme, 'groups'>): Leaf[] {
  return scheme.groups.flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
}

/** What an item says, in one text: where it is the same in two editions, so is the item, whatever its number. */
export function leafWords(leaf: Pick<Leaf, 'name' | 'asks'>): string {
  return `${leaf.name.zh}\n${leaf.asks.zh}`
}

/** The measures that decide a leaf; those that only support it are not among them. */
export function decidingMeasures(rule: FindingRule): string[] {
  switch (rule.decide) {
    case 'by_person':
      return []
    case 'every':
      return rule.conditions.map((condition) => condition.measure)
    case 'worst':
      return rule.inputs.map((input) => input.measure)
    case 'pooled':
      return rule.measures
  }
}

/** Every figure, clause or mode of a scheme or one of its items that is still our default or only recalled, by the path it stands at. */
export function listUnconfirmed(of: Scheme | Leaf): { path: string; kind: 'default' | 'unsourced' }[] {
  const found: { path: string; kind: 'default' | 'unsourced' }[] = []
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    const own = (value as { provenance?: Provenance }).provenance
    if (own?.kind === 'default' || own?.kind === 'unsourced') found.push({ path, kind: own.kind })
    for (const [key, child] of Object.entries(value)) {
      const id = (child as { id?: unknown } | null)?.id
      const step = Array.isArray(value) && typeof id === 'string' ? id : key
      walk(child, path === '' ? step : `${path}/${step}`)
    }
  }
  walk(of, '')
  return found
}
