import { emailsOfRole } from '#src/account/door.ts'
import { latestReasonAbout, queueMessage } from '#src/server/messages/queue.ts'
import { isMailAddress } from '#src/server/messages/rules.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision } from '#src/shared/decision.ts'
import { makeLink } from '../tracking/actions.ts'
import { NOTICE_KEEPERS, type NoticeSwitches } from './contract.ts'
import { reachOf } from './rules/reach.ts'
import { customerNotice, isNews, type StaffNotice, staffNotice, VISIT_REASONS, whoToTell } from './rules/tell.ts'
import { wordToCustomer, wordToStaff } from './rules/word.ts'
import * as store from './store.ts'

/** Tells whoever has to know of one line of history. Answers how many messages that made. */
export async function tell(tx: WriteTx, line: store.HeardLine): Promise<Decision<{ messages: number }>> {
  const requestId = await requestOf(tx, line)
  const told = requestId === undefined ? undefined : await store.loadTold(tx, requestId)
  const switches = await store.loadSwitches(tx)
  if (!told || !switches) return accept({ messages: 0 })
  const lastVisitNotice = await latestReasonAbout(tx, told.requestId, VISIT_REASONS)
  if (!isNews(line, { ...told, lastVisitNotice }, tx.at)) return accept({ messages: 0 })
  const toCustomer = switches.customerNotices ? await tellCustomer(tx, line, { ...told, lastVisitNotice }) : 0
  const toStaff = switches.staffNotices ? await tellStaff(tx, line, told) : 0
  return accept({ messages: toCustomer + toStaff })
}

async function requestOf(tx: WriteTx, { recordType, recordId, content }: store.HeardLine): Promise<string | undefined> {
  if (recordType === 'service_request') return recordId
  if (recordType === 'work_order') return store.findRequestOfOrder(tx, recordId)
  return typeof content.requestId === 'string' ? content.requestId : undefined
}

async function tellCustomer(
  tx: WriteTx,
  line: store.HeardLine,
  told: store.Told & { lastVisitNotice: string | null },
): Promise<number> {
  const notice = customerNotice(line, told, tx.at)
  const reach = reachOf(told.contact, isMailAddress)
  if (!notice || !reach) return 0
  const { requestId, number, sender, assignment } = told
  const queued = await queueMessage(tx, {
    ...wordToCustomer(notice, { number, staffName: assignment?.staffName ?? null }, sender, reach.channel),
    ...reach,
    dedupKey: `${line.id}/customer`,
    // Secrets of earlier links are known to nobody: each notice that brings a link has one of its own.
    link: notice.withLink ? `/t/${(await makeLink(tx, requestId)).secret}` : null,
    about: { type: 'service_request', id: requestId },
    reason: notice.reason,
    readers: NOTICE_KEEPERS,
  })
  return Number(queued)
}

async function tellStaff(tx: WriteTx, line: store.HeardLine, told: store.Told): Promise<number> {
  const notice = staffNotice(line)
  if (!notice) return 0
  const people = await emailsOfRole(tx, notice.roles)
  const personIds = people.map(({ personId }) => personId)
  const outlets = await store.findOutletsOf(tx, personIds)
  const placed = people.map((one) => ({ ...one, outletId: outlets.get(one.personId) ?? null }))
  const { requestId, number, sender, outletId } = told
  const promise = await promiseOf(tx, requestId, notice)
  let made = 0
  for (const { personId, name, email } of whoToTell(placed, outletId)) {
    const queued = await queueMessage(tx, {
      ...wordToStaff(notice, { number, promise, name }, sender),
      ...{ channel: 'mail', to: email, dedupKey: `${line.id}/${personId}`, link: `/desk/requests/${requestId}` },
      about: { type: 'service_request', id: requestId },
      reason: notice.reason,
      readers: NOTICE_KEEPERS,
    })
    made += Number(queued)
  }
  return made
}

async function promiseOf(tx: Tx, requestId: string, notice: StaffNotice): Promise<{ zh: string; en: string } | null> {
  return notice.reason === 'promise_overdue' ? store.findPromiseName(tx, requestId, notice.promiseCode) : null
}

/** Both on, until somebody chose otherwise. */
const AT_FIRST: NoticeSwitches = { customerNotices: true, staffNotices: true, version: 1 }

export async function showSwitches(tx: Tx): Promise<Decision<NoticeSwitches>> {
  return accept((await store.loadSwitches(tx)) ?? AT_FIRST)
}

/** Acts from now on: what happened while notices were off is told to nobody later. */
export async function changeSwitches(tx: WriteTx, next: NoticeSwitches): Promise<Decision<NoticeSwitches>> {
  await store.beginNotices(tx)
  await store.saveSwitches(tx, next)
  const { customerNotices, staffNotices } = next
  tx.record({
    recordType: 'organisation',
    recordId: tx.orgId,
    verb: 'organisation.notices_changed',
    content: { customerNotices, staffNotices },
  })
  return accept({ ...next, version: next.version + 1 })
}
