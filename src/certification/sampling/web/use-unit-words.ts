import { useTranslation } from 'react-i18next'
import { cityOf } from '#src/company/division/rules.ts'
import { OutletKind } from '#src/company/outlet/contract.ts'
import type { SampledPart, SampledWhat } from '#src/evaluation/sampling-receipt/contract.ts'
import { RequestKind } from '#src/service/request/contract/words.ts'
import type { SamplingRow } from '../contract.ts'

/** Kinds of units in the reader's language. What another installation calls by a word of its own stands as it is. */
export function useKindName(): (what: SampledWhat, kind: string) => string {
  const { t } = useTranslation(['audit', 'company', 'request'])
  return (what, kind) => {
    const outlet = OutletKind.safeParse(kind)
    const request = RequestKind.safeParse(kind)
    if (what === 'outlet' && outlet.success) return t(`company:outlet.kinds.${outlet.data}`)
    if (what === 'case' && request.success) return t(`request:kind.${request.data}`)
    if (what === 'person' && (kind === 'management' || kind === 'staff')) return t(`sampling.staff.${kind}`)
    return kind
  }
}

/** A stratum by the words of its traits: its key holds ids and codes. */
export function useStratumName(
  what: SampledWhat,
  part: SampledPart,
  outlets: SamplingRow['outlets'],
): (key: string) => string {
  const { t } = useTranslation('audit')
  const kindName = useKindName()
  const names = new Map(outlets.map((one) => [one.id, one.name]))
  return (key) => {
    if (part.stratifiedBy.length === 0) return t('sampling.allOne')
    const words = key.split(' · ').map((value, at) => {
      const trait = part.stratifiedBy[at]
      if (trait === 'kind') return kindName(what, value)
      if (trait === 'city') return cityOf(value)?.name ?? value
      return names.get(value) ?? value
    })
    return words.map((word) => word || '—').join(' · ')
  }
}
