import type { Provenance } from '#src/evaluation/scheme/contract.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import type { RuleDifference } from '../contract/endpoints.ts'
import { BodyRules } from '../contract/rules.ts'

export type Figure = { path: string; value: unknown; provenance: Provenance }
type Part = Record<string, unknown>

export function isFigure(value: unknown): value is { value: unknown; provenance: Provenance } {
  return typeof value === 'object' && value !== null && 'provenance' in value && 'value' in value
}

/** The same rules with their parts in the order of the shape: a database keeps another. */
export function inOrder(rules: BodyRules): BodyRules {
  const { data } = BodyRules.safeParse(rules)
  return data ?? rules
}

/** Every figure of the rules with the place where it stands, e.g. `acceptance.minimumRunningMonths`, in the order of the file. */
export function listFigures(rules: BodyRules): Figure[] {
  const found: Figure[] = []
  const walk = (part: Part, path: string): void => {
    for (const [key, child] of Object.entries(part)) {
      const here = path === '' ? key : `${path}.${key}`
      if (isFigure(child)) found.push({ path: here, value: child.value, provenance: child.provenance })
      else if (typeof child === 'object' && child !== null && !Array.isArray(child)) walk(child as Part, here)
    }
  }
  walk(inOrder(rules), '')
  return found
}

/** How many figures are still our default or were only recalled: whoever puts the rules in force says the number. */
export function countUnconfirmed(rules: BodyRules): number {
  return listFigures(rules).filter(({ provenance }) => provenance.kind === 'default' || provenance.kind === 'unsourced')
    .length
}

/** Figures that differ in value, by path; provenance alone is no difference. Null where a side has no such figure. */
export function differencesOf(before: BodyRules, after: BodyRules): RuleDifference[] {
  const older = new Map(listFigures(before).map((figure) => [figure.path, figure.value]))
  const newer = new Map(listFigures(after).map((figure) => [figure.path, figure.value]))
  return [...new Set([...older.keys(), ...newer.keys()])]
    .map((path) => ({ path, before: older.get(path) ?? null, after: newer.get(path) ?? null }))
    .filter((one) => canonicalJson(one.before) !== canonicalJson(one.after)) as RuleDifference[]
}
