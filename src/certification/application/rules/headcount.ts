import type { BodyRules } from '../../body-rules/contract/rules.ts'
import type { HeadcountCheck, ImplausibleHeadcount } from '../contract.ts'
import type { Step } from './steps.ts'

export type Stated = {
  headcount: number
  /** As the form says; the list may hold fewer. */
  outletCount: number
  outlets: readonly { headcount: number }[]
  staffCount: number
}

/** The figures where a headcount cannot be right: 300 outlets with 300 people. Null where nothing speaks against it. */
export function implausibleHeadcount(rules: BodyRules, stated: Stated): ImplausibleHeadcount | null {
  const leastTenths = rules.headcount.implausiblePeoplePerOutletTenths.value
  const outlets = Math.max(stated.outletCount, stated.outlets.length)
  const perOutletTenths = outlets === 0 ? 0 : Math.floor((stated.headcount * 10) / outlets)
  const inOutlets = stated.outlets.reduce((sum, outlet) => sum + outlet.headcount, 0)
  const reasons: ImplausibleHeadcount['reasons'] = []
  if (outlets > 0 && perOutletTenths < leastTenths) reasons.push('too_few_per_outlet')
  if (inOutlets > stated.headcount) reasons.push('fewer_than_outlet_people')
  if (stated.staffCount > stated.headcount) reasons.push('fewer_than_staff_rows')
  if (stated.outlets.length > 0 && stated.outlets.length !== stated.outletCount) reasons.push('outlets_differ')
  if (reasons.length === 0) return null
  return { headcount: stated.headcount, outlets, staffListed: stated.staffCount, perOutletTenths, leastTenths, reasons }
}

/** The headcount to count with and what is known about it. An explanation holds for the figure it was given for. */
export function headcountOf(
  rules: BodyRules,
  stated: Stated,
  steps: readonly Pick<Step, 'kind' | 'reason' | 'detail'>[],
): HeadcountCheck {
  const corrected = steps.findLastIndex(({ kind }) => kind === 'headcount_corrected')
  const headcount = steps[corrected]?.detail.headcount ?? stated.headcount
  const explained = steps.slice(corrected + 1).findLast(({ kind }) => kind === 'headcount_explained')
  return {
    headcount,
    stated: stated.headcount,
    implausible: implausibleHeadcount(rules, { ...stated, headcount }),
    explanation: explained?.reason ?? '',
  }
}
