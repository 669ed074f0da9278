import type { BodyRules } from '../../body-rules/contract/rules.ts'

type Figures = Pick<BodyRules, 'personDays' | 'transition'>

/** What an audit gets on top where it is the transition as well: the share and at least the minimum, so that the sum is a whole step. */
export function extraTenths({ personDays, transition }: Figures, baseTenths: number): number {
  const byShare = Math.ceil((baseTenths * transition.extraShare.value) / 10_000)
  const extra = Math.max(byShare, transition.extraMinimumTenths.value)
  if (extra === 0) return 0
  const step = personDays.roundUpToTenths.value
  return Math.ceil((baseTenths + extra) / step) * step - baseTenths
}

/** A special audit that is nothing but the transition: what a surveillance would get on top, and at least what the rules set. */
export function specialTenths({ personDays, transition }: Figures, surveillanceTenths: number | null): number {
  const step = personDays.roundUpToTenths.value
  const extra = surveillanceTenths === null ? 0 : extraTenths({ personDays, transition }, surveillanceTenths)
  return Math.ceil(Math.max(transition.specialTenths.value, extra) / step) * step
}
