import type { OutletEntry } from '#src/evaluation/material/contract/dossier.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { addDays } from '#src/shared/instant.ts'
import type { BodyProfile } from '../../body-profile/contract.ts'
import type { BodyRules } from '../../body-rules/contract/rules.ts'
import { CertificateText, DecidedScheme } from '../contract/text.ts'

export type DecisionSays = {
  scheme: unknown
  levelId: string | null
  stars: number
  scope: string
  outlets: readonly Pick<OutletEntry, 'name' | 'address'>[]
  conditions: string
}
export type Holder = { name: string; uscc: string; address: string }

/** The day so many months on: the same day of the month, or its last one. */
export function monthsAfter(dayOn: string, months: number): string {
  const [year, month, day] = dayOn.split('-').map(Number) as [number, number, number]
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(day, last))
  return first.toISOString().slice(0, 10)
}

/** The last day of a certificate valid for so many months from `validFromOn`: the day before the same day. */
export function lastValidDay(validFromOn: string, months: number): string {
  return addDays(monthsAfter(validFromOn, months), -1)
}

type Given = {
  number: string
  holder: Holder
  decision: DecisionSays
  body: BodyProfile
  rules: BodyRules
  issuedOn: string
}

/** The text of a new certificate, as the decision says. Refused where the decision words no level of its scheme. */
export function firstText({ number, holder, decision, body, rules, issuedOn }: Given): Decision<CertificateText> {
  const words = wordsOf(decision)
  if (!words.ok) return words
  const withinMonths = rules.surveillance.withinMonths.value
  return accept(
    CertificateText.parse({
      ...{ format: 'starproof-certificate', version: 1, number, edition: 1, holder, body },
      ...words.value,
      ...{ issuedOn, validFromOn: issuedOn },
      validUntilOn: lastValidDay(issuedOn, rules.certificate.validMonths.value),
      surveillance: { withinMonths, dueOn: monthsAfter(issuedOn, withinMonths) },
    }),
  )
}

/** The next edition after extension, reduction or a change of stars: the decision's words, everything else as before. */
export function decidedText(before: CertificateText, decision: DecisionSays): Decision<CertificateText> {
  const words = wordsOf(decision)
  if (!words.ok) return words
  return accept(CertificateText.parse({ ...before, ...words.value, edition: before.edition + 1 }))
}

/** The next edition where only names and addresses are put right, or the paper was lost. */
export function replacedText(before: CertificateText, holder: Holder, body: BodyProfile): CertificateText {
  return CertificateText.parse({ ...before, holder, body, edition: before.edition + 1 })
}

function wordsOf(
  decision: DecisionSays,
): Decision<Pick<CertificateText, 'scope' | 'standard' | 'level' | 'outlets' | 'conditions'>> {
  const scheme = DecidedScheme.safeParse(decision.scheme)
  if (!scheme.success || !decision.levelId) return refuse('conflict', 'decision_without_level')
  const { id: schemeId, standard: reference, title = null, levelName } = scheme.data
  return accept({
    scope: decision.scope,
    standard: { schemeId, reference, title },
    level: { id: decision.levelId, name: levelName, stars: decision.stars },
    outlets: decision.outlets.map(({ name, address }) => ({ name, address })),
    conditions: decision.conditions,
  })
}
