import type { StaffEntry } from '#src/evaluation/material/contract/dossier.ts'
import type { SampledWhat, SamplingPlan } from '#src/evaluation/sampling-receipt/contract.ts'
import type { Added, Drawn, Population, SampleItem } from '../contract.ts'
import { WHATS } from './plan.ts'
import { stratify, stratumOf } from './strata.ts'
import { inOrder, unitsOf } from './units.ts'

type Known = { population: Population; staff: readonly StaffEntry[]; added: readonly Added[] }

/** The sample in words, in the order of strata and of the population; what was added after the draw stands last. */
export function sampleItems(plan: SamplingPlan, drawn: Drawn, { population, staff, added }: Known): SampleItem[] {
  const ordered = inOrder(population)
  const units = unitsOf(ordered)
  const outlets = new Map(ordered.outlet.map((one) => [one.id, one]))
  const cases = new Map(ordered.case.map((one) => [one.id, one]))
  const persons = new Map(ordered.person.map((one) => [one.id, one]))
  const people = new Map(staff.map((one) => [one.id, one]))
  const places = placesOf(plan, units)
  const wordsOf = (what: SampledWhat, id: string) => {
    const nothing = { number: '', name: '', outletName: '', kind: '', madeOn: null, leafIndex: null }
    if (what === 'outlet') {
      const one = outlets.get(id)!
      return { ...nothing, number: one.code, name: one.name, outletName: one.name, kind: one.kind }
    }
    if (what === 'person') {
      const one = people.get(id)
      const outletName = outlets.get(persons.get(id)?.outletId ?? '')?.name ?? ''
      return { ...nothing, number: one?.number ?? '', name: one?.name ?? '', outletName, kind: one?.post ?? '' }
    }
    const one = cases.get(id)!
    const { number, kind, madeOn, leafIndex } = one
    return { number, name: '', outletName: outlets.get(one.outletId ?? '')?.name ?? '', kind, madeOn, leafIndex }
  }
  const reasons = new Map(WHATS.flatMap((what) => plan.parts[what].chosen.map((one) => [one.id, one.reason] as const)))
  const picked = WHATS.flatMap((what) =>
    drawn.picks[what]
      .map(({ id, how, stratum }) => ({
        ...{ what, id, how, stratum, ...places(what, id) },
        ...wordsOf(what, id),
        reason: reasons.get(id) ?? '',
      }))
      .toSorted((one, other) =>
        one.stratum < other.stratum ? -1 : one.stratum > other.stratum ? 1 : one.place - other.place,
      ),
  )
  const after = added.map(({ what, unitId, reason }) => ({
    ...{ what, id: unitId, how: 'added' as const, stratum: strataOf(plan, units, what, unitId) },
    ...places(what, unitId),
    ...wordsOf(what, unitId),
    reason,
  }))
  return [...picked, ...after]
}

type Units = ReturnType<typeof unitsOf>

function strataOf(plan: SamplingPlan, units: Units, what: SampledWhat, id: string): string {
  const unit = units[what].find((one) => one.id === id)!
  return stratumOf(unit, plan.parts[what].stratifiedBy)
}

/** Where a unit stands in its stratum, from 1, and how many there are: for the picture of the draw. */
function placesOf(plan: SamplingPlan, units: Units): (what: SampledWhat, id: string) => { place: number; of: number } {
  const known = new Map<string, { place: number; of: number }>()
  for (const what of WHATS)
    for (const [, members] of stratify(units[what], plan.parts[what].stratifiedBy))
      for (const [at, unit] of members.entries()) known.set(`${what} ${unit.id}`, { place: at + 1, of: members.length })
  return (what, id) => known.get(`${what} ${id}`)!
}
