import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { addDays } from '#src/shared/instant.ts'
import {
  followUp,
  NO_OUTLET,
  putClock,
  putOutlet,
  putQualification,
  putRating,
  putRequest,
  putStaff,
  putVisit,
  type RequestRows,
  setRequest,
} from '#test/evaluation/work-rows.ts'
import { lanjing } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { followWork, recount } from './actions.ts'
import { factSweep } from './jobs.ts'

let test: TestPlatform
const hangzhou = newId()
const ningbo = newId()
const li = newId()
const chen = newId()
const promises = { answer: newId(), arrival: newId(), finish: newId() }

beforeAll(async () => {
  test = await openTestPlatform()
  await act(async (tx) => {
    await putOutlet(tx, { id: hangzhou, code: 'HZ' })
    await putOutlet(tx, { id: ningbo, code: 'NB' })
    await putStaff(tx, { id: li, number: '001', outletId: hangzhou })
    await putStaff(tx, { id: chen, number: '002', outletId: ningbo })
    await putQualification(tx, { id: newId(), staffId: li, code: 'electrician', expiresOn: '2027-01-01' })
    await putQualification(tx, { id: newId(), staffId: chen, code: 'electrician', expiresOn: '2026-10-31' })
  })
})
afterAll(() => test.close())

function act(work: (tx: WriteTx) => Promise<unknown>): Promise<unknown> {
  return test.arrange(lanjing, async (tx) => {
    await work(tx)
    return accept(null)
  })
}
const upkeep = <T>(work: (tx: Tx) => Promise<T>) => test.platform.upkeep(lanjing.orgId, 'test', work)

async function settle(): Promise<void> {
  while ((await factSweep(test.platform).run()) > 0);
}

type Count = { good: number; total: number; backfilled: number }

async function cell(outletId: string, dayOn: string): Promise<Record<string, string>> {
  const rows = await upkeep((tx) =>
    tx.sql.selectFrom('fact').selectAll().where('outletId', '=', outletId).where('dayOn', '=', dayOn).execute(),
  )
  return Object.fromEntries(
    rows.map((row) => [row.measure, `${row.good}/${row.total}${row.backfilled > 0 ? ` (${row.backfilled})` : ''}`]),
  )
}

describe('what a cell counts', () => {
  it('counts kept and late promises, and neither a running clock nor a withdrawn one', async () => {
    await act(async (tx) => {
      const request = await putRequest(tx, { outletId: hangzhou, kind: 'consultation', channel: 'web' })
      await putClock(tx, request, { promiseId: promises.answer, code: 'answer', state: 'met' })
      await putClock(tx, request, {
        promiseId: promises.arrival,
        code: 'urgent_arrival',
        state: 'running',
        stoppedAt: null,
      })
      const other = await putRequest(tx, { outletId: hangzhou })
      await putClock(tx, other, { promiseId: promises.answer, code: 'answer', state: 'late', backfilled: true })
      await putClock(tx, other, { promiseId: promises.arrival, code: 'arrival', state: 'late', stoppedAt: null })
      await putClock(tx, other, { promiseId: promises.finish, code: 'finish', state: 'void' })
    })
    await settle()
    expect(await cell(hangzhou, '2026-11-02')).toEqual({
      answer_in_time: '1/2 (1)',
      arrival_in_time: '0/1',
      consultations_answered_in_time: '1/1',
      portal_answered_in_time: '1/1',
      promises_kept: '1/3 (1)',
    })
  })

  it('counts an order as complete only with every required step and a signature, whatever the reason for its absence', async () => {
    const day = '2026-11-03'
    await act(async (tx) => {
      for (const visit of [
        { signed: true },
        { signed: true, stepDone: false },
        { unsignedReason: '客户不在场' },
        { signed: true, finishedAt: null },
      ])
        await putVisit(tx, await putRequest(tx, { kind: 'installation', requestedOn: day }), { staffId: li, ...visit })
    })
    await settle()
    expect(await cell(NO_OUTLET, day)).toEqual({ installations_signed: '2/3', signature_present: '1/3' })
  })

  it('counts jobs that need a licence, good when the technician held it on that day', async () => {
    const day = '2026-11-04'
    await act(async (tx) => {
      const request = await putRequest(tx, { requestedOn: day })
      await putVisit(tx, request, { staffId: li, needs: ['electrician'], signed: true })
      await putVisit(tx, request, { staffId: chen, needs: ['electrician'], signed: true })
      await putVisit(tx, request, { staffId: chen, signed: true })
    })
    await settle()
    expect(await cell(NO_OUTLET, day)).toMatchObject({ unlicensed_jobs: '1/2' })
  })

  it('counts a bad rating that nobody follows up, and a complaint that lies open, only after some days', async () => {
    const day = '2026-11-16'
    test.at('2026-11-23T01:00:00Z')
    let complaint: RequestRows | undefined
    await act(async (tx) => {
      complaint = await putRequest(tx, { kind: 'complaint', requestedOn: day })
      await putRating(tx, complaint, { stars: 2 })
    })
    await settle()
    expect(await cell(NO_OUTLET, day)).toEqual({ satisfaction: '0/1' })
    test.at('2026-11-24T01:00:00Z')
    await settle()
    expect(await cell(NO_OUTLET, day)).toMatchObject({ bad_ratings_followed_up: '0/1' })
    await act((tx) => followUp(tx, complaint!))
    test.at('2026-12-17T01:00:00Z')
    await settle()
    expect(await cell(NO_OUTLET, day)).toEqual({
      satisfaction: '0/1',
      bad_ratings_followed_up: '1/1',
      complaints_resolved: '0/1',
    })
    await act((tx) => setRequest(tx, complaint!, { state: 'resolved' }))
    await settle()
    expect(await cell(NO_OUTLET, day)).toMatchObject({ complaints_resolved: '1/1' })
  })

  it('marks what was entered long after the fact, and what was imported', async () => {
    const day = '2026-11-06'
    await act(async (tx) => {
      const imported = await putRequest(tx, { kind: 'complaint', channel: 'import', state: 'closed', requestedOn: day })
      await putRating(tx, imported, { stars: 5, source: 'import' })
      await putVisit(tx, imported, { staffId: li, signed: true })
      await putRating(tx, await putRequest(tx, { requestedOn: day }), { stars: 5 })
    })
    await settle()
    expect(await cell(NO_OUTLET, day)).toEqual({
      complaints_resolved: '1/1 (1)',
      satisfaction: '2/2 (1)',
      signature_present: '1/1 (1)',
    })
  })

  it('empties the cell that a request left when it moved to another outlet', async () => {
    const day = '2026-11-07'
    await act(async (tx) => {
      const request = await putRequest(tx, { outletId: hangzhou, requestedOn: day })
      await putRating(tx, request, { stars: 5 })
    })
    await settle()
    expect(await cell(hangzhou, day)).toEqual({ satisfaction: '1/1' })
    const [moved] = await upkeep((tx) =>
      tx.sql.selectFrom('serviceRequest').selectAll().where('requestedOn', '=', day).execute(),
    )
    await act((tx) => setRequest(tx, moved as unknown as RequestRows, { outletId: ningbo }))
    await settle()
    expect(await cell(hangzhou, day)).toEqual({})
    expect(await cell(ningbo, day)).toEqual({ satisfaction: '1/1' })
  })
})

describe('facts follow the work', () => {
  it('counts a request that commits while cells are being counted, with the next look', async () => {
    const day = '2026-11-08'
    await act(async (tx) => putRating(tx, await putRequest(tx, { requestedOn: day }), { stars: 5 }))
    await upkeep(async (tx) => {
      await followWork(tx)
      await act(async (other) => putRating(other, await putRequest(other, { requestedOn: day }), { stars: 1 }))
    })
    expect(await cell(NO_OUTLET, day)).toEqual({ satisfaction: '1/1' })
    await settle()
    expect(await cell(NO_OUTLET, day)).toMatchObject({ satisfaction: '1/2' })
  })

  it('stays right when several processes count at once', async () => {
    const day = '2026-11-09'
    const sweeps = [1, 2, 3].map(() => factSweep(test.platform))
    await Promise.all([
      ...Array.from({ length: 12 }, () =>
        act(async (tx) => putRating(tx, await putRequest(tx, { requestedOn: day }), { stars: 5 })),
      ),
      ...sweeps.map((sweep) => sweep.run()),
    ])
    await settle()
    expect(await cell(NO_OUTLET, day)).toEqual({ satisfaction: '12/12' })
  })

  it('repairs facts that somebody tampered with when everything is counted again', async () => {
    await settle()
    await upkeep((tx) => tx.sql.updateTable('fact').set({ good: 0 }).where('measure', '=', 'satisfaction').execute())
    await upkeep((tx) => tx.sql.deleteFrom('factMonth').execute())
    const before = await upkeep(naiveCounts)
    expect((await upkeep(recount)).changed).toBeGreaterThan(0)
    expect(await upkeep(keptCounts)).toEqual(before)
    expect(await upkeep(recount)).toEqual({ changed: 0 })
  })
})

/** Every cell counted again here, by loops over the rows: a second opinion that shares nothing with the statement under test. */
async function naiveCounts(tx: Tx): Promise<Map<string, Count>> {
  const [requests, clocks, orders, visits, ratings, licences] = await Promise.all([
    tx.sql.selectFrom('serviceRequest').selectAll().execute(),
    tx.sql.selectFrom('clock').selectAll().execute(),
    tx.sql.selectFrom('workOrder').selectAll().execute(),
    tx.sql.selectFrom('visit').selectAll().execute(),
    tx.sql.selectFrom('rating').selectAll().execute(),
    tx.sql.selectFrom('qualification').selectAll().execute(),
  ])
  const todayOn = tx.at.slice(0, 10)
  const counts = new Map<string, Count>()
  const add = (request: (typeof requests)[number], measure: string, good: boolean, late: boolean) => {
    const key = `${request.outletId ?? NO_OUTLET} ${request.requestedOn} ${measure}`
    const count = counts.get(key) ?? { good: 0, total: 0, backfilled: 0 }
    count.total += 1
    if (good) count.good += 1
    if (late) count.backfilled += 1
    counts.set(key, count)
  }
  for (const request of requests) {
    const own = clocks.filter((clock) => clock.requestId === request.id)
    for (const clock of own.filter((one) => one.state === 'met' || one.state === 'late')) {
      const note = (measure: string) => add(request, measure, clock.state === 'met', clock.backfilled)
      note('promises_kept')
      if (clock.promiseCode === 'answer') {
        note('answer_in_time')
        if (request.kind === 'consultation') note('consultations_answered_in_time')
        if (request.channel === 'web') note('portal_answered_in_time')
      }
      if (clock.promiseCode === 'complaint_answer') note('complaint_answered_in_time')
      if (clock.promiseCode === 'finish') note('finish_in_time')
      if (clock.promiseCode.endsWith('arrival')) note('arrival_in_time')
    }
    for (const order of orders.filter((one) => one.requestId === request.id)) {
      const visit = visits.find((one) => one.workOrderId === order.id && one.finishedAt !== null)
      if (!visit) continue
      const late =
        request.channel === 'import' ||
        Date.parse(visit.finishedRecordedAt!) - Date.parse(visit.finishedAt!) > 86_400_000
      const signed = visit.signatureSha256 !== null
      if (request.kind === 'installation') add(request, 'installations_signed', signed, late)
      add(request, 'signature_present', signed && 'power' in (visit.answers as object), late)
      if (order.requiredQualifications.length > 0) {
        const held = order.requiredQualifications.every((code) =>
          licences.some(
            (one) =>
              one.staffId === visit.staffId &&
              one.kindCode === code &&
              (one.expiresOn === null || one.expiresOn >= visit.finishedAt!.slice(0, 10)),
          ),
        )
        add(request, 'unlicensed_jobs', held, late)
      }
    }
    for (const rating of ratings.filter((one) => one.requestId === request.id)) {
      const late = rating.source === 'import'
      add(request, 'satisfaction', rating.stars >= 4, late)
      const isOld = rating.claimedAt.slice(0, 10) < addDays(todayOn, -7)
      if (rating.stars <= 3 && (rating.followedUpAt !== null || isOld))
        add(request, 'bad_ratings_followed_up', rating.followedUpAt !== null, late)
    }
    if (request.kind === 'complaint') {
      const resolved = request.state === 'resolved' || request.state === 'closed'
      const waits = own.some((clock) => clock.state === 'late') || request.requestedOn < addDays(todayOn, -30)
      if (resolved || (request.state !== 'cancelled' && waits))
        add(request, 'complaints_resolved', resolved, request.channel === 'import')
    }
  }
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function keptCounts(tx: Tx): Promise<Map<string, Count>> {
  const rows = await tx.sql.selectFrom('fact').selectAll().execute()
  return new Map(
    rows
      .map(({ outletId, dayOn, measure, good, total, backfilled }): [string, Count] => [
        `${outletId} ${dayOn} ${measure}`,
        { good, total, backfilled },
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

async function monthCounts(tx: Tx): Promise<string[]> {
  const rows = await tx.sql.selectFrom('factMonth').selectAll().where('total', '>', 0).execute()
  return rows
    .map((row) => `${row.outletId} ${row.monthOn} ${row.measure} ${row.good} ${row.total} ${row.backfilled}`)
    .sort()
}

function monthsFrom(days: Map<string, Count>): string[] {
  const months = new Map<string, Count>()
  for (const [key, count] of days) {
    const [outletId, dayOn, measure] = key.split(' ') as [string, string, string]
    const month = `${outletId} ${dayOn.slice(0, 7)}-01 ${measure}`
    const sum = months.get(month) ?? { good: 0, total: 0, backfilled: 0 }
    sum.good += count.good
    sum.total += count.total
    sum.backfilled += count.backfilled
    months.set(month, sum)
  }
  return [...months].map(([key, { good, total, backfilled }]) => `${key} ${good} ${total} ${backfilled}`).sort()
}

describe('whatever happens, in whatever order', () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('request' as const),
        outletId: fc.constantFrom(hangzhou, ningbo, null),
        kind: fc.constantFrom('repair', 'consultation', 'complaint', 'installation'),
        channel: fc.constantFrom('hotline', 'web', 'import'),
        requestedOn: fc.constantFrom('2026-09-30', '2026-10-01', '2027-01-17'),
      }),
    },
    fc.record({
      do: fc.constant('clock' as const),
      of: fc.nat(),
      code: fc.constantFrom('answer', 'complaint_answer', 'arrival', 'urgent_arrival', 'finish'),
      state: fc.constantFrom('running', 'met', 'late', 'void', 'paused'),
      backfilled: fc.boolean(),
    }),
    fc.record({
      do: fc.constant('visit' as const),
      of: fc.nat(),
      staffId: fc.constantFrom(li, chen),
      signed: fc.boolean(),
      stepDone: fc.boolean(),
      needs: fc.constantFrom([], ['electrician']),
    }),
    fc.record({
      do: fc.constant('rate' as const),
      of: fc.nat(),
      stars: fc.integer({ min: 1, max: 5 }),
      source: fc.constantFrom('link', 'call_back', 'import'),
    }),
    fc.record({ do: fc.constant('followUp' as const), of: fc.nat() }),
    fc.record({
      do: fc.constant('state' as const),
      of: fc.nat(),
      state: fc.constantFrom('answered', 'resolved', 'closed', 'cancelled'),
    }),
    fc.record({ do: fc.constant('move' as const), of: fc.nat(), outletId: fc.constantFrom(hangzhou, ningbo, null) }),
    fc.record({ do: fc.constant('look' as const) }),
  )

  it('every cell equals a recount, every month the sum of its days', async () => {
    test.at('2027-01-20T02:00:00Z')
    const codes = new Map<string, string>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const made: RequestRows[] = []
        for (const one of steps) {
          if (one.do === 'look') {
            await factSweep(test.platform).run()
            continue
          }
          await act(async (tx) => {
            if (one.do === 'request') {
              const { do: _, ...given } = one
              made.push(await putRequest(tx, given))
              return
            }
            const request = made[one.of % made.length]
            if (!request) return
            if (one.do === 'clock') {
              const promiseId = codes.get(one.code) ?? newId()
              codes.set(one.code, promiseId)
              await putClock(tx, request, { ...one, promiseId })
            }
            if (one.do === 'visit') await putVisit(tx, request, one)
            if (one.do === 'rate') await putRating(tx, request, one)
            if (one.do === 'followUp') await followUp(tx, request)
            if (one.do === 'state') await setRequest(tx, request, { state: one.state })
            if (one.do === 'move') await setRequest(tx, request, { outletId: one.outletId })
          })
        }
        await settle()
        const naive = await upkeep(naiveCounts)
        expect(await upkeep(keptCounts)).toEqual(naive)
        expect(await upkeep(monthCounts)).toEqual(monthsFrom(naive))
        expect(await upkeep(recount)).toEqual({ changed: 0 })
      }),
      { numRuns: 25 },
    )
  }, 120_000)
})
