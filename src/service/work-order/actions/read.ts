import { distanceKm, maskPhone } from '#src/company/pure-door.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { workOrderState } from '../../dispatch/rules/state.ts'
import { maySeeContact } from '../../request/access.ts'
import { mayRead } from '../access.ts'
import type { readMyDay, WorkOrderSheet } from '../contract.ts'
import { findOwnStaff, findSheet, listOwnSheets, type SheetRow } from '../store.ts'

/** Everything the phone needs to work the day without a network. */
export async function showMyDay(tx: Tx, dayOn: string): Promise<Decision<Answer<typeof readMyDay>>> {
  const own = tx.actor.kind === 'person' ? await findOwnStaff(tx, tx.actor.personId) : undefined
  if (!own) return accept({ dayOn, staffId: null, staffName: '', orders: [] })
  const orders = (await listOwnSheets(tx, own.staffId, dayOn)).map(sheetOf)
  // What was called off meanwhile is nobody's work any more.
  return accept({ dayOn, ...own, orders: orders.filter((order) => order.state !== 'cancelled') })
}

export async function showWorkOrder(tx: Tx, workOrderId: string): Promise<Decision<WorkOrderSheet>> {
  const row = await findSheet(tx, workOrderId)
  if (!row) return refuse('not_found', 'not_found')
  if (!mayRead(tx.actor, row)) return refuse('forbidden', 'not_your_work_order')
  const sheet = sheetOf(row)
  const isOwn = tx.actor.kind === 'person' && row.personId === tx.actor.personId
  if (isOwn || maySeeContact(tx.actor)) return accept(sheet)
  const address = sheet.address === '' ? '' : '****'
  return accept({ ...sheet, contactPhone: maskPhone(sheet.contactPhone), address })
}

function sheetOf(row: SheetRow): WorkOrderSheet {
  const { cancelledAt, requestState, personId: _, visitId, ...rest } = row
  const { arrivedAt, arrivedLongitude, arrivedLatitude, arrivedAccuracyMetres, ...more } = rest
  const { answers, partsText, workText, outcome, signatureSha256, signedBy, signedAt, ...others } = more
  const { unsignedReason, finishedAt, ...sheet } = others
  return {
    ...sheet,
    state: workOrderState({
      cancelledAt,
      requestState,
      staffId: row.staffId,
      arrivedAt: visitId ? arrivedAt : null,
      finishedAt,
    }),
    visit: visitId
      ? {
          ...{
            arrivedAt,
            arrivedLongitude,
            arrivedLatitude,
            arrivedAccuracyMetres,
            arrivedMetresAway: metresAway(row),
          },
          ...{ answers, partsText, workText, outcome, signatureSha256, signedBy, signedAt, unsignedReason, finishedAt },
        }
      : null,
  }
}

function metresAway(row: SheetRow): number | null {
  const { longitude, latitude, arrivedLongitude, arrivedLatitude } = row
  if (longitude === null || latitude === null || arrivedLongitude === null || arrivedLatitude === null) return null
  const arrived = { longitude: arrivedLongitude, latitude: arrivedLatitude }
  return Math.round(distanceKm({ longitude, latitude }, arrived) * 1000)
}
