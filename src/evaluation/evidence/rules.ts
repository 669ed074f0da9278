import type { EntryActor } from './contract.ts'

/** Written down later than this after the claimed time, it was filled in afterwards. The same as the default of a promise. */
export const BACKFILLED_AFTER_MINUTES = 1440

/** Whole minutes between what is claimed and when it was written down; none where a clock ran ahead. */
export function lateMinutesOf(claimedAt: string, recordedAt: string): number {
  return Math.max(0, Math.floor((Date.parse(recordedAt) - Date.parse(claimedAt)) / 60_000))
}

const KINDS = ['person', 'key', 'link', 'public', 'system'] as const

/** Reads the actor as history wrote it: `kind:id`, or `public`. */
export function readActor(ref: string): EntryActor {
  const [kind, ...rest] = ref.split(':')
  const known = KINDS.find((one) => one === kind)
  const id = rest.join(':') || null
  if (known === 'system') return { kind: 'system', id: null, name: id }
  return { kind: known ?? 'public', id, name: null }
}

// Words, dates, numbers of records and hashes tell nobody's door; anything else might.
const HARMLESS = [
  /^$/,
  /^[a-z][a-z0-9]*([_.-][a-z0-9]+)+$/,
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  /^[0-9a-f]{64}$/,
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?$/,
  /^[A-Z]{1,3}\d\d-\d{6}$/,
]
const CODES = /(^id|status|kind|type|state|step|code|reason_code|urgency|priority|channel|mode|level)$/i
const CODE = /^[a-z][a-z0-9_]{0,59}$/
const PLACES = /^(latitude|longitude|accuracy|position|point)/i
export const MASK = '****'

/**
 * Content for a reader who may not know the people in it: shapes, codes, dates, numbers of records and quantities stay, every other text and every
 * position becomes `****`. What is not known to be harmless is masked.
 */
export function maskContent(content: unknown, name = ''): unknown {
  if (Array.isArray(content)) return content.map((part) => maskContent(part, name))
  if (typeof content === 'object' && content !== null) {
    return Object.fromEntries(Object.entries(content).map(([key, part]) => [key, maskContent(part, key)]))
  }
  if (typeof content === 'number') return PLACES.test(name) ? MASK : content
  if (typeof content !== 'string') return content
  if (CODES.test(name) && CODE.test(content)) return content
  return HARMLESS.some((shape) => shape.test(content)) && !/name|mail|login/i.test(name) ? content : MASK
}
