import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { lanjing } from '#seeds/people.ts'
import { evaluationRoutes, evaluationSweeps, recount, scoreCompany } from '#src/evaluation/door.ts'
import { startBackground } from '#src/server/background.ts'
import { openHttp } from '#src/server/http/server.ts'
import { findWaitingLedgers, integrateHistory } from '#src/server/ledger/sequencer.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { loadNow, openScratch, type Scratch, SYSTEM } from './scratch.ts'

const OUTLETS = 300

async function onOwner<T>(scratch: Scratch, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: scratch.installation.database.url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const outletId = (nth: number) => `00000000-0000-4000-a000-${nth.toString(16).padStart(12, '0')}`

/** As the server itself works: row-level security holds for the owner, too. */
async function asTenant(client: pg.Client): Promise<void> {
  await client.query('set role starproof_app')
  await client.query("select set_config('app.org', $1, false)", [lanjing.orgId])
}

async function putOutlets(client: pg.Client): Promise<void> {
  await asTenant(client)
  const ids = Array.from({ length: OUTLETS }, (_, nth) => outletId(nth))
  await client.query(
    `insert into outlet (org_id, id, code, name, kind)
     select $1, o.id, 'BENCH' || o.nth, '网点' || o.nth, 'own' from unnest($2::uuid[]) with ordinality as o (id, nth)`,
    [lanjing.orgId, ids],
  )
  await client.query('reset role')
}

/** A year of finished work, evenly over days and outlets: of each request three clocks, a visit, and of every third a rating. */
async function putWork(client: pg.Client, workOrders: number): Promise<void> {
  // The rows fit each other by construction, and this database is thrown away: checking millions of references would measure nothing of ours.
  const { rows: references } = await client.query<{ drop: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop from pg_constraint
     where contype = 'f' and conrelid = any ('{service_request,clock,work_order,visit,rating}'::regclass[])`,
  )
  for (const reference of references) await client.query(reference.drop)
  await asTenant(client)
  const id = (kind: number) =>
    `('00000000-0000-4000-${(0xb000 + kind).toString(16)}-' || lpad(to_hex(n), 12, '0'))::uuid`
  const org = `'${lanjing.orgId}'::uuid`
  const at = `(current_date - (n * 7 % 330))::timestamptz + (n % 28800) * interval '1 second'`
  const rows = `generate_series(1, ${workOrders}) n`
  for (const statement of [
    `insert into service_request (org_id, id, number, kind, channel, outlet_id, subject, requested_at, recorded_at, requested_on, state)
     select ${org}, ${id(0)}, 'BENCH-' || n, (array['repair', 'installation', 'consultation', 'complaint'])[1 + n % 4],
       (array['hotline', 'web', 'message'])[1 + n % 3], ('00000000-0000-4000-a000-' || lpad(to_hex(n % ${OUTLETS}), 12, '0'))::uuid,
       '设备不制冷', ${at}, ${at}, current_date - (n * 7 % 330), 'closed' from ${rows}`,
    `insert into clock (org_id, request_id, promise_id, promise_version, promise_code, state, started_at, stopped_at, due_at, elapsed_minutes, limit_minutes)
     select ${org}, ${id(0)}, ('00000000-0000-4000-c000-00000000000' || p)::uuid, 1, (array['answer', 'arrival', 'finish'])[p],
       case when (n + p) % 25 = 0 then 'late' else 'met' end, ${at}, ${at}, ${at}, 20, 60 from ${rows}, generate_series(1, 3) p`,
    `insert into work_order (org_id, id, number, request_id, outlet_id, checklist, created_at)
     select ${org}, ${id(1)}, 'BENCH-' || n, ${id(0)}, ('00000000-0000-4000-a000-' || lpad(to_hex(n % ${OUTLETS}), 12, '0'))::uuid,
       '[{"id":"power","text":"断电","kind":"tick","required":true}]', ${at} from ${rows}`,
    `insert into visit (org_id, id, work_order_id, staff_id, arrived_at, arrived_recorded_at, answers, signature_sha256, finished_at, finished_recorded_at)
     select ${org}, ${id(2)}, ${id(1)}, ${id(3)}, ${at}, ${at}, '{"power":true}', case when n % 17 > 0 then repeat('a', 64) end, ${at}, ${at} from ${rows}`,
    `insert into rating (org_id, id, request_id, source, stars, claimed_at, recorded_at)
     select ${org}, ${id(4)}, ${id(0)}, 'link', 5 - (n % 23 = 0)::int * 3, ${at}, ${at} from ${rows} where n % 3 = 0`,
  ])
    await client.query(statement)
  await client.query('reset role')
  await client.query('analyze')
}

const quantile = (sorted: readonly number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
const rounded = (value: number) => Math.round(value * 10) / 10

async function timesOf(count: number, work: () => Promise<unknown>): Promise<{ medianMs: number; p95Ms: number }> {
  const times: number[] = []
  for (let nth = 0; nth < count; nth++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  return { medianMs: rounded(quantile(times, 0.5)), p95Ms: rounded(quantile(times, 0.95)) }
}

export type BoardFigures = {
  workOrders: number
  outlets: number
  boardBytes: number
  /** The whole answer of the endpoint, without the socket. */
  board: { medianMs: number; p95Ms: number }
  leaf: { medianMs: number; p95Ms: number }
  badRecords: { medianMs: number; p95Ms: number }
  score: { medianMs: number; p95Ms: number }
  recountSeconds: number
  loadAverage: number[]
}

/** The star board over a year of so many work orders in 300 outlets. */
export async function benchBoard({
  workOrders,
  say = () => {},
}: {
  workOrders: number
  say?: (line: string) => void
}): Promise<BoardFigures> {
  const scratch = await openScratch()
  try {
    const { platform } = scratch.installation
    say(`${workOrders} work orders`)
    await onOwner(scratch, async (client) => {
      await putOutlets(client)
      await putWork(client, workOrders)
    })
    const start = performance.now()
    await platform.upkeep(lanjing.orgId, 'bench', recount)
    const recountSeconds = rounded((performance.now() - start) / 1000)
    await onOwner(scratch, (client) => client.query('vacuum analyze fact, fact_month'))
    const score = await timesOf(7, () => scoreCompany(platform, lanjing.orgId))
    const viewer: Actor = { kind: 'person', orgId: lanjing.orgId, personId: newId(), name: 'bench', roles: ['auditor'] }
    const { app } = await openHttp({
      platform,
      sessions: { actorOf: async () => viewer },
      routes: [evaluationRoutes],
      perMinute: 1_000_000,
    })
    await app.ready()
    const get = async (url: string) => {
      const answer = await app.inject({ method: 'GET', url })
      if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`)
      return answer.body
    }
    const boardBytes = Buffer.byteLength(await get('/api/evaluation/board'))
    const figures = {
      board: await timesOf(100, () => get('/api/evaluation/board')),
      leaf: await timesOf(10, () => get('/api/evaluation/leaves/5.3.1.1')),
      badRecords: await timesOf(10, () => get('/api/evaluation/measures/satisfaction/records?verdict=bad')),
    }
    await app.close()
    return { workOrders, outlets: OUTLETS, boardBytes, ...figures, score, recountSeconds, loadAverage: loadNow() }
  } finally {
    await scratch.close()
  }
}

/** The board at ten thousand and at a million work orders, and how much slower the second is. */
export async function benchBoards(say: (line: string) => void = () => {}) {
  const few = await benchBoard({ workOrders: 10_000, say })
  const many = await benchBoard({ workOrders: 1_000_000, say })
  return { few, many, ratio: Math.round((many.board.medianMs / few.board.medianMs) * 100) / 100 }
}

export type FactFigures = {
  askedPerSecond: number
  commandsPerSecond: number
  commands: number
  /** From the commit of a command to its being counted in its cell. */
  lagMs: { median: number; p95: number; max: number }
  samples: number
  /** Counts that a full recount afterwards found to be wrong. */
  recountDifferences: number
  loadAverage: number[]
}

const SAMPLE_EVERY = 25
const POLL_MS = 20

/** How soon facts follow commands at a steady rate, with ledger and score running beside them; and whether they are right in the end. */
export async function benchFacts({ perSecond = 200, seconds = 20 } = {}): Promise<FactFigures> {
  const scratch = await openScratch()
  const { platform, sealer } = scratch.installation
  const ledger = {
    name: 'ledger',
    everyMs: 500,
    run: async () => {
      let done = 0
      for (const orgId of await findWaitingLedgers(platform))
        done += (await integrateHistory(platform, sealer, orgId)).records.length
      return done
    },
  }
  const failures: unknown[] = []
  const background = startBackground([ledger, ...evaluationSweeps(platform)], (_, error) => failures.push(error))
  platform.onCommitted(() => background.wake())
  try {
    await onOwner(scratch, putOutlets)
    const watch = watchCells(scratch)
    const lags: Promise<number>[] = []
    const running = new Set<Promise<unknown>>()
    const start = performance.now()
    let sent = 0
    while (performance.now() - start < seconds * 1000) {
      const due = Math.floor(((performance.now() - start) / 1000) * perSecond)
      for (; sent < due; sent++) {
        const isSample = sent % SAMPLE_EVERY === 0
        // A sample has a cell of its own, so that its being counted can be seen.
        const dayOn = isSample ? dayBefore(400 + sent / SAMPLE_EVERY) : dayBefore(sent % 3)
        const one = finishOne(scratch, outletId(sent % OUTLETS), dayOn)
        running.add(one)
        void one.finally(() => running.delete(one))
        if (isSample) lags.push(one.then(() => watch.lagOf(dayOn)))
      }
      await sleep(2)
    }
    await Promise.all(running)
    const tookSeconds = (performance.now() - start) / 1000
    const sorted = (await Promise.all(lags)).sort((a, b) => a - b)
    await watch.stop()
    await background.stop()
    if (failures[0]) throw failures[0]
    for (let some = 1; some > 0; ) {
      some = 0
      for (const sweep of evaluationSweeps(platform, 0).slice(0, 1)) some += await sweep.run()
    }
    const { changed } = await platform.upkeep(lanjing.orgId, 'bench', recount)
    return {
      askedPerSecond: perSecond,
      commandsPerSecond: rounded(sent / tookSeconds),
      commands: sent,
      lagMs: {
        median: rounded(quantile(sorted, 0.5)),
        p95: rounded(quantile(sorted, 0.95)),
        max: rounded(quantile(sorted, 1)),
      },
      samples: sorted.length,
      recountDifferences: changed,
      loadAverage: loadNow(),
    }
  } finally {
    await background.stop()
    await scratch.close()
  }
}

function dayBefore(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
}

async function finishOne(scratch: Scratch, outlet: string, dayOn: string): Promise<void> {
  const decision = await scratch.installation.platform.command(
    SYSTEM,
    { id: newId(), endpoint: 'bench.finish', input: { outlet, dayOn } },
    async (tx) => {
      await insertRequest(tx, newId(), outlet, dayOn)
      return accept(null)
    },
  )
  if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`)
}

async function insertRequest(tx: WriteTx, id: string, outlet: string, dayOn: string): Promise<void> {
  await tx.sql
    .insertInto('serviceRequest')
    .values({
      ...{ orgId: tx.orgId, id, number: `BENCH-${id}`, kind: 'repair', channel: 'hotline', outletId: outlet },
      ...{ subject: '设备不制冷', requestedAt: tx.at, recordedAt: tx.at, requestedOn: dayOn, state: 'answered' },
    })
    .execute()
  const clock = {
    orgId: tx.orgId,
    requestId: id,
    promiseVersion: 1,
    elapsedMinutes: 20,
    limitMinutes: 60,
    startedAt: tx.at,
  }
  await tx.sql
    .insertInto('clock')
    .values([
      { ...clock, promiseId: newId(), promiseCode: 'answer', state: 'met', stoppedAt: tx.at },
      { ...clock, promiseId: newId(), promiseCode: 'arrival', state: 'running', dueAt: tx.at },
    ])
    .execute()
  tx.record({ recordType: 'service_request', recordId: id, verb: 'service_request.created', content: { outlet } })
  tx.dirty(outlet, dayOn)
}

/** Watches for cells to be counted: one question at a time for all that wait, so that watching is no load of its own. */
function watchCells(scratch: Scratch) {
  const waiting = new Map<string, { since: number; seen: (lagMs: number) => void }>()
  let stopped = false
  async function watch(): Promise<void> {
    while (!stopped) {
      const days = [...waiting.keys()]
      const rows = days.length === 0 ? [] : await countedDays(scratch, days)
      for (const { dayOn } of rows) {
        const one = waiting.get(dayOn)
        one?.seen(performance.now() - one.since)
        waiting.delete(dayOn)
      }
      await sleep(POLL_MS)
    }
  }
  const watching = watch()
  return {
    /** Resolves with the milliseconds from now until this day, which nobody else uses, has a fact. */
    lagOf: (dayOn: string) => new Promise<number>((seen) => waiting.set(dayOn, { since: performance.now(), seen })),
    stop: async () => {
      stopped = true
      await watching
    },
  }
}

function countedDays(scratch: Scratch, days: string[]): Promise<{ dayOn: string }[]> {
  return scratch.installation.platform.query(SYSTEM, (tx) =>
    tx.sql
      .selectFrom('fact')
      .select('dayOn')
      .where('orgId', '=', tx.orgId)
      .where('measure', '=', 'answer_in_time')
      .where('dayOn', 'in', days)
      .execute(),
  )
}
