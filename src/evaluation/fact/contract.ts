import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { RECOUNTERS } from '../access.ts'

export const recountFacts = endpoint({
  name: 'evaluation.recountFacts',
  method: 'POST',
  path: '/api/evaluation/facts/recount',
  who: RECOUNTERS,
  summary: 'Counts all facts again from the records; `changed` is how many had been wrong',
  perMinute: 2,
  answer: z.object({ changed: z.int() }),
})
