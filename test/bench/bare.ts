import pg from 'pg'
import { lanjing } from '#seeds/people.ts'
import { newId } from '#src/shared/id.ts'
import { type Life, type LifeCommand, lifeCommands, newLife } from './life.ts'

type Row = Record<string, unknown>
type Statement = { name: string; text: string; values: unknown[] }
/** What one command wrote, as rows to be written again under other ids. */
type Written = { inserts: { table: string; rows: Row[] }[]; updates: { table: string; row: Row }[] }

const JSON_COLUMNS = new Set(['checklist', 'answers', 'answer'])
/** Rows that a command changes: by which column they are found, and what of them it sets. */
const UPDATES: Record<string, { found: string; set: string[] }> = {
  service_request: { found: 'id', set: ['state', 'version'] },
  work_order: { found: 'id', set: ['version', 'waiting_since'] },
  visit: {
    found: 'id',
    set: [
      ...['answers', 'parts_text', 'work_text', 'outcome', 'signature_sha256', 'signed_by', 'signed_at'],
      ...['unsigned_reason', 'finished_at', 'finished_recorded_at', 'version'],
    ],
  },
  assignment: { found: 'id', set: ['done_at'] },
  clock: {
    found: 'request_id',
    set: [
      ...['promise_version', 'state', 'started_at', 'stopped_at', 'due_at', 'warn_at', 'elapsed_minutes'],
      ...['limit_minutes', 'backfilled', 'overdue_told_at'],
    ],
  },
}

export type Bare = {
  /** Writes the rows of one life, a transaction for each command; answers how many. */
  live(lane: number): Promise<number>
  /** The same with statements that are parsed and planned each time, as a driver does unless told otherwise. */
  liveUnprepared(lane: number): Promise<number>
  /** The same with the whole transaction sent at once and its answers awaited together. */
  liveAtOnce(lane: number): Promise<number>
  /** What autovacuum does within its first minute. */
  analyze(): Promise<void>
  fsync(): Promise<string>
  close(): Promise<void>
}

/** Lets one life be lived by `send`, keeps what each of its commands wrote, and writes such rows again as often as asked. */
export async function openBare(
  url: string,
  house: { technicians: { staffId: string }[]; send(lane: number, command: LifeCommand): Promise<void> },
  concurrency: number,
): Promise<Bare> {
  const open = (pipeline: boolean) => {
    const made = new pg.Pool({ connectionString: url, max: concurrency, pipeline } as pg.PoolConfig)
    made.on('error', () => {})
    made.on('connect', (client) => client.on('error', () => {}))
    return made
  }
  const pool = open(false)
  const pipelined = open(true)
  const template = newLife()
  const written: Written[] = []
  const watch = await openWatch(pool, template)
  for (const make of lifeCommands(template, house.technicians[0]!.staffId, () => new Date())) {
    const command = make()
    await house.send(0, command)
    written.push(await watch.after(command.commandId))
  }
  let made = 0
  const transactions = (lane: number): Statement[][] => {
    const life = newLife()
    const number = `bare-${++made}`
    const staffId = house.technicians[lane]!.staffId
    return written.map((one) => statementsOf(one, { template, life, number, staffId }))
  }
  const oneByOne = async (lane: number, ask: (statement: Statement) => pg.QueryConfig) => {
    const all = transactions(lane)
    for (const statements of all) {
      const client = await pool.connect()
      await client.query('begin')
      for (const statement of statements) await client.query(ask(statement))
      await client.query('commit')
      client.release()
    }
    return all.length
  }
  return {
    live: (lane) => oneByOne(lane, (statement) => statement),
    liveUnprepared: (lane) => oneByOne(lane, ({ text, values }) => ({ text, values })),
    liveAtOnce: async (lane) => {
      const all = transactions(lane)
      for (const statements of all) {
        const client = await pipelined.connect()
        const sent = [client.query('begin'), ...statements.map((one) => client.query(one)), client.query('commit')]
        await Promise.all(sent)
        client.release()
      }
      return all.length
    },
    analyze: async () => {
      await pool.query('analyze')
    },
    fsync: async () => (await pool.query<{ fsync: string }>('show fsync')).rows[0]!.fsync,
    close: async () => {
      await pool.end()
      await pipelined.end()
    },
  }
}

/** Sees what each command of the template life adds to the tables. */
async function openWatch(pool: pg.Pool, life: Life) {
  const org = lanjing.orgId
  const read = async (text: string, values: unknown[]) => (await pool.query<Row>(text, values)).rows
  const last = async (table: string) =>
    Number((await read(`select coalesce(max(seq), 0) as last from ${table}`, []))[0]!.last)
  const mark = { pending: await last('ledger_pending'), dirty: await last('fact_dirty') }
  const seen = new Set<unknown>()
  const kept = new Map<string, string>()

  async function own(table: string, id: string): Promise<Row[]> {
    const column = table === 'clock' ? 'request_id' : 'id'
    return read(`select * from ${table} where org_id = $1 and ${column} = $2`, [org, id])
  }

  return {
    after: async (commandId: string): Promise<Written> => {
      const history = await read(
        'select h.* from ledger_pending p join history h on h.org_id = p.org_id and h.id = p.history_id where p.seq > $1',
        [mark.pending],
      )
      const pending = await read('select org_id, history_id from ledger_pending where seq > $1', [mark.pending])
      const dirty = await read('select org_id, outlet_id, day_on from fact_dirty where seq > $1', [mark.dirty])
      mark.pending = await last('ledger_pending')
      mark.dirty = await last('fact_dirty')
      const events = await read('select * from request_event where org_id = $1 and request_id = $2', [
        org,
        life.requestId,
      ])
      const made: Written = { inserts: [], updates: [] }
      const tables: [string, string][] = [
        ['service_request', life.requestId],
        ['work_order', life.workOrderId],
        ['assignment', life.assignmentId],
        ['visit', life.visitId],
        ['clock', life.requestId],
      ]
      for (const [table, id] of tables) {
        const rows = await own(table, id)
        const before = kept.get(table)
        const text = JSON.stringify(rows)
        kept.set(table, text)
        if (rows.length > 0 && !before) made.inserts.push({ table, rows })
        else if (before && before !== text) made.updates.push({ table, row: rows[0]! })
        if (rows.length === 0) kept.delete(table)
      }
      const fresh = events.filter((event) => !seen.has(event.id))
      for (const event of fresh) seen.add(event.id)
      const command = await read('select * from command where org_id = $1 and id = $2', [org, commandId])
      made.inserts.push(
        { table: 'request_event', rows: fresh },
        { table: 'history', rows: history },
        { table: 'ledger_pending', rows: pending },
        { table: 'fact_dirty', rows: dirty },
        { table: 'command', rows: command },
      )
      return { ...made, inserts: made.inserts.filter(({ rows }) => rows.length > 0) }
    },
  }
}

type Change = { template: Life; life: Life; number: string; staffId: string }

function statementsOf(written: Written, change: Change): Statement[] {
  // History and its place in the queue name the same rows.
  const historyIds: string[] = []
  const inserts = written.inserts.map(({ table, rows }) =>
    insertOf(
      table,
      rows.map((row, nth) => anew(table, row, nth, change, historyIds)),
    ),
  )
  return [...inserts, ...written.updates.map(({ table, row }) => updateOf(table, row, change.life))]
}

function anew(table: string, row: Row, nth: number, { life, number, staffId }: Change, historyIds: string[]): Row {
  switch (table) {
    case 'service_request':
      return { ...row, id: life.requestId, number }
    case 'work_order':
      return { ...row, id: life.workOrderId, request_id: life.requestId, number }
    case 'assignment':
      return { ...row, id: life.assignmentId, work_order_id: life.workOrderId, staff_id: staffId }
    case 'visit':
      return { ...row, id: life.visitId, work_order_id: life.workOrderId, staff_id: staffId }
    case 'clock':
      return { ...row, request_id: life.requestId }
    case 'request_event':
      return { ...row, id: newId(), request_id: life.requestId }
    case 'history':
      historyIds[nth] = newId()
      return {
        ...row,
        id: historyIds[nth],
        record_id: row.record_type === 'service_request' ? life.requestId : life.workOrderId,
      }
    case 'ledger_pending':
      return { ...row, history_id: historyIds[nth] }
    case 'command':
      return { ...row, id: newId() }
    default:
      return row
  }
}

function insertOf(table: string, rows: Row[]): Statement {
  const columns = Object.keys(rows[0]!)
  let place = 0
  const groups = rows.map(() => `(${columns.map(() => `$${++place}`).join(', ')})`)
  return {
    name: `insert ${table} ${rows.length}`,
    text: `insert into ${table} (${columns.join(', ')}) values ${groups.join(', ')}`,
    values: rows.flatMap((row) => columns.map((column) => sqlValue(column, row[column]))),
  }
}

const ID_OF: Record<string, keyof Life> = {
  service_request: 'requestId',
  clock: 'requestId',
  work_order: 'workOrderId',
  assignment: 'assignmentId',
  visit: 'visitId',
}

function updateOf(table: string, row: Row, life: Life): Statement {
  const { found, set } = UPDATES[table]!
  return {
    name: `update ${table}`,
    text: `update ${table} set ${set.map((column, nth) => `${column} = $${nth + 3}`).join(', ')} where org_id = $1 and ${found} = $2`,
    values: [lanjing.orgId, life[ID_OF[table]!], ...set.map((column) => sqlValue(column, row[column]))],
  }
}

function sqlValue(column: string, value: unknown): unknown {
  return JSON_COLUMNS.has(column) && value !== null ? JSON.stringify(value) : value
}
