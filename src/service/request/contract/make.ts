import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant, Latitude, Longitude, PhoneText } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { DESK } from './about.ts'
import { Channel, ComplaintClass, RequestKind, Urgency } from './words.ts'

const RequestFields = {
  kind: RequestKind,
  urgency: Urgency.default('normal'),
  subject: z.string().trim().min(1).max(200),
  description: z.string().trim().max(4000).default(''),
  contactName: z.string().trim().max(100).default(''),
  contactPhone: PhoneText.default(''),
  address: z.string().trim().max(300).default(''),
  cityCode: z
    .string()
    .regex(/^(\d{4})?$/)
    .default(''),
  longitude: Longitude.nullish(),
  latitude: Latitude.nullish(),
  wishedFromAt: Instant.nullish(),
  wishedToAt: Instant.nullish(),
  complaintClass: ComplaintClass.nullish(),
}

/** Made by staff or by a program. A customer not yet on file may be written down in the same step. */
export const NewRequest = z.object({
  id: Id,
  ...RequestFields,
  channel: Channel.exclude(['import']),
  customerId: Id.nullish(),
  newCustomer: z
    .object({ id: Id, name: z.string().trim().min(1).max(200), kind: z.enum(['person', 'company']) })
    .nullish(),
  productId: Id.nullish(),
  outletId: Id.nullish(),
  /** When the customer asked, if not just now (a slip of paper entered in the evening). Shown as entered later. */
  requestedAt: Instant.nullish(),
  /** A partner's own number: the same one never makes a second request. */
  externalNumber: z.string().trim().min(1).max(100).nullish(),
})

/** Made by the public on the portal; the answer carries the secret of the tracking link, shown once. */
export const PortalRequest = z.object({
  id: Id,
  ...RequestFields,
  contactName: z.string().trim().min(1).max(100),
  contactPhone: PhoneText.min(5),
  serialNumber: z.string().trim().max(60).default(''),
  /** The company's short name, where this installation serves several. */
  org: z.string().max(40).optional(),
  consent: z.literal(true),
})

const Made = z.object({ id: Id, number: z.string() })

export const createRequest = endpoint({
  name: 'service.createRequest',
  method: 'POST',
  path: '/api/service/requests',
  who: DESK,
  summary: 'Write down a customer request (hotline, message, partner, program)',
  body: NewRequest,
  answer: Made,
})

export const createPortalRequest = endpoint({
  name: 'service.createPortalRequest',
  method: 'POST',
  path: '/api/portal/requests',
  who: 'public',
  perMinute: 20,
  summary: 'Ask for service on the public page; the answer holds the secret of the tracking link',
  body: PortalRequest,
  answer: Made.extend({ trackingSecret: z.string() }),
})
