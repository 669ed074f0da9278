import type { SamplingFigures } from '#src/evaluation/sampling-receipt/contract.ts'
import type { AuditKind } from '../../audit/contract.ts'
import type { BodyRules } from '../../body-rules/contract/rules.ts'

/** The rules' figures for an audit of this kind. A special audit visits as many outlets as a surveillance. */
export function figuresOf(sampling: BodyRules['sampling'], auditKind: AuditKind): SamplingFigures {
  const factor = sampling.outletFactorHundredths[auditKind === 'special' ? 'surveillance' : auditKind]
  return {
    auditKind,
    outletFactorHundredths: factor.value,
    caseShare: sampling.caseShare.value,
    caseMinimum: sampling.caseMinimum.value,
    caseMaximum: sampling.caseMaximum.value,
    personShare: sampling.personShare.value,
    personMinimum: sampling.personMinimum.value,
    randomShare: sampling.randomShare.value,
  }
}
