import { z } from 'zod'

export const RequestKind = z.enum([
  'consultation',
  'delivery',
  'installation',
  'repair',
  'maintenance',
  'parts',
  'return',
  'recall',
  'take_back',
  'complaint',
  'suggestion',
])
export type RequestKind = z.output<typeof RequestKind>

export const Channel = z.enum(['hotline', 'web', 'message', 'on_site', 'partner', 'api', 'import'])
export const Urgency = z.enum(['normal', 'urgent'])
export const ComplaintClass = z.enum(['quality', 'not_quality', 'other'])

/** Where a request stands; a function of its events, never stored by hand. */
export const RequestState = z.enum(['new', 'answered', 'dispatched', 'on_site', 'resolved', 'closed', 'cancelled'])
export type RequestState = z.output<typeof RequestState>

export const EventKind = z.enum([
  'created',
  'answered',
  'appointed',
  'dispatched',
  'undispatched',
  'arrived',
  'work_finished',
  'resolved',
  'closed',
  'cancelled',
  'reopened',
  'paused',
  'resumed',
  'nudged',
  'note',
])
export type EventKind = z.output<typeof EventKind>

/** The only reasons for which a promised clock may stand still. */
export const PauseReason = z.enum(['customer_asked_later', 'waiting_customer', 'force_majeure'])
