import type {
  SampledPart,
  SampledWhat,
  SamplingFigures,
  SamplingPlan,
} from '#src/evaluation/sampling-receipt/contract.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Population, Unit } from '../contract.ts'
import { shareOf, wantedSizes } from './size.ts'
import { allocate, divisionFor, stratify } from './strata.ts'
import { inOrder, unitsHash, unitsOf } from './units.ts'

export const WHATS: readonly SampledWhat[] = ['outlet', 'case', 'person']

export type Chosen = Record<SampledWhat, readonly { id: string; reason: string }[]>

/** How large each sample is and how it is shared out: a pure function of population, figures and what was chosen. */
export function planParts(
  population: Population,
  figures: SamplingFigures,
  chosen: Chosen,
): Decision<SamplingPlan['parts']> {
  const ordered = inOrder(population)
  const units = unitsOf(ordered)
  const certain = units.outlet.filter((unit) => unit.isCertain)
  const wanted = wantedSizes(figures, {
    outletsBesideCentre: units.outlet.length - certain.length,
    cases: units.case.length,
    people: units.person.length,
  })
  const parts: Partial<SamplingPlan['parts']> = {}
  for (const what of WHATS) {
    const part = planPart(what, units[what], wanted[what], figures.randomShare, chosen[what])
    if (!part.ok) return part
    parts[what] = { ...part.value, sha256: unitsHash(ordered[what]) }
  }
  return accept(parts as SamplingPlan['parts'])
}

function planPart(
  what: SampledWhat,
  units: readonly Unit[],
  wanted: number,
  randomShare: number,
  chosen: readonly { id: string; reason: string }[],
): Decision<Omit<SampledPart, 'sha256'>> {
  const certain = units.filter((unit) => unit.isCertain).map((unit) => unit.id)
  const known = new Map(units.map((unit) => [unit.id, unit]))
  const ids = new Set(chosen.map((one) => one.id))
  const stranger = chosen.find((one) => !known.has(one.id) || certain.includes(one.id))
  if (stranger) return refuse('invalid', 'sample_choice_unknown', { what, id: stranger.id })
  if (ids.size < chosen.length) return refuse('invalid', 'sample_choice_repeated', { what })
  const most = wanted - shareOf(wanted, randomShare)
  if (chosen.length > most) return refuse('invalid', 'too_many_chosen', { what, most })
  const open = units.filter((unit) => !unit.isCertain && !ids.has(unit.id))
  const random = wanted - chosen.length
  const stratifiedBy = divisionFor(what, open, random)
  const strata = [...stratify(open, stratifiedBy)]
  const shares = allocate(
    strata.map(([, members]) => members.length),
    random,
  )
  return accept({
    count: units.length,
    size: certain.length + wanted,
    random,
    stratifiedBy: [...stratifiedBy],
    strata: strata.map(([key, members], at) => ({ key, count: members.length, random: shares[at]! })),
    certain: certain.toSorted(),
    chosen: chosen.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map(({ id, reason }) => ({ id, reason })),
  })
}
