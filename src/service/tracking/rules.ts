import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { instantFrom } from '#src/shared/instant.ts'
import type { RequestState } from '../request/contract/words.ts'
import { isOpen } from '../request/rules.ts'

const HOUR_MS = 3_600_000
const LINK_DAYS = 180
/** 催办 counts once an hour; more often it would only be noise on the dispatcher's board. */
export const NUDGE_EVERY_MINUTES = 60

export function linkExpiry(madeAt: string): string {
  return instantFrom(Date.parse(madeAt) + LINK_DAYS * 24 * HOUR_MS)
}

export type LinkedRequest = {
  orgId: string
  id: string
  requestId: string
  expiresAt: string
  revokedAt: string | null
}

/** One answer for a wrong, an expired and a revoked link: whoever guesses learns nothing. */
export function openLink(link: LinkedRequest | undefined, at: string): Decision<LinkedRequest> {
  if (!link || link.revokedAt !== null || link.expiresAt <= at) return refuse('not_found', 'link_expired')
  return accept(link)
}

export function canNudge(state: RequestState, lastNudgedAt: string | null, at: string): Decision<null> {
  if (!isOpen(state)) return refuse('conflict', 'request_state', { state, step: 'nudged' })
  if (lastNudgedAt === null) return accept(null)
  const waitMs = Date.parse(lastNudgedAt) + NUDGE_EVERY_MINUTES * 60_000 - Date.parse(at)
  if (waitMs > 0) return refuse('conflict', 'nudged_lately', { minutes: Math.ceil(waitMs / 60_000) })
  return accept(null)
}

/** Which steps the customer sees, and nothing of what was written about them. */
const SHOWN: readonly string[] = [
  'created',
  'answered',
  'appointed',
  'dispatched',
  'arrived',
  'work_finished',
  'resolved',
  'closed',
  'cancelled',
  'reopened',
  'paused',
  'resumed',
  'nudged',
]

export type TrackedStep = { kind: string; at: string; windowFromAt: string | null; windowToAt: string | null }

export function shownSteps(events: readonly TrackedStep[]): TrackedStep[] {
  return events
    .filter((event) => SHOWN.includes(event.kind))
    .map(({ kind, at, windowFromAt, windowToAt }) => ({ kind, at, windowFromAt, windowToAt }))
}

// Family names of two characters that are still common; all others have one.
const LONG_FAMILY_NAMES =
  '欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 司空 夏侯 端木 轩辕 独孤 南宫 申屠 澹台 闻人 呼延 赫连 万俟 太史 淳于 单于 百里 东郭 钟离 鲜于 闾丘 公冶 濮阳'.split(
    ' ',
  )

/** What a stranger may know of a technician's name: 李强 → 李, 欧阳锋 → 欧阳, `Li Qiang` → Qiang (the last word). */
export function familyName(name: string): string {
  const bare = name.trim()
  if (!/\p{Script=Han}/u.test(bare)) return bare.split(/\s+/).at(-1) ?? ''
  const long = LONG_FAMILY_NAMES.find((family) => bare.startsWith(family) && bare.length > family.length)
  return long ?? [...bare][0] ?? ''
}
