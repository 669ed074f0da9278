import type { Interval } from '#src/shared/calendar/working-time.ts'
import { type ClockEvent, measuredMs, PAUSED, RESUMED, UNSTATED } from './clock-event.ts'

export type Pause = Interval & { reason: string; accepted: boolean }

export type Pauses = {
  /** Each pause within the clock's time, in order of beginning; those of different reasons may overlap. */
  all: Pause[]
  /** Accepted pauses melted together: apart, in order. */
  accepted: Interval[]
  strayResume: boolean
}

/**
 * Reads pauses out of events that happened by `untilMs`, cut to the clock's time. Each reason is kept apart: pausing twice for one reason
 * is one pause; a resume without a reason ends all. A pause that nobody ended lasts to `untilMs`. When pause and resume of a reason fall on
 * one moment, a paused reason stays paused and a running one stays running, whichever was written first.
 */
export function readPauses(
  events: readonly ClockEvent[],
  acceptedReasons: readonly string[],
  fromMs: number,
  untilMs: number,
): Pauses {
  const moments = new Map<string, Map<number, { pause: boolean; resume: boolean }>>()
  const mark = (reason: string, atMs: number, what: 'pause' | 'resume') => {
    const ofReason = moments.get(reason) ?? new Map()
    moments.set(reason, ofReason)
    const moment = ofReason.get(atMs) ?? { pause: false, resume: false }
    ofReason.set(atMs, moment)
    moment[what] = true
  }
  const happened = events.filter((event) => measuredMs(event) <= untilMs)
  for (const event of happened) if (event.kind === PAUSED) mark(event.reason ?? UNSTATED, measuredMs(event), 'pause')
  const reasons = [...moments.keys()]
  // A resume that ended nothing is looked for per event: one without a reason is stray only if no reason was paused at all.
  const resumes = happened.filter((event) => event.kind === RESUMED)
  for (const event of resumes) {
    for (const reason of event.reason === undefined ? reasons : reasons.filter((known) => known === event.reason))
      mark(reason, measuredMs(event), 'resume')
  }
  const all: Pause[] = []
  const endings = new Set<string>()
  for (const [reason, ofReason] of moments) {
    const accepted = acceptedReasons.includes(reason)
    let openSince: number | null = null
    for (const [atMs, { pause, resume }] of [...ofReason].sort(([a], [b]) => a - b)) {
      if (resume && (openSince !== null || pause)) endings.add(`${atMs}`).add(`${atMs} ${reason}`)
      if (pause === resume) continue
      if (pause) openSince ??= atMs
      else if (openSince !== null) {
        all.push({ fromMs: openSince, toMs: atMs, reason, accepted })
        openSince = null
      }
    }
    if (openSince !== null) all.push({ fromMs: openSince, toMs: untilMs, reason, accepted })
  }
  const cut = all
    .map((pause) => ({ ...pause, fromMs: Math.max(pause.fromMs, fromMs), toMs: Math.min(pause.toMs, untilMs) }))
    .filter((pause) => pause.toMs > pause.fromMs)
    .sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs || (a.reason < b.reason ? -1 : 1))
  return {
    all: cut,
    accepted: melt(cut.filter((pause) => pause.accepted)),
    strayResume: resumes.some((event) =>
      event.reason === undefined
        ? !endings.has(`${measuredMs(event)}`)
        : !endings.has(`${measuredMs(event)} ${event.reason}`),
    ),
  }
}

/** Overlapping and touching intervals as one; expects them in order of beginning. */
function melt(intervals: readonly Interval[]): Interval[] {
  const melted: Interval[] = []
  for (const { fromMs, toMs } of intervals) {
    const last = melted.at(-1)
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs)
    else melted.push({ fromMs, toMs })
  }
  return melted
}
