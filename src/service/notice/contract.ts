import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Version } from '#src/shared/fields.ts'

export const NOTICE_KEEPERS = ['service_manager', 'administrator'] as const

export const NoticeSwitches = z.object({
  /** Whether customers are told at every step. */
  customerNotices: z.boolean(),
  /** Whether staff are told of promises that run late and of middle and bad ratings. */
  staffNotices: z.boolean(),
  version: Version,
})
export type NoticeSwitches = z.output<typeof NoticeSwitches>

export const showNotices = endpoint({
  name: 'service.showNotices',
  method: 'GET',
  path: '/api/service/notices',
  who: NOTICE_KEEPERS,
  summary: 'Which notices are sent by themselves',
  answer: NoticeSwitches,
})

export const changeNotices = endpoint({
  name: 'service.changeNotices',
  method: 'PUT',
  path: '/api/service/notices',
  who: NOTICE_KEEPERS,
  summary: 'Choose which notices are sent by themselves, from now on',
  body: NoticeSwitches,
  answer: NoticeSwitches,
})
