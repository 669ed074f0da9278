import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { BodyRules } from '../body-rules/contract/rules.ts'
import { lastValidDay, monthsAfter } from '../certificate/rules/text.ts'
import type { CountedFrom, NewProgramme, ProgrammeRow } from './contract.ts'

type Contracted = { initialTenths: number; surveillanceTenths: number; recertificationTenths: number }
type Asked = {
  countedFrom: CountedFrom
  countedFromOn: string
  /** The day on which the audit of a place was visited: the next one is counted from it. */
  visitedOn: ReadonlyMap<number, string>
}

/**
 * The audits of one certification cycle. Surveillances are counted from the issue, or from the visit before where there was one, until the
 * certificate runs out; then the recertification, which ends before it does. Counted from the signing, the days are an estimate.
 */
export function planProgramme(rules: BodyRules, contracted: Contracted, asked: Asked): ProgrammeRow[] {
  const { surveillance, certificate, recertification } = rules
  const { countedFrom, countedFromOn, visitedOn } = asked
  const validMonths = certificate.validMonths.value
  const within = surveillance.withinMonths.value
  const untilOn = lastValidDay(countedFromOn, validMonths)
  const count = within > 0 ? Math.max(0, Math.ceil(validMonths / within) - 1) : 0
  const initialOn = countedFrom === 'signing' ? countedFromOn : null
  const rows: ProgrammeRow[] = [
    {
      place: 0,
      kind: 'initial',
      fromOn: initialOn,
      toOn: null,
      latestOn: null,
      personDaysTenths: contracted.initialTenths,
    },
  ]
  for (let place = 1; place <= count; place++) {
    const sinceOn = place === 1 ? undefined : visitedOn.get(place - 1)
    const fromOn = sinceOn ?? monthsAfter(countedFromOn, (place - 1) * within)
    rows.push({
      place,
      kind: 'surveillance',
      fromOn: monthsAfter(fromOn, surveillance.plannedFromMonth.value),
      toOn: monthsAfter(fromOn, surveillance.plannedToMonth.value),
      latestOn: monthsAfter(fromOn, within),
      personDaysTenths: contracted.surveillanceTenths,
    })
  }
  return [
    ...rows,
    {
      place: count + 1,
      kind: 'recertification',
      fromOn: monthsAfter(untilOn, -recertification.applyBeforeMonths.value),
      toOn: untilOn,
      latestOn: untilOn,
      personDaysTenths: contracted.recertificationTenths,
    },
  ]
}

type Contract = { signedOn: string | null; cancelledAt: string | null }

/** A programme stands on a signed contract, and is never replaced without a word. */
export function canDrawUp(
  contract: Contract,
  versions: number,
  given: NewProgramme,
): Decision<{ countedFromOn: string }> {
  if (contract.signedOn === null || contract.cancelledAt !== null) return refuse('conflict', 'contract_not_signed')
  if (versions > 0 && given.reason === '') return refuse('invalid', 'reason_needed')
  if (given.countedFrom === 'signing') return accept({ countedFromOn: contract.signedOn })
  if (given.countedFromOn === null || given.countedFromOn < contract.signedOn)
    return refuse('invalid', 'issue_day_impossible', { signedOn: contract.signedOn })
  return accept({ countedFromOn: given.countedFromOn })
}
