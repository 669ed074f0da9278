import type { ClockMeasure } from '#src/shared/clock/clock-reading.ts'
import { TIME_UNKNOWN } from '../../clock/rules.ts'
import type { FIELDS } from '../contract/field.ts'
import type { SheetMapping } from '../contract/mapping.ts'

/** Columns that tell when a step was taken. Cases folded from states always tell when they first moved on. */
const TOLD_BY: Partial<Record<SheetMapping['target'], Record<string, string[]>>> = {
  service_request: {
    answered: ['firstAnsweredAt'],
    dispatched: ['dispatchedAt'],
    arrived: ['arrivedAt'],
    work_finished: ['finishedAt'],
    resolved: ['finishedAt'],
  },
  incident_state: { answered: ['state'], resolved: ['resolvedAt'], closed: ['closedAt'] },
  complaint: { answered: ['answeredAt'], resolved: ['closedAt'], closed: ['closedAt'] },
} satisfies { [T in SheetMapping['target']]?: Record<string, (keyof (typeof FIELDS)[T] & string)[]> }

/** Which steps a sheet tells of at all, by the words of request events. */
export function stepsTold({ target, columns }: Pick<SheetMapping, 'target' | 'columns'>): ReadonlySet<string> {
  const mapped = new Set(columns.map(({ field }) => field))
  const steps = Object.entries(TOLD_BY[target] ?? {})
  return new Set(steps.filter(([, fields]) => fields.every((field) => mapped.has(field))).map(([step]) => step))
}

const SETTLED = new Set(['resolved', 'closed', 'cancelled'])
const ENDS_WORK = new Set(['resolved', 'closed'])

/**
 * May this verdict stand? What a register does not say is missing, not late: a promise is late only by the step it speaks of (the first that stops it),
 * told with its time, or not yet taken on work that is still going on in a register that would tell of it. A promise kept even by a later step is kept.
 */
export function canJudge(
  state: ClockMeasure['state'],
  stopsOn: readonly string[],
  events: readonly { kind: string; reason: string | null }[],
  told: ReadonlySet<string>,
): boolean {
  if (state !== 'late' && state !== 'running' && state !== 'paused') return true
  const step = stopsOn[0]!
  if (events.some(({ kind, reason }) => kind === step && reason !== TIME_UNKNOWN)) return true
  // Work that was left without settling it proves that somebody had come, and that the matter is still open.
  const isOver = (kind: string) => SETTLED.has(kind) || (kind === 'work_finished' && !ENDS_WORK.has(step))
  return told.has(step) && !events.some(({ kind }) => isOver(kind))
}
