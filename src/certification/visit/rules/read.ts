import type { VisitKit } from '../../visit-kit/contract/kit.ts'
import {
  type ContentOf,
  type EntryKind,
  MEETINGS,
  type Meeting,
  type SampledCase,
  type VisitEntry,
} from '../contract/entry.ts'

/** What counts now: not the replaced ones, not the withdrawn ones. In order of happening. */
export function inForce(entries: readonly VisitEntry[]): VisitEntry[] {
  const replaced = new Set(entries.map((entry) => entry.replacesId))
  return entries
    .filter((entry) => !replaced.has(entry.id) && entry.content.kind !== 'withdrawal')
    .sort((a, b) => (a.occurredAt === b.occurredAt ? a.id.localeCompare(b.id) : a.occurredAt < b.occurredAt ? -1 : 1))
}

export type EntryOf<K extends EntryKind> = VisitEntry & { content: ContentOf<K> }

export function ofKind<K extends EntryKind>(entries: readonly VisitEntry[], kind: K): EntryOf<K>[] {
  return entries.filter((entry): entry is EntryOf<K> => entry.content.kind === kind)
}

/** One thing that is missing before the visit can be finished. */
export type Left =
  | { what: 'meeting'; meeting: Meeting }
  | { what: 'attendance'; meeting: Meeting; postId: string }
  | { what: 'case'; caseId: string; number: string }
  | { what: 'leaf'; leafId: string }

/** Both meetings with every required post accounted for, every sampled case looked at or excused, no leaf without a finding. */
export function leftToDo(given: {
  entries: readonly VisitEntry[]
  kit: Pick<VisitKit, 'posts'>
  cases: readonly Pick<SampledCase, 'caseId' | 'number'>[]
  missingLeafIds: readonly string[]
}): Left[] {
  const now = inForce(given.entries)
  const held = new Set(ofKind(now, 'meeting').map((entry) => entry.content.meeting))
  const attended = new Set(ofKind(now, 'attendance').map(({ content }) => `${content.meeting} ${content.postId}`))
  const checked = new Set(ofKind(now, 'record_check').map((entry) => entry.content.caseId))
  const posts = given.kit.posts.filter((post) => post.required)
  return [
    ...MEETINGS.flatMap((meeting): Left[] => [
      ...(held.has(meeting) ? [] : [{ what: 'meeting' as const, meeting }]),
      ...posts
        .filter((post) => !attended.has(`${meeting} ${post.id}`))
        .map((post) => ({ what: 'attendance' as const, meeting, postId: post.id })),
    ]),
    ...given.cases
      .filter((one) => !checked.has(one.caseId))
      .map(({ caseId, number }) => ({ what: 'case' as const, caseId, number })),
    ...given.missingLeafIds.map((leafId) => ({ what: 'leaf' as const, leafId })),
  ]
}

export type SampleItem = { caseId: string; number: string; conforms: boolean; note: string; byName: string }

/** The sampled finding that the record checks give for each leaf. Where two people looked at one case, the stricter verdict stands. */
export function samplesByLeaf(
  entries: readonly VisitEntry[],
  cases: readonly Pick<SampledCase, 'caseId' | 'number'>[],
): Map<string, SampleItem[]> {
  const numberOf = new Map(cases.map((one) => [one.caseId, one.number]))
  const byLeaf = new Map<string, Map<string, SampleItem>>()
  for (const { content, byName } of ofKind(inForce(entries), 'record_check')) {
    for (const { leafId, conforms } of content.verdicts) {
      const items = byLeaf.get(leafId) ?? new Map<string, SampleItem>()
      const { caseId, note } = content
      const known = items.get(caseId)
      if (!known || (known.conforms && !conforms))
        items.set(caseId, { caseId, number: numberOf.get(caseId) ?? '', conforms, note, byName })
      byLeaf.set(leafId, items)
    }
  }
  return new Map([...byLeaf].map(([leafId, items]) => [leafId, [...items.values()].sort(byNumber)]))
}

function byNumber(a: SampleItem, b: SampleItem): number {
  return a.number === b.number ? a.caseId.localeCompare(b.caseId) : a.number < b.number ? -1 : 1
}

/** What of the visit speaks of a leaf: shown beside its score. */
export function entriesOfLeaf(entries: readonly VisitEntry[], leafId: string): VisitEntry[] {
  return inForce(entries).filter((entry) => entry.leafIds.includes(leafId))
}
