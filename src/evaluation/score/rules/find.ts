import type { FindingRule, Leaf, MeasureEntry, Scheme } from '#src/evaluation/scheme/contract.ts'
import { decidingMeasures, listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import type { Explanation, Finding, MeasureCounts, MeasureUse, Verdict } from '../contract.ts'

type Answer = { verdict: Verdict | null; explanation: Explanation }

/** One finding per leaf, in the scheme's order. Throws a RangeError for counts that cannot be (more good than there were). */
export function findingsFromMeasures(scheme: Scheme, counts: MeasureCounts): Finding[] {
  return findingsOf(scheme, listLeaves(scheme), counts)
}

export function findingsOf(scheme: Scheme, leaves: readonly Leaf[], counts: MeasureCounts): Finding[] {
  const catalogue = new Map(scheme.measures.map((entry) => [entry.id, entry]))
  return leaves.map((leaf) => {
    const deciding = decidingMeasures(leaf.finding)
    const uses = deciding.map((id) => useOf(catalogue, counts, id, 'decides'))
    const measures = [...uses, ...leaf.finding.supports.map((id) => useOf(catalogue, counts, id, 'supports'))]
    const { verdict, explanation } = decide(leaf.finding, uses)
    return verdict === null
      ? { leafId: leaf.id, kind: 'missing', explanation, measures }
      : { leafId: leaf.id, kind: 'computed', verdict, explanation, measures }
  })
}

function useOf(
  catalogue: ReadonlyMap<string, MeasureEntry>,
  counts: MeasureCounts,
  measureId: string,
  role: MeasureUse['role'],
): MeasureUse {
  const entry = catalogue.get(measureId)
  if (!entry) throw new RangeError(`measure ${measureId} is not in the scheme`)
  const known = { measureId, definitionVersion: entry.definition.version, records: entry.records, role }
  const count = Object.hasOwn(counts, measureId) ? counts[measureId] : undefined
  if (!count) {
    const state = entry.status === 'planned' ? 'planned' : 'not_counted'
    return { ...known, state, good: 0, total: 0, backfilled: 0, detail: undefined }
  }
  const { good, total, backfilled = 0, detail } = count
  if (![good, total, backfilled].every((number) => Number.isSafeInteger(number) && number >= 0) || backfilled > total)
    throw new RangeError(`measure ${measureId}: ${good} good of ${total} (${backfilled} back-filled) cannot be`)
  return { ...known, state: total === 0 ? 'nothing' : 'counted', good, total, backfilled, detail }
}

function decide(rule: FindingRule, uses: MeasureUse[]): Answer {
  switch (rule.decide) {
    case 'by_person':
      return missing('needs_person')
    case 'every':
      return decideEvery(rule, uses)
    case 'worst':
      return decideWorst(rule, uses)
    case 'pooled':
      return decidePooled(rule, uses)
  }
}

function missing(code: Explanation['code'], params: Explanation['params'] = {}): Answer {
  return { verdict: null, explanation: { code, params } }
}

/** Only a requirement may count more good than there are to compare with; in a sample it would hide a shortfall elsewhere. */
function refuseSurplus(uses: MeasureUse[]): void {
  for (const use of uses)
    if (use.good > use.total)
      throw new RangeError(`measure ${use.measureId}: ${use.good} good of ${use.total} cannot be`)
}

/** The first measure without a count; one silent measure keeps its leaf missing. */
function uncounted(uses: MeasureUse[]): Answer | null {
  const silent = uses.find((use) => use.state === 'planned' || use.state === 'not_counted')
  if (!silent) return null
  return missing(silent.state === 'planned' ? 'measure_planned' : 'measure_not_counted', { measure: silent.measureId })
}

function tooFew(use: MeasureUse, minimumSample: number): Answer {
  if (use.total === 0) return missing('nothing_to_sample', { measure: use.measureId })
  return missing('sample_too_small', { measure: use.measureId, sampled: use.total, minimumSample })
}

function decideEvery(rule: Extract<FindingRule, { decide: 'every' }>, uses: MeasureUse[]): Answer {
  const answers = rule.conditions.map((condition, at): Answer => {
    const use = uses[at]!
    const silent = uncounted([use])
    if (silent) return silent
    if (use.total < condition.minimumSample) return tooFew(use, condition.minimumSample)
    const byShare = Math.ceil((condition.share.basisPoints * use.total) / 10_000)
    const required = Math.max(condition.atLeast.count, byShare)
    const conforms = use.good >= required
    const params = { measure: use.measureId, good: use.good, total: use.total, required }
    return {
      verdict: { mode: 'judged', conforms },
      explanation: { code: conforms ? 'requirement_met' : 'requirement_not_met', params },
    }
  })
  // One condition that fails decides, whatever the silent ones would say; otherwise silence keeps the leaf missing.
  const failed = answers.find((answer) => answer.verdict?.mode === 'judged' && !answer.verdict.conforms)
  return failed ?? answers.find((answer) => answer.verdict === null) ?? answers[0]!
}

function sampledAnswer(sampled: number, good: number, params: Explanation['params']): Answer {
  const nonconforming = sampled - good
  return {
    verdict: { mode: 'sampled', sampled, nonconforming },
    explanation: {
      code: nonconforming === 0 ? 'sample_conforms' : 'sample_nonconforming',
      params: { ...params, sampled, nonconforming },
    },
  }
}

function decideWorst(rule: Extract<FindingRule, { decide: 'worst' }>, uses: MeasureUse[]): Answer {
  refuseSurplus(uses)
  const silent = uncounted(uses)
  if (silent) return silent
  const few = rule.inputs.findIndex((input, at) => uses[at]!.total > 0 && uses[at]!.total < input.minimumSample)
  if (few >= 0) return tooFew(uses[few]!, rule.inputs[few]!.minimumSample)
  // A measure with nothing in it says nothing (no bad rating, no follow-up due); the others decide.
  const [first, ...others] = uses.filter((use) => use.total > 0)
  if (!first) return missing('nothing_to_sample')
  const worst = others.reduce((worse, use) => (hasLargerLoss(use, worse) ? use : worse), first)
  return sampledAnswer(worst.total, worst.good, { measure: worst.measureId })
}

function hasLargerLoss(a: MeasureUse, b: MeasureUse): boolean {
  return BigInt(a.total - a.good) * BigInt(b.total) > BigInt(b.total - b.good) * BigInt(a.total)
}

function decidePooled(rule: Extract<FindingRule, { decide: 'pooled' }>, uses: MeasureUse[]): Answer {
  refuseSurplus(uses)
  const silent = uncounted(uses)
  if (silent) return silent
  const total = uses.reduce((sampled, use) => sampled + use.total, 0)
  const params: Explanation['params'] = uses.length === 1 ? { measure: uses[0]!.measureId } : {}
  if (total === 0) return missing('nothing_to_sample', params)
  if (total < rule.minimumSample)
    return missing('sample_too_small', { ...params, sampled: total, minimumSample: rule.minimumSample })
  return sampledAnswer(
    total,
    uses.reduce((good, use) => good + use.good, 0),
    params,
  )
}
