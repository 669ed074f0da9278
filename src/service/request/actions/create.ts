import type { z } from 'zod'
import { addCustomer, outletForCity } from '#src/company/door.ts'
import { phoneDigits } from '#src/company/pure-door.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { dayOf } from '#src/shared/instant.ts'
import { clocksOf, loadClockGround } from '../../clock/actions.ts'
import { asClockEvent } from '../../clock/rules.ts'
import { makeLink } from '../../tracking/actions.ts'
import type { NewRequest, PortalRequest } from '../contract/make.ts'
import { checkClaimed } from '../rules.ts'
import { findCustomerExactly, findProductBySerial } from '../store/reading.ts'
import { insertRequest, type NewRequestRow } from '../store/requests.ts'
import { eventOf, NO_OUTLET } from './take-step.ts'

type Made = { id: string; number: string }

/** Staff, a partner or a program writes down what a customer asks for. */
export async function createRequest(tx: WriteTx, asked: z.output<typeof NewRequest>): Promise<Decision<Made>> {
  const requestedAt = asked.requestedAt ?? tx.at
  const claimed = checkClaimed(requestedAt, tx.at)
  if (!claimed.ok) return claimed
  const window = checkWindow(asked)
  if (!window.ok) return window
  const phone = phoneDigits(asked.contactPhone)
  const customerId = asked.newCustomer ? asked.newCustomer.id : (asked.customerId ?? null)
  if (asked.newCustomer) {
    const added = await addCustomer(tx, {
      id: asked.newCustomer.id,
      name: asked.newCustomer.name,
      kind: asked.newCustomer.kind,
      contactName: asked.contactName,
      phone: asked.contactPhone,
      address: asked.address,
      cityCode: asked.cityCode,
      email: '',
      note: '',
    })
    if (!added.ok) return added
  }
  return writeDown(tx, {
    ...asked,
    contactPhone: phone,
    customerId,
    productId: asked.productId ?? null,
    outletId: asked.outletId ?? (await servingOutlet(tx, asked.cityCode)),
    requestedAt: claimed.value,
    sourceKey: asked.externalNumber ? `external:${asked.externalNumber}` : null,
  })
}

/** Anybody asks on the public page. Whoever is recognised by name and number is connected, without saying so to the asker. */
export async function createPortalRequest(
  tx: WriteTx,
  asked: z.output<typeof PortalRequest>,
): Promise<Decision<Made & { secret: string }>> {
  const window = checkWindow(asked)
  if (!window.ok) return window
  const phone = phoneDigits(asked.contactPhone)
  const customerId = await findCustomerExactly(tx, asked.contactName, phone)
  const product = await findProductBySerial(tx, asked.serialNumber)
  // A serial number alone proves nothing: the product is connected only when it is the recognised customer's.
  const known = product && product.customerId === customerId ? product.id : null
  const unknownSerial = asked.serialNumber && !known ? `\n序列号 ${asked.serialNumber}` : ''
  const made = await writeDown(tx, {
    ...asked,
    description: `${asked.description}${unknownSerial}`.trim(),
    contactPhone: phone,
    channel: 'web',
    customerId,
    productId: known,
    outletId: await servingOutlet(tx, asked.cityCode),
    requestedAt: tx.at,
    sourceKey: null,
  })
  if (!made.ok) return made
  const link = await makeLink(tx, made.value.id)
  return accept({ ...made.value, secret: link.secret })
}

type WrittenDown = Pick<
  z.output<typeof NewRequest>,
  'id' | 'kind' | 'urgency' | 'subject' | 'description' | 'contactName' | 'address' | 'cityCode'
> & {
  channel: string
  contactPhone: string
  customerId: string | null
  productId: string | null
  outletId: string | null
  requestedAt: string
  sourceKey: string | null
  longitude?: number | null
  latitude?: number | null
  wishedFromAt?: string | null
  wishedToAt?: string | null
  complaintClass?: string | null
}

async function writeDown(tx: WriteTx, asked: WrittenDown): Promise<Decision<Made>> {
  const number = await tx.nextNumber('R')
  const row: NewRequestRow = {
    id: asked.id,
    number,
    kind: asked.kind,
    channel: asked.channel,
    urgency: asked.urgency,
    subject: asked.subject,
    description: asked.description,
    customerId: asked.customerId,
    productId: asked.productId,
    outletId: asked.outletId,
    contactName: asked.contactName,
    contactPhone: asked.contactPhone,
    address: asked.address,
    cityCode: asked.cityCode,
    longitude: asked.longitude ?? null,
    latitude: asked.latitude ?? null,
    wishedFrom: asked.wishedFromAt ?? null,
    wishedTo: asked.wishedToAt ?? null,
    complaintClass: asked.kind === 'complaint' ? (asked.complaintClass ?? null) : null,
    sourceKey: asked.sourceKey,
    requestedAt: asked.requestedAt,
    recordedAt: tx.at,
    requestedOn: dayOf(Date.parse(asked.requestedAt)),
  }
  const event = eventOf(tx, row.id, { kind: 'created' }, row.requestedAt)
  const ground = await loadClockGround(tx, row)
  await insertRequest(tx, row, [event], clocksOf(tx, row, ground, [asClockEvent(event)]))
  const { recordedAt: _, ...content } = row
  tx.record({
    recordType: 'service_request',
    recordId: row.id,
    verb: 'service_request.created',
    claimedAt: row.requestedAt,
    content,
  })
  tx.dirty(row.outletId ?? NO_OUTLET, row.requestedOn)
  return accept({ id: row.id, number })
}

async function servingOutlet(tx: WriteTx, cityCode: string): Promise<string | null> {
  return cityCode ? ((await outletForCity(tx, cityCode))?.outletId ?? null) : null
}

function checkWindow(asked: { wishedFromAt?: string | null; wishedToAt?: string | null }): Decision<null> {
  if (!asked.wishedFromAt && !asked.wishedToAt) return accept(null)
  if (!asked.wishedFromAt || !asked.wishedToAt || asked.wishedToAt <= asked.wishedFromAt)
    return refuse('invalid', 'window_reversed')
  return accept(null)
}
