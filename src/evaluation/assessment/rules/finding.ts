import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { fractionText } from '#src/shared/fraction.ts'
import type { Leaf, Scheme } from '../../scheme/contract.ts'
import { listLeaves } from '../../scheme/rules/tree.ts'
import type { Finding, Verdict } from '../../score/contract.ts'
import { gotFrom, verdictOf } from '../../score/rules/leaf.ts'
import type { AssessmentLeaf, ComputedFinding, Judgement, SampleItem } from '../contract/leaf.ts'

type Found = Pick<AssessmentLeaf, 'leafId' | 'kind' | 'conforms' | 'reason' | 'items' | 'accepted'>

/** What scoring takes of an indicator as it stands; undefined where it is missing. A sample's counts follow from its items. */
export function findingOf(leaf: Found): Finding | undefined {
  const { leafId, reason } = leaf
  switch (leaf.kind) {
    case 'judged':
      return { leafId, kind: 'judged', conforms: leaf.conforms!, reason }
    case 'sampled':
      return sampledFinding(leafId, leaf.items!, reason)
    case 'computed':
      return leaf.accepted!
    case 'missing':
      return undefined
  }
}

/** Nothing is found of a sample while one of its items was not looked at. */
function sampledFinding(leafId: string, items: readonly SampleItem[], reason: string): Finding | undefined {
  const { sampled, nonconforming, unseen } = countItems(items)
  if (unseen > 0 || sampled === 0) return undefined
  return { leafId, kind: 'sampled', sampled, nonconforming, ...(reason ? { reason } : {}) }
}

/** `sampled`: items with a verdict; `unseen`: those without. */
export function countItems(items: readonly SampleItem[]): { sampled: number; nonconforming: number; unseen: number } {
  const seen = items.filter((item) => item.conforms !== null)
  return {
    sampled: seen.length,
    nonconforming: seen.filter((item) => !item.conforms).length,
    unseen: items.length - seen.length,
  }
}

/** The findings that fit the scheme, in its order. A draft may have lost an indicator or judge it another way since: then it is missing again. */
export function fittingFindings(scheme: Scheme, leaves: readonly Found[]): Finding[] {
  const byLeaf = new Map(leaves.map((leaf) => [leaf.leafId, leaf]))
  return listLeaves(scheme).flatMap((leaf) => {
    const found = byLeaf.get(leaf.id)
    const finding = found && findingOf(found)
    return finding && fits(leaf, finding) ? [finding] : []
  })
}

function fits(leaf: Leaf, finding: Finding): boolean {
  return verdictOf(finding)?.mode === leaf.mode.value
}

/** Whether a person may say this about an indicator, beside what the counts say (`proposal`, where they say anything). */
export function canJudge(leaf: Leaf, judgement: Judgement, proposal: ComputedFinding | undefined): Decision<null> {
  const leafId = leaf.id
  const mode = leaf.mode.value
  switch (judgement.kind) {
    case 'missing':
      return accept(null)
    case 'computed':
      return proposal ? accept(null) : refuse('conflict', 'no_proposal', { leafId })
    case 'judged':
      return mode === 'judged' ? accept(null) : refuse('invalid', 'finding_mode_differs', { leafId, mode })
    case 'sampled':
      if (mode !== 'sampled') return refuse('invalid', 'finding_mode_differs', { leafId, mode })
      return canSample(leaf, judgement, proposal)
  }
}

function canSample(
  leaf: Leaf,
  { items, reason }: Extract<Judgement, { kind: 'sampled' }>,
  proposal: ComputedFinding | undefined,
): Decision<null> {
  const seen = new Set<string>()
  for (const item of items) {
    const known = item.record ? `${item.record.type} ${item.record.id}` : item.label
    if (seen.has(known)) return refuse('invalid', 'sample_item_repeated', { label: item.label })
    seen.add(known)
    if (item.conforms === false && item.note === '')
      return refuse('invalid', 'sample_note_missing', { label: item.label })
  }
  const { sampled, nonconforming, unseen } = countItems(items)
  const verdict: Verdict = { mode: 'sampled', sampled, nonconforming }
  if (unseen > 0) return accept(null)
  if (reason === '' && proposal && overrules(verdict, proposal))
    return refuse('invalid', 'overruling_needs_reason', { leafId: leaf.id })
  return accept(null)
}

/** Whether a verdict keeps another share of the points than what the counts say. */
function overrules(verdict: Verdict, proposal: ComputedFinding): boolean {
  return keptShare(verdict) !== keptShare(proposal.verdict)
}

/** The share of an indicator's points that a verdict keeps, exact, in lowest terms: `0`, `3/4`, `1`. */
export function keptShare(verdict: Verdict): string {
  return fractionText(gotFrom(1, verdict))
}

type Written = Pick<AssessmentLeaf, 'kind' | 'conforms' | 'reason' | 'items' | 'accepted' | 'overruled'>

/** What is then written down. */
export function writtenAs(leaf: Leaf, judgement: Judgement, proposal: ComputedFinding | undefined): Written {
  const nothing = { conforms: null, reason: '', items: null, accepted: null, overruled: null }
  switch (judgement.kind) {
    case 'missing':
      return { ...nothing, kind: 'missing', reason: judgement.reason }
    case 'computed':
      return { ...nothing, kind: 'computed', accepted: proposal! }
    case 'judged':
    case 'sampled': {
      const { kind, reason } = judgement
      const own =
        kind === 'judged'
          ? { ...nothing, kind, reason, conforms: judgement.conforms }
          : { ...nothing, kind, reason, items: judgement.items }
      const verdict = verdictOf(findingOf({ leafId: leaf.id, ...own }))
      return { ...own, overruled: verdict && proposal && overrules(verdict, proposal) ? proposal : null }
    }
  }
}
