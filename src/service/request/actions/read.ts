import { personNames } from '#src/account/door.ts'
import { findCallers } from '#src/company/door.ts'
import { maskPhone, phoneDigits } from '#src/company/pure-door.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { unfoldClocks } from '../../clock/actions.ts'
import { maySeeContact } from '../access.ts'
import type { RequestDetail } from '../contract/shown.ts'
import { listClockRows, listRatingsOf, listWorkOrdersOf } from '../store/reading.ts'
import { findRequest, findRequestPage, listEvents, listRequestsOf } from '../store/requests.ts'

export async function readRequest(tx: Tx, requestId: string): Promise<Decision<RequestDetail>> {
  const page = await findRequestPage(tx, requestId)
  if (!page) return refuse('not_found', 'not_found')
  const events = await listEvents(tx, requestId)
  const names = await personNames(
    tx,
    events.flatMap(({ actor }) => personOf(actor) ?? []),
  )
  const clear = maySeeContact(tx.actor)
  return accept({
    ...page,
    contactPhone: clear ? page.contactPhone : maskPhone(page.contactPhone),
    address: clear || !page.address ? page.address : '****',
    events: events.map(({ windowFrom, windowTo, actor, requestId: _, ...event }) => ({
      ...event,
      windowFromAt: windowFrom,
      windowToAt: windowTo,
      actorName: names.get(personOf(actor) ?? '') ?? actor.split(':')[0]!,
    })),
    clocks: await listClockRows(tx, requestId),
    workOrders: await listWorkOrdersOf(tx, requestId),
    ratings: await listRatingsOf(tx, requestId),
  } as RequestDetail)
}

function personOf(actor: string): string | null {
  return actor.startsWith('person:') ? actor.slice('person:'.length) : null
}

export async function explainClocks(tx: Tx, requestId: string) {
  const request = await findRequest(tx, requestId)
  if (!request) return refuse('not_found', 'not_found')
  return accept({ clocks: await unfoldClocks(tx, request) })
}

const RECENT = 5
const OPEN_SHOWN = 20

/** The moment the telephone rings: who may it be, what do they own, what is open. */
export async function findCaller(tx: Tx, phone: string) {
  const number = phoneDigits(phone)
  const callers = await findCallers(tx, number)
  const customers = []
  for (const caller of callers) {
    customers.push({
      ...caller,
      openRequests: await listRequestsOf(tx, { customerId: caller.id }, true, OPEN_SHOWN),
      recentRequests: await listRequestsOf(tx, { customerId: caller.id }, false, RECENT),
    })
  }
  return accept({ customers, strangers: await listRequestsOf(tx, { phone: number }, true, OPEN_SHOWN) })
}
