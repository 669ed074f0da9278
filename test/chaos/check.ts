import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import { lanjing } from '#seeds/people.ts'
import { followWork, recount } from '#src/evaluation/door.ts'
import { makePack } from '#src/evaluation/evidence/door.ts'
import type { Installation } from '#src/installation.ts'
import { proveConsistency } from '#src/server/ledger/proofs.ts'
import { integrateHistory } from '#src/server/ledger/sequencer.ts'
import { serverHasher } from '#src/server/pack/signing-key.ts'
import { verifyPack } from '#src/server/pack/verify.ts'
import { verifyConsistency } from '#src/shared/merkle/proof.ts'
import type { Life } from '#test/bench/life.ts'
import type { Said } from './client.ts'

const ORG = lanjing.orgId

/** What one command leaves behind, each exactly once: a row, events of its request, lines of history. */
const LEFT: Record<
  string,
  { row: [table: string, id: keyof Life]; events: string[]; history: [string, keyof Life][] }
> = {
  'service.createRequest': {
    row: ['service_request', 'requestId'],
    events: ['created'],
    history: [['service_request.created', 'requestId']],
  },
  'service.createWorkOrder': {
    row: ['work_order', 'workOrderId'],
    events: [],
    history: [['work_order.created', 'workOrderId']],
  },
  'service.assignWorkOrder': {
    row: ['assignment', 'assignmentId'],
    events: ['dispatched'],
    history: [
      ['work_order.assigned', 'workOrderId'],
      ['service_request.dispatched', 'requestId'],
    ],
  },
  'service.arrive': {
    row: ['visit', 'visitId'],
    events: ['arrived'],
    history: [
      ['work_order.arrived', 'workOrderId'],
      ['service_request.arrived', 'requestId'],
    ],
  },
  'service.finishWorkOrder': {
    row: ['visit', 'visitId'],
    events: ['work_finished', 'resolved'],
    history: [
      ['work_order.finished', 'workOrderId'],
      ['service_request.work_finished', 'requestId'],
      ['service_request.resolved', 'requestId'],
    ],
  },
}

export type Checked = { commands: number; history: number; checkpoints: number; packEntries: number; cells: number }

/** Compares what the clients were told with what is there, and proves the ledger. Answers what is wrong, in words; empty is well. */
export async function checkEverything(
  installation: Installation,
  said: Said,
): Promise<{ problems: string[]; checked: Checked }> {
  const { platform, sealer, files, settings } = installation
  // As the owner: every row, whatever row-level security hides.
  const pool = new pg.Pool({ connectionString: installation.database.url, max: 2 })
  const problems = [...said.wrong]
  const read = async <R>(text: string): Promise<R[]> => (await pool.query(text, [ORG])).rows as R[]
  const complain = (lines: string[]) => problems.push(...lines)
  try {
    complain(await checkCommands(read, said))
    complain(await checkLives(read, said))
    await integrateHistory(platform, sealer, ORG, { force: true })
    const [counts] = await read<{ history: number; entries: number; pending: number }>(`
      select (select count(*)::int from history where org_id = $1) as history,
        (select count(*)::int from ledger_entry where org_id = $1) as entries,
        (select count(*)::int from ledger_pending where org_id = $1) as pending`)
    const { history, entries, pending } = counts!
    if (history !== entries || pending !== 0)
      problems.push(`history has ${history} lines, the ledger ${entries}, and ${pending} still wait`)
    const checkpoints = await read<{ size: string; root: Buffer }>(
      'select size, root from ledger_checkpoint where org_id = $1 order by size',
    )
    complain(await checkConsistency(installation, checkpoints))
    const path = join(settings.STARPROOF_DATA, 'chaos.starpack')
    const made = await makePack({ platform, files, sealer }, ORG, path).catch((fault: Error) => fault)
    if (made instanceof Error) problems.push(`no pack could be made: ${made.message}`)
    else if (!made.ok) problems.push(`no pack could be made: ${made.refusal.code}`)
    const vkey = made instanceof Error || !made.ok ? undefined : made.value.vkey
    const report = vkey ? await verifyPack(path, { keys: [vkey] }) : undefined
    if (report && (!report.ok || report.entries !== history))
      problems.push(
        `the pack does not verify: ${report.entries} entries, ${JSON.stringify(report.problems[0] ?? null)}`,
      )
    while ((await platform.upkeep(ORG, 'facts', followWork)) > 0);
    const { changed } = await platform.upkeep(ORG, 'recount', recount)
    if (changed !== 0) problems.push(`${changed} facts differ from a recount`)
    const [cells] = await read<{ count: number }>('select count(*)::int as count from fact where org_id = $1')
    return {
      problems,
      checked: {
        ...{ commands: said.acknowledged.length, history, checkpoints: checkpoints.length },
        ...{ packEntries: report?.entries ?? 0, cells: cells!.count },
      },
    }
  } finally {
    await pool.end()
  }
}

type Read = <R>(text: string) => Promise<R[]>

async function checkCommands(read: Read, said: Said): Promise<string[]> {
  const problems: string[] = []
  const kept = new Map(
    (
      await read<{ id: string; endpoint: string; answer: unknown }>(
        `select id, endpoint, answer from command where org_id = $1 and endpoint like 'service.%'`,
      )
    ).map((row) => [row.id, row]),
  )
  for (const { commandId, name, answer } of said.acknowledged) {
    const row = kept.get(commandId)
    if (!row) problems.push(`LOST: ${name} ${commandId} was acknowledged and is not there`)
    else if (row.endpoint !== name || !isDeepStrictEqual(row.answer, answer))
      problems.push(
        `${name} ${commandId} was answered ${JSON.stringify(answer)} and kept ${JSON.stringify(row.answer)}`,
      )
  }
  // Clients insist until they are answered, so nothing may have been done that nobody was told of.
  const told = new Set(said.acknowledged.map(({ commandId }) => commandId))
  for (const { id, endpoint } of kept.values())
    if (!told.has(id)) problems.push(`${endpoint} ${id} was carried out and never acknowledged`)
  return problems
}

/** Every row, event and line of history that an acknowledged command leaves is there once; and nothing else of the kind. */
async function checkLives(read: Read, said: Said): Promise<string[]> {
  const problems: string[] = []
  const counted = async (text: string) =>
    new Map((await read<{ key: string; count: number }>(text)).map(({ key, count }) => [key, count]))
  const rows = await counted(
    ['service_request', 'work_order', 'assignment', 'visit']
      .map(
        (table) =>
          `select '${table} ' || id as key, count(*)::int as count from ${table} where org_id = $1 group by id`,
      )
      .join(' union all '),
  )
  const events = await counted(
    `select kind || ' ' || request_id as key, count(*)::int as count from request_event where org_id = $1 group by kind, request_id`,
  )
  const history = await counted(
    `select verb || ' ' || record_id as key, count(*)::int as count from history
     where org_id = $1 and record_type in ('service_request', 'work_order') group by verb, record_id`,
  )
  const expected = { rows: new Set<string>(), events: new Set<string>(), history: new Set<string>() }
  for (const { name, life } of said.acknowledged) {
    const left = LEFT[name]!
    expected.rows.add(`${left.row[0]} ${life[left.row[1]]}`)
    for (const kind of left.events) expected.events.add(`${kind} ${life.requestId}`)
    for (const [verb, id] of left.history) expected.history.add(`${verb} ${life[id]}`)
  }
  for (const [what, wanted, found] of [
    ['row', expected.rows, rows],
    ['event', expected.events, events],
    ['history', expected.history, history],
  ] as const) {
    for (const key of wanted) if (!found.has(key)) problems.push(`LOST: ${what} ${key}`)
    for (const [key, count] of found) {
      if (count !== 1) problems.push(`DOUBLED: ${what} ${key} stands ${count} times`)
      if (!wanted.has(key)) problems.push(`${what} ${key} belongs to no acknowledged command`)
    }
  }
  const [numbers] = await read<{ all: number; different: number }>(`
    select count(*)::int as all, count(distinct number)::int as different from (
      select number from service_request where org_id = $1 union all select number from work_order where org_id = $1) n`)
  if (numbers!.all !== numbers!.different)
    problems.push(`${numbers!.all - numbers!.different} printed numbers stand twice`)
  const unfinished = await read<{ id: string; state: string }>(
    `select id, state from service_request where org_id = $1 and state <> 'resolved'`,
  )
  const lived = new Set(said.lives.map(({ requestId }) => requestId))
  for (const { id, state } of unfinished) if (lived.has(id)) problems.push(`request ${id} was finished and is ${state}`)
  return problems
}

/** Each checkpoint is the beginning of the next. */
async function checkConsistency(
  { platform }: Installation,
  checkpoints: { size: string; root: Buffer }[],
): Promise<string[]> {
  const problems: string[] = []
  for (let nth = 1; nth < checkpoints.length; nth++) {
    const [older, newer] = [checkpoints[nth - 1]!, checkpoints[nth]!]
    const [oldSize, newSize] = [Number(older.size), Number(newer.size)]
    const path = await platform.upkeep(ORG, 'chaos', (tx) => proveConsistency(tx, oldSize, newSize))
    const proof = { oldSize, newSize, oldRoot: older.root, newRoot: newer.root, path }
    if (!verifyConsistency(proof, serverHasher))
      problems.push(`the ledger of ${newSize} entries does not begin with that of ${oldSize}`)
  }
  return problems
}
