import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { Day } from '#src/shared/instant.ts'
import type { Licence } from '../qualification/rules.ts'
import { holdsOn } from '../qualification/rules.ts'
import type { ManagerRatio } from './contract.ts'

type Employment = { joinedOn: Day | null; leftOn: Day | null }

/** The day of leaving is the last day of work. */
export function worksOn(person: Employment, dayOn: Day): boolean {
  return (person.joinedOn === null || person.joinedOn <= dayOn) && (person.leftOn === null || person.leftOn >= dayOn)
}

/**
 * The 10 % rule (GB/T 27922-2011, 5.1.2.2): certified managers among those who manage service, against a tenth of them rounded up, at
 * least one. How to round is not in any source found; up is the reading that cannot flatter. Licences must be those of the rule's kinds.
 */
export function managerRatio(
  staff: readonly (Employment & { id: string; managesService: boolean })[],
  managerLicences: readonly (Licence & { staffId: string })[],
  dayOn: Day,
): ManagerRatio {
  const base = staff.filter((person) => person.managesService && worksOn(person, dayOn))
  const certified = new Set(
    managerLicences.filter((licence) => holdsOn(licence, dayOn)).map((licence) => licence.staffId),
  )
  const managers = base.filter((person) => certified.has(person.id)).length
  const required = Math.max(1, Math.ceil(base.length / 10))
  return { managers, base: base.length, required, reached: managers >= required }
}

export function letGo(person: Employment, leftOn: Day): Decision<{ leftOn: Day }> {
  if (person.leftOn !== null) return refuse('conflict', 'already_left', { day: person.leftOn })
  if (person.joinedOn !== null && leftOn < person.joinedOn)
    return refuse('invalid', 'left_before_joined', { day: person.joinedOn })
  return accept({ leftOn })
}
