import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { CaseEntry, OutletEntry, StaffEntry } from '#src/evaluation/material/contract/dossier.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import type { CaseUnit, OutletUnit, PersonUnit, Population, Unit } from '../contract.ts'

/** What is published of an outlet: what it is drawn by, and its name. */
export function outletUnit(entry: OutletEntry): OutletUnit {
  const { id, code, name, kind, cityCode, headcount, isCentre } = entry
  return { id, code, name, kind, cityCode, headcount, isCentre }
}

/** What is published of a member of staff: no name. */
export function personUnit(entry: StaffEntry): PersonUnit {
  const { id, outletId, isServiceManagement } = entry
  return { id, outletId, isServiceManagement }
}

export function caseUnit(entry: CaseEntry): CaseUnit {
  const { id, number, kind, outletId, madeOn, leafIndex } = entry
  return { id, number, kind, outletId, madeOn, leafIndex }
}

/** The one order in which units are hashed and drawn: cases by their place in the ledger, outlets and people by id. */
export function inOrder(population: Population): Population {
  const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
  return {
    outlet: population.outlet.toSorted(byId),
    case: population.case.toSorted((one, other) => one.leafIndex - other.leafIndex || byId(one, other)),
    person: population.person.toSorted(byId),
  }
}

/** SHA-256 of the units in their order, each as canonical JSON on a line of its own. */
export function unitsHash(units: readonly (OutletUnit | CaseUnit | PersonUnit)[]): string {
  const digest = sha256.create()
  for (const unit of units) digest.update(utf8ToBytes(`${canonicalJson(unit)}\n`))
  return bytesToHex(digest.digest())
}

/** What a unit is stratified by. */
export function unitsOf(population: Population): Record<'outlet' | 'case' | 'person', Unit[]> {
  const cityOf = new Map(population.outlet.map((one) => [one.id, one.cityCode]))
  return {
    outlet: population.outlet.map(({ id, kind, cityCode, isCentre }) => ({
      id,
      outlet: id,
      kind,
      city: cityCode,
      isCertain: isCentre,
    })),
    case: population.case.map(({ id, kind, outletId }) => ({
      id,
      outlet: outletId ?? '',
      kind,
      city: cityOf.get(outletId ?? '') ?? '',
      isCertain: false,
    })),
    person: population.person.map(({ id, outletId, isServiceManagement }) => ({
      id,
      outlet: outletId ?? '',
      kind: isServiceManagement ? 'management' : 'staff',
      city: cityOf.get(outletId ?? '') ?? '',
      isCertain: false,
    })),
  }
}
