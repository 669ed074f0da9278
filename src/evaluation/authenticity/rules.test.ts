import { describe, expect, it } from 'vitest'
import { canAnswer, canJudge, canLook, nightlyDays, stateOf } from './rules/answer.ts'
import { keyOf, type VisitTrace } from './rules/trace.ts'
import { findInVisits } from './rules/visits.ts'
import { findOneDevice, findOwnCallBack, findRepeatedComment, findReuse, findUniform } from './rules/voices.ts'

const at = (text: string) => Date.parse(`2026-11-${text}:00+08:00`)
let made = 0

/** A visit in Hangzhou on the morning of 2 November, a little over an hour long, written down at once. */
function visit(given: Partial<VisitTrace> & { from?: string; to?: string } = {}): VisitTrace {
  const { from = '02T09:00', to = '02T10:15', ...rest } = given
  const number = `W-${++made}`
  return {
    ...{
      workOrderId: number,
      number,
      staffId: 'li',
      staffName: '李强',
      outletId: null,
      dayOn: `2026-11-${from.slice(0, 2)}`,
    },
    arrivedMs: at(from),
    spot: { longitude: 120.15, latitude: 30.28 },
    accuracyMetres: 20,
    site: { longitude: 120.15, latitude: 30.28 },
    finishedMs: at(to),
    finishedRecordedMs: at(to),
    signedMs: at(to),
    signatureKeptMs: at(to),
    ...{ signatureElsewhere: false, isImported: false },
    ...rest,
  }
}
const ningbo = { longitude: 121.55, latitude: 29.87 }
const kinds = (visits: VisitTrace[]) => findInVisits(visits).map((found) => found.detector)

describe('travel', () => {
  it('asks about Hangzhou at 10:15 and Ningbo at 10:40, and says how far and how fast', () => {
    const found = findInVisits([visit(), visit({ from: '02T10:40', to: '02T11:30', spot: ningbo, site: ningbo })])
    expect(found).toMatchObject([{ detector: 'impossible_travel', weight: 'strong', figures: { minutes: 25 } }])
    expect(found[0]!.figures.km).toBeGreaterThan(140)
    expect(found[0]!.records).toHaveLength(2)
  })

  it('asks nothing where there was time for the way, or where a position says nothing', () => {
    expect(kinds([visit(), visit({ from: '02T12:30', to: '02T13:00', spot: ningbo, site: ningbo })])).toEqual([])
    expect(
      kinds([visit(), visit({ from: '02T10:40', to: '02T11:30', spot: ningbo, site: ningbo, accuracyMetres: 5_000 })]),
    ).toEqual([])
    expect(kinds([visit(), visit({ from: '02T10:40', to: '02T11:30', spot: null })])).toEqual([])
  })

  it('asks about two places at once', () => {
    expect(
      kinds([visit({ to: '02T15:00' }), visit({ from: '02T09:30', to: '02T09:50', spot: ningbo, site: ningbo })]),
    ).toEqual(['impossible_travel'])
  })
})

describe('place and signature', () => {
  it('asks about an arrival three kilometres off, strongly about ten, and allows for what the phone did not know', () => {
    const off = (degrees: number, accuracyMetres = 20) =>
      findInVisits([visit({ spot: { longitude: 120.15, latitude: 30.28 + degrees }, accuracyMetres })])
    expect(off(0.027)).toMatchObject([{ detector: 'far_from_site', weight: 'weak', figures: { km: 3 } }])
    expect(off(0.09)).toMatchObject([{ weight: 'strong' }])
    expect(off(0.0085)).toEqual([])
    expect(off(0.02, 1_900)).toEqual([])
  })

  it('asks about a signature given, or kept, before the arrival; not about a clock that differs by minutes', () => {
    expect(kinds([visit({ signedMs: at('02T08:50') })])).toEqual(['signature_before_arrival'])
    expect(kinds([visit({ signatureKeptMs: at('01T20:00') })])).toEqual(['signature_before_arrival'])
    expect(kinds([visit({ signedMs: at('02T08:56') })])).toEqual([])
    expect(kinds([visit({ signatureKeptMs: at('01T20:00'), signatureElsewhere: true })])).toEqual([])
  })
})

describe('entries and hours', () => {
  const late = (count: number, given: Partial<VisitTrace> = {}) =>
    Array.from({ length: count }, (_, nth) => {
      const day = String(2 + nth).padStart(2, '0')
      return visit({ from: `${day}T09:00`, to: `${day}T10:00`, finishedRecordedMs: at(`15T22:${10 + nth}`), ...given })
    })

  it('asks about six days written down in one evening; not about five, an import, or one late day', () => {
    expect(findInVisits(late(6))).toMatchObject([
      { detector: 'burst_entry', figures: { count: 6, days: 5, minutes: 5 } },
    ])
    expect(kinds(late(5))).toEqual([])
    expect(kinds(late(6, { isImported: true }))).toEqual([])
    const oneDay = Array.from({ length: 7 }, (_, nth) =>
      visit({ from: `02T${10 + nth}:00`, to: `02T${10 + nth}:30`, finishedRecordedMs: at('04T20:00') }),
    )
    expect(kinds(oneDay)).toEqual([])
  })

  it('asks about sixteen hours on site, counting what overlaps once', () => {
    const long = [visit({ from: '02T05:00', to: '02T13:00' }), visit({ from: '02T13:10', to: '02T21:30' })]
    expect(findInVisits(long)).toMatchObject([
      { detector: 'impossible_hours', weight: 'weak', figures: { hours: 16.3 } },
    ])
    expect(kinds([visit({ from: '02T08:00', to: '02T18:00' }), visit({ from: '02T08:30', to: '02T18:30' })])).toEqual(
      [],
    )
  })

  it('asks about three weeks without a free day', () => {
    const days = (count: number) =>
      Array.from({ length: count }, (_, nth) => {
        const day = String(1 + nth).padStart(2, '0')
        return visit({ from: `${day}T09:00`, to: `${day}T10:00` })
      })
    expect(findInVisits(days(21))).toMatchObject([{ figures: { daysInARow: 21, fromOn: '2026-11-01' } }])
    expect(kinds(days(20))).toEqual([])
  })
})

describe('what customers are said to have said', () => {
  const order = (workOrderId: string, staffId = 'li') => ({
    workOrderId,
    number: workOrderId,
    staffId,
    outletId: null,
    dayOn: '2026-11-02',
  })
  const rating = (ratingId: string) => ({ ratingId, requestNumber: ratingId, dayOn: '2026-11-02' })
  const rated = (staffId: string, count: number, fullStars: number) => ({
    ...{ staffId, staffName: staffId, outletId: null, count, fullStars, lastOn: '2026-11-02', sample: [] },
  })

  it('asks about a file under two work orders, of one technician or of several', () => {
    expect(findReuse({ kind: 'photo', sha256: 'p', orders: [order('a'), order('b')] })).toMatchObject([
      { detector: 'photo_reused', staffId: 'li' },
    ])
    expect(findReuse({ kind: 'signature', sha256: 's', orders: [order('a'), order('b', 'chen')] })).toMatchObject([
      { detector: 'signature_reused', staffId: null },
    ])
    expect(findReuse({ kind: 'photo', sha256: 'p', orders: [order('a')] })).toEqual([])
  })

  it('asks about sixty full stars where others have eight of ten, not where everybody is as good', () => {
    expect(findUniform([rated('li', 60, 60), rated('chen', 100, 80)])).toMatchObject([
      { staffId: 'li', figures: { count: 60, othersPercent: 80 } },
    ])
    expect(findUniform([rated('li', 60, 60), rated('chen', 100, 99)])).toEqual([])
    expect(findUniform([rated('li', 19, 19), rated('chen', 100, 50)])).toEqual([])
    expect(findUniform([rated('li', 60, 60)])).toEqual([])
  })

  it('asks about a sentence that five customers wrote, a device that three used, a call to one’s own customer', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map(rating)
    const comment = { staffId: 'li', staffName: '李强', outletId: null, comment: '师傅很好服务周到', ratings: five }
    expect(findRepeatedComment(comment)).toHaveLength(1)
    expect(findRepeatedComment({ ...comment, comment: '很好' })).toEqual([])
    expect(findRepeatedComment({ ...comment, ratings: five.slice(1) })).toEqual([])
    expect(findOneDevice({ device: 'd', customers: 3, outletId: null, ratings: five })).toMatchObject([
      { figures: { customers: 3, count: 5 } },
    ])
    expect(findOneDevice({ device: 'd', customers: 2, outletId: null, ratings: five })).toEqual([])
    expect(findOwnCallBack({ ...rating('a'), staffId: 'li', staffName: '李强', outletId: null })).toHaveLength(1)
  })

  it('knows the same suspicion again, and tells two apart', () => {
    const [one] = findReuse({ kind: 'photo', sha256: 'p', orders: [order('a'), order('b')] })
    const [more] = findReuse({ kind: 'photo', sha256: 'p', orders: [order('b'), order('c'), order('a')] })
    const [other] = findReuse({ kind: 'photo', sha256: 'q', orders: [order('a'), order('b')] })
    expect(keyOf(more!)).toBe(keyOf(one!))
    expect(keyOf(other!)).not.toBe(keyOf(one!))
  })
})

describe('answers', () => {
  const answered = (judged: 'accepted' | 'rejected' | null, kind: 'explained' | 'confirmed' = 'explained') => ({
    goneAt: null,
    answers: [{ kind, judged }],
  })

  it('stand where their latest judgement puts them', () => {
    expect(stateOf({ goneAt: null, answers: [] })).toBe('open')
    expect(stateOf({ goneAt: '2026-11-16', answers: [] })).toBe('gone')
    expect(stateOf(answered(null))).toBe('answered')
    expect(stateOf(answered('rejected'))).toBe('rejected')
    expect(stateOf(answered('accepted'))).toBe('settled')
    expect(stateOf(answered('accepted', 'confirmed'))).toBe('confirmed')
  })

  it('are given once at a time and judged by somebody else', () => {
    expect(canAnswer(answered(null))).toMatchObject({ refusal: { code: 'suspicion_not_waiting' } })
    expect(canAnswer(answered('rejected')).ok).toBe(true)
    expect(canJudge(answered(null), 'person:sun', 'person:sun')).toMatchObject({
      refusal: { code: 'own_answer_not_judged' },
    })
    expect(canJudge(answered(null), 'person:sun', 'person:zhou').ok).toBe(true)
    expect(canJudge(answered('accepted'), 'person:sun', 'person:zhou')).toMatchObject({
      refusal: { code: 'suspicion_not_answered' },
    })
  })

  it('are about days that have been, three years at most', () => {
    expect(canLook('2026-11-02', '2026-11-01', '2026-11-16')).toMatchObject({ refusal: { code: 'days_impossible' } })
    expect(canLook('2026-11-02', '2026-11-17', '2026-11-16')).toMatchObject({ refusal: { code: 'days_impossible' } })
    expect(canLook('2020-11-02', '2026-11-16', '2026-11-16')).toMatchObject({ refusal: { code: 'days_too_many' } })
    expect(canLook('2026-11-16', '2026-11-16', '2026-11-16').ok).toBe(true)
    expect(nightlyDays('2026-11-16')).toEqual({ fromOn: '2026-08-16', toOn: '2026-11-16' })
  })
})
