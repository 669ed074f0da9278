import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'

/** The process answers. */
export const healthz = endpoint({
  name: 'health.live',
  method: 'GET',
  path: '/healthz',
  who: 'public',
  summary: 'The process is alive',
  answer: z.object({ live: z.literal(true) }),
})

/** Database and background work are well; 503 when one is not. */
export const readyz = endpoint({
  name: 'health.ready',
  method: 'GET',
  path: '/readyz',
  who: 'public',
  carries: 'stream',
  summary: 'Database and background work are well (503 otherwise)',
  answer: z.string(),
})

/** Prometheus text; only for callers on this machine and for API keys of administrators. */
export const metrics = endpoint({
  name: 'health.metrics',
  method: 'GET',
  path: '/metrics',
  who: 'public',
  carries: 'stream',
  summary: 'Figures for Prometheus: from this machine, or with an administrator’s API key',
  answer: z.string(),
})
