import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { RequestKind } from '#src/service/request/contract/words.ts'
import { chanceStream, drawFrom } from '#src/shared/draw.ts'
import type { Leaf } from '../../scheme/contract.ts'
import type { SampleItem } from '../contract/leaf.ts'
import type { RecordFound, SampledOf } from '../contract/sample.ts'

/**
 * How many of so many are looked at in a self-evaluation: ⌈√N⌉, at least 5, at most 50, never more than there are. Our own default, after the
 * root rule of multi-site audits; a company may look at more, never at fewer.
 */
export const SIZE_RULE = { least: 5, most: 50 } as const

export function ruleSize(count: number): number {
  let root = Math.floor(Math.sqrt(count))
  while (root * root < count) root += 1
  return Math.min(count, SIZE_RULE.most, Math.max(SIZE_RULE.least, root))
}

/** More than this is not read to draw from: the kind of request narrows it. */
export const MOST_POPULATION = 200_000

/** SHA-256 over the ids, one per line, in the order given. */
export function populationHash(ids: readonly string[]): string {
  return bytesToHex(sha256(utf8ToBytes(ids.map((id) => `${id}\n`).join(''))))
}

export function drawLabel(sample: { leafId: string; of: SampledOf; requestKind: string | null }): string {
  return `starproof-leaf-sample-1\n${sample.leafId}\n${sample.of}\n${sample.requestKind ?? ''}`
}

/** The ids drawn, in the order drawn: a pure function of the population in order, the seed, the label and the size. */
export function drawIds(population: readonly string[], size: number, seed: string, label: string): string[] {
  return drawFrom(population, size, chanceStream(seed, label))
}

/** What was drawn as items that nobody has looked at; a record that is in the sample already stays as it was judged. */
export function withDrawn(items: readonly SampleItem[], drawn: readonly RecordFound[]): SampleItem[] {
  const known = new Set(items.map((item) => item.record?.id))
  const labels = new Set(items.map((item) => item.label))
  const added = drawn
    .filter(({ record, label }) => !known.has(record.id) && !labels.has(label))
    .map(({ record, label }): SampleItem => ({ label, record, conforms: null, note: '' }))
  return [...items, ...added]
}

type Whereof = { of: SampledOf; requestKind: RequestKind | null }
const request = (requestKind: RequestKind | null = null): Whereof => ({ of: 'request', requestKind })
const records = (of: SampledOf): Whereof => ({ of, requestKind: null })

/** Where one looks for what a measure counts. */
const MEASURED: Readonly<Record<string, Whereof>> = {
  outlet_coverage: records('outlet'),
  outlets_facilities_complete: records('outlet'),
  licence_valid: records('staff'),
  staff_trained: records('staff'),
  law_tests_passed: records('staff'),
  unlicensed_jobs: records('work_order'),
  signature_present: records('work_order'),
  products_with_manual: records('product_model'),
  customer_files_complete: records('customer'),
  installations_signed: request('installation'),
  consultations_answered_in_time: request('consultation'),
  deliveries_undamaged: request('delivery'),
  deliveries_on_time: request('delivery'),
  arrival_in_time: request('repair'),
  finish_in_time: request('repair'),
  charges_confirmed: request('repair'),
  orders_not_waiting_for_parts: request('repair'),
  parts_fill_rate: request('parts'),
  warranty_decisions_by_rule: request('repair'),
  returns_settled_in_time: request('return'),
  take_backs_proven: request('take_back'),
  complaint_files_complete: request('complaint'),
  complaint_answered_in_time: request('complaint'),
  complaints_resolved: request('complaint'),
  complaint_improvements_verified: request('complaint'),
}

/** What a sample for an indicator is most likely drawn of; a person may say otherwise. */
export function likelySource(leaf: Leaf): Whereof {
  for (const measure of measuresOf(leaf)) {
    const known = MEASURED[measure]
    if (known) return known
  }
  return request()
}

function measuresOf({ finding }: Leaf): string[] {
  switch (finding.decide) {
    case 'worst':
      return finding.inputs.map((one) => one.measure)
    case 'pooled':
      return finding.measures
    case 'every':
      return finding.conditions.map((one) => one.measure)
    case 'by_person':
      return finding.supports
  }
}
