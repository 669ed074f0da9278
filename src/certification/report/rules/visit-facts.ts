import type { VisitEntry } from '../../visit/contract/entry.ts'
import { inForce, ofKind } from '../../visit/rules/read.ts'
import type { VisitKit } from '../../visit-kit/contract/kit.ts'
import { scoreTest } from '../../visit-kit/rules/kit.ts'
import type { VisitFacts } from './facts.ts'

const MEETINGS = {
  opening: { zh: '首次会议', en: 'Opening meeting' },
  closing: { zh: '末次会议', en: 'Closing meeting' },
} as const

/** What the report tells of the visit: who came, and how much was looked at with what result. Replaced and withdrawn entries do not count. */
export function visitFacts(entries: readonly VisitEntry[], kit: VisitKit): VisitFacts {
  const now = inForce(entries)
  const postOf = new Map(kit.posts.map((post) => [post.id, post.name]))
  const shares = ofKind(now, 'knowledge_test').map(({ content }) => {
    const { right, total } = scoreTest(kit, content.answers)
    return (right / total) * 100
  })
  const hardware = ofKind(now, 'hardware').filter(({ content }) => content.verdict !== 'not_applicable')
  const checks = ofKind(now, 'record_check').filter(({ content }) => content.excusedReason === '')
  const calls = ofKind(now, 'call').map(({ content }) => content.result)
  return {
    attendance: ofKind(now, 'attendance').map(({ content }) => ({
      meeting: MEETINGS[content.meeting],
      post: postOf.get(content.postId) ?? { zh: content.postId, en: content.postId },
      name: content.personName,
      isPresent: content.isPresent,
    })),
    interviews: ofKind(now, 'interview').length,
    tests: {
      count: shares.length,
      averagePercent:
        shares.length === 0 ? null : Math.round(shares.reduce((sum, one) => sum + one, 0) / shares.length),
    },
    hardware: {
      count: hardware.length,
      nonconforming: hardware.filter(({ content }) => content.verdict === 'nonconforming').length,
    },
    checks: {
      count: checks.length,
      nonconforming: checks.filter(({ content }) => content.verdicts.some((one) => !one.conforms)).length,
    },
    calls: {
      satisfied: calls.filter((result) => result === 'satisfied').length,
      middle: calls.filter((result) => result === 'middle').length,
      bad: calls.filter((result) => result === 'bad').length,
      unanswered: calls.filter((result) => result === 'no_answer').length,
    },
    photos: ofKind(now, 'photo').length,
  }
}
