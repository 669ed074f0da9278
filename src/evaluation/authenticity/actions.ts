import type { Platform } from '#src/server/platform.ts'
import { steadyId } from '#src/server/steady-id.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Input } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { loadCountingDay } from '../fact/store.ts'
import type * as contract from './contract.ts'
import { canAnswer, canJudge, canLook } from './rules/answer.ts'
import { LIMITS } from './rules/limits.ts'
import { type Found, keyOf } from './rules/trace.ts'
import { findInVisits } from './rules/visits.ts'
import { findOneDevice, findOwnCallBack, findRepeatedComment, findReuse, findUniform } from './rules/voices.ts'
import * as store from './store/suspicions.ts'
import * as traces from './store/traces.ts'

export const LOOK_TASK = 'authenticity.look'
/** Technicians whose visits are in memory together. */
const STAFF_AT_ONCE = 50
const SAVED_AT_ONCE = 500

type Saved = { id: string; version: number }

export async function askForLook(
  tx: WriteTx,
  asked: Input<typeof contract.lookForSuspicions>['body'],
): Promise<Decision<{ id: string }>> {
  const { todayOn } = await loadCountingDay(tx)
  const allowed = canLook(asked.fromOn, asked.toOn, todayOn)
  if (!allowed.ok) return allowed
  const newest = await store.findNewestRun(tx)
  if (newest && newest.doneAt === null && isFresh(newest.askedAt, tx.at)) return refuse('conflict', 'look_under_way')
  await store.insertRun(tx, asked)
  tx.record({ recordType: 'authenticity_run', recordId: asked.id, verb: 'authenticity_run.asked', content: asked })
  tx.later(LOOK_TASK, { orgId: tx.orgId, runId: asked.id })
  return accept({ id: asked.id })
}

// A look that was cut off with its process is tried again by the queue; after this long nobody waits for it.
const STALE_MS = 3_600_000
function isFresh(askedAt: string, at: string): boolean {
  return Date.parse(at) - Date.parse(askedAt) < STALE_MS
}

/** Looks at the records of a run's days in pages and keeps what is found. A look that is repeated finds the same rows. */
export async function look(platform: Platform, orgId: string, runId: string): Promise<void> {
  const actor = { kind: 'system', orgId, name: 'authenticity', roles: [] } as const
  const query = <T>(ask: (tx: Tx) => Promise<T>) => platform.query(actor, ask)
  const run = await query((tx) => store.findRun(tx, runId))
  if (!run || run.doneAt !== null) return
  const { zone } = await query(loadCountingDay)
  const window = { fromOn: run.fromOn, toOn: run.toOn, zone }
  const found: Found[] = []
  let visits = 0
  for (let after: string | null = null; ; ) {
    const staffIds = await query((tx) => traces.listVisitors(tx, window, after, STAFF_AT_ONCE))
    if (staffIds.length === 0) break
    const rows = await query((tx) => traces.loadVisits(tx, window, staffIds))
    visits += rows.length
    for (const own of Map.groupBy(rows, (row) => row.staffId).values()) found.push(...findInVisits(own))
    after = staffIds.at(-1)!
  }
  const voices = await query(async (tx) => [
    ...(await traces.loadReuse(tx, window)).flatMap(findReuse),
    ...findUniform(await traces.loadRated(tx, window)),
    ...(await traces.loadComments(tx, window, LIMITS.commentLeast)).flatMap(findRepeatedComment),
    ...(await traces.loadDevices(tx, window, LIMITS.deviceCustomers)).flatMap(findOneDevice),
    ...(await traces.loadOwnCallBacks(tx, window)).flatMap(findOwnCallBack),
  ])
  const ratings = await query((tx) => traces.countRatings(tx, window))
  await keep(platform, actor, run, [...found, ...voices], { visits, ratings })
}

type System = { kind: 'system'; orgId: string; name: string; roles: readonly [] }

async function keep(
  platform: Platform,
  actor: System,
  run: { id: string; fromOn: string; toOn: string },
  found: readonly Found[],
  seen: { visits: number; ratings: number },
): Promise<void> {
  const identified = [...new Map(found.map((one) => [idOf(actor.orgId, one), one])).entries()].map(([id, one]) => ({
    ...one,
    id,
  }))
  const command = { id: newId(), endpoint: LOOK_TASK, input: { runId: run.id } }
  await platform.command(actor, command, async (tx) => {
    for (let from = 0; from < identified.length; from += SAVED_AT_ONCE) {
      const some = identified.slice(from, from + SAVED_AT_ONCE)
      const fresh = new Set(await store.saveFound(tx, some))
      for (const { id, detector, weight, dayOn, records } of some) {
        if (!fresh.has(id)) continue
        const content = { detector, weight, dayOn, records: records.map((record) => record.recordId).slice(0, 50) }
        tx.record({ recordType: 'suspicion', recordId: id, verb: 'suspicion.found', content })
      }
    }
    for (const id of await store.markGone(tx, run))
      tx.record({ recordType: 'suspicion', recordId: id, verb: 'suspicion.gone', content: {} })
    await store.finishRun(tx, run.id, { ...seen, found: identified.length })
    const content = { ...seen, found: identified.length }
    tx.record({ recordType: 'authenticity_run', recordId: run.id, verb: 'authenticity_run.done', content })
    return accept(null)
  })
}

/** The same detector and records give the same id. */
function idOf(orgId: string, found: Found): string {
  return steadyId(`${orgId}\n${keyOf(found)}`)
}

export async function answerSuspicion(
  tx: WriteTx,
  suspicionId: string,
  given: Input<typeof contract.answerSuspicion>['body'],
): Promise<Decision<Saved>> {
  const one = await store.findSuspicion(tx, suspicionId)
  if (!one) return refuse('not_found', 'not_found')
  const allowed = canAnswer(one)
  if (!allowed.ok) return allowed
  if (given.fileSha256 && !(await store.isKeptFile(tx, given.fileSha256))) return refuse('invalid', 'file_unknown')
  const { id, version, kind, words, fileSha256 } = given
  await store.saveTurn(tx, suspicionId, version)
  await store.insertAnswer(tx, suspicionId, { id, kind, words, fileSha256, answeredByName: nameOf(tx) })
  const content = { answerId: id, kind, words, ...(fileSha256 ? { fileSha256 } : {}) }
  tx.record({ recordType: 'suspicion', recordId: suspicionId, verb: 'suspicion.answered', content })
  return accept({ id: suspicionId, version: version + 1 })
}

export async function judgeAnswer(
  tx: WriteTx,
  suspicionId: string,
  given: Input<typeof contract.judgeAnswer>['body'],
): Promise<Decision<Saved>> {
  const one = await store.findSuspicion(tx, suspicionId)
  if (!one) return refuse('not_found', 'not_found')
  const allowed = canJudge(one, one.answeredBy.at(-1), actorRef(tx.actor))
  if (!allowed.ok) return allowed
  const { version, judged, words } = given
  await store.saveTurn(tx, suspicionId, version)
  await store.saveJudgement(tx, one.answers.at(-1)!.id, { judged, judgedWords: words, judgedByName: nameOf(tx) })
  const content = { answerId: one.answers.at(-1)!.id, judged, words }
  tx.record({ recordType: 'suspicion', recordId: suspicionId, verb: `suspicion.${judged}`, content })
  return accept({ id: suspicionId, version: version + 1 })
}

function nameOf(tx: WriteTx): string {
  return 'name' in tx.actor ? tx.actor.name : ''
}
