import { isIP } from 'node:net'
import { sql } from 'kysely'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { hasRole } from '#src/shared/actor.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { Background } from '../background.ts'
import { answerRefusal } from '../http/answers.ts'
import type { Routes } from '../http/mount.ts'
import type { Platform } from '../platform.ts'
import { healthz, metrics, readyz } from './contract.ts'

/** Figures of this process; `observe` is called once per answered request. */
export type Figures = { registry: Registry; observe(method: string, path: string, status: number, ms: number): void }

export function openFigures(platform: Platform, background: () => Background | undefined): Figures {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const answered = new Histogram({
    name: 'starproof_http_seconds',
    help: 'Time to answer, by endpoint',
    labelNames: ['method', 'path', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  const failures = new Counter({
    name: 'starproof_http_faults_total',
    help: 'Answers with status 500',
    registers: [registry],
  })
  new Gauge({
    name: 'starproof_sweep_failing',
    help: '1 while a background sweep fails',
    labelNames: ['sweep'],
    registers: [registry],
    collect() {
      for (const sweep of background()?.status() ?? []) this.set({ sweep: sweep.name }, sweep.failing ? 1 : 0)
    },
  })
  new Gauge({
    name: 'starproof_database_connections',
    help: 'Connections of the pool',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const pool = platform.database.appPool
      this.set({ state: 'open' }, pool.totalCount)
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'waited_for' }, pool.waitingCount)
    },
  })
  return {
    registry,
    observe(method, path, status, ms) {
      answered.observe({ method, path, status }, ms / 1000)
      if (status >= 500) failures.inc()
    },
  }
}

export function healthRoutes(figures: Figures, background: () => Background | undefined): Routes {
  return (mount, platform) => {
    mount.open(healthz, async () => accept({ live: true as const }))

    mount.raw(readyz, async ({ reply }) => {
      const database = await sql`select 1`.execute(platform.database.app).then(
        () => 'well',
        () => 'unreachable',
      )
      const sweeps = background()?.status() ?? []
      const failing = sweeps.filter((sweep) => sweep.failing).map((sweep) => sweep.name)
      const ready = database === 'well' && failing.length === 0
      return reply.status(ready ? 200 : 503).send({ ready, database, failingSweeps: failing })
    })

    mount.raw(metrics, async ({ actor, request, reply }) => {
      const allowed = isLoopback(request.socket.remoteAddress) && !request.headers['x-forwarded-for']
      if (!allowed && !(actor && hasRole(actor, 'administrator'))) {
        return answerRefusal(reply, refuse('forbidden', 'metrics_private').refusal)
      }
      return reply.type(figures.registry.contentType).send(await figures.registry.metrics())
    })
  }
}

function isLoopback(address: string | undefined): boolean {
  if (!address || !isIP(address)) return false
  return address === '::1' || address.replace(/^::ffff:/, '').startsWith('127.')
}
