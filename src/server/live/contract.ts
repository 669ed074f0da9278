import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'

/** Server-sent events: each is JSON `{topic, recordType, recordId}` of something that changed; `*` means "read everything again". */
export const watchChanges = endpoint({
  name: 'live.watchChanges',
  method: 'GET',
  path: '/api/events',
  who: 'signed_in',
  carries: 'stream',
  summary: 'What changes in the organisation, as server-sent events',
  answer: z.string(),
})
