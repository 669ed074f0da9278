import { cpus } from 'node:os'
import type { FastifyInstance } from 'fastify'
import { demoPassword, lanjing, wang, zhao } from '#seeds/people.ts'
import { openSession, sessionsOf } from '#src/account/door.ts'
import { openHttp } from '#src/server/http/server.ts'
import { serviceRoutes } from '#src/service/door.ts'
import { type Bare, openBare } from './bare.ts'
import { type LifeCommand, lifeCommands, newLife, type Who } from './life.ts'
import { hireTechnicians, loadNow, openScratch, type Scratch, type Technician } from './scratch.ts'

export type CommandsBench = {
  concurrency: number
  commands: number
  commandsPerSecond: number
  bareTransactionsPerSecond: number
  ratio: number
  /** Processor time of this process and of PostgreSQL for one of each: what the ratio rests on, however busy the machine is. */
  cpuMsPerCommand: number
  cpuMsPerBareTransaction: number
  /** Against bare transactions whose statements are not prepared, as drivers send them unless told otherwise. */
  unpreparedTransactionsPerSecond: number
  ratioToUnprepared: number
  /** Against bare transactions sent whole, without waiting for any answer: what no command that reads before it writes could reach. */
  pipelinedTransactionsPerSecond: number
  ratioToPipelined: number
  conditions: { transport: string; fsync: string; cpus: number; loadAverage: number[] }
}

type Options = { concurrency?: number; seconds?: number; rounds?: number; say?: (line: string) => void }
type Live = (lane: number) => Promise<number>

/**
 * Whole lives of requests (create, work order, assign, arrive, finish) through the HTTP stack without the socket: routing, sessions, parsing,
 * rules, row-level security, history. Then, in turns, the same rows by bare transactions through the same driver: one prepared statement a
 * table, as the owner, no rules, no row-level security.
 */
export async function benchCommands(options: Options = {}): Promise<CommandsBench> {
  const { concurrency = 16 } = options
  const scratch = await openScratch()
  try {
    const house = await openHouse(scratch, concurrency)
    try {
      const bare = await openBare(scratch.installation.database.url, house, concurrency)
      try {
        return await compare(scratch, house, bare, options)
      } finally {
        await bare.close()
      }
    } finally {
      await house.close()
    }
  } finally {
    await scratch.close()
  }
}

async function compare(scratch: Scratch, house: House, bare: Bare, options: Options): Promise<CommandsBench> {
  const { concurrency = 16, seconds = 2, rounds = 8, say = () => {} } = options
  const turn = (live: Live, forSeconds: number) => takeTurn(concurrency, forSeconds, live, scratch.cpuMs)
  const full = { live: house.live, count: nothing() }
  const plain = { live: bare.live, count: nothing() }
  const atOnce = { live: bare.liveAtOnce, count: nothing() }
  const unprepared = { live: bare.liveUnprepared, count: nothing() }
  const sides = [full, plain, unprepared, atOnce]
  // Hot code and known tables, as after the first minutes of a working day.
  await bare.analyze()
  for (const { live } of sides) await warmUp(live, turn)
  await bare.analyze()
  for (const { live } of sides) await turn(live, 1)
  for (let round = 1; round <= rounds; round++) {
    for (const { live, count } of sides) add(count, await turn(live, seconds))
    say(`${round}/${rounds}: ${perSecond(full.count)} commands/s, ${perSecond(plain.count)} bare transactions/s`)
  }
  return {
    concurrency,
    commands: full.count.done,
    commandsPerSecond: perSecond(full.count),
    bareTransactionsPerSecond: perSecond(plain.count),
    ratio: rounded(perSecond(full.count) / perSecond(plain.count)),
    cpuMsPerCommand: rounded(full.count.cpuMs / full.count.done),
    cpuMsPerBareTransaction: rounded(plain.count.cpuMs / plain.count.done),
    unpreparedTransactionsPerSecond: perSecond(unprepared.count),
    ratioToUnprepared: rounded(perSecond(full.count) / perSecond(unprepared.count)),
    pipelinedTransactionsPerSecond: perSecond(atOnce.count),
    ratioToPipelined: rounded(perSecond(full.count) / perSecond(atOnce.count)),
    conditions: {
      transport: 'app.inject: the HTTP stack without the socket',
      fsync: await bare.fsync(),
      cpus: cpus().length,
      loadAverage: loadNow(),
    },
  }
}

type Count = { done: number; ms: number; cpuMs: number }

function nothing(): Count {
  return { done: 0, ms: 0, cpuMs: 0 }
}

function add(sum: Count, one: Count): void {
  sum.done += one.done
  sum.ms += one.ms
  sum.cpuMs += one.cpuMs
}

function perSecond({ done, ms }: Count): number {
  return rounded((done / ms) * 1000)
}

function rounded(value: number): number {
  return Number(value.toPrecision(3))
}

/** Every lane lives one life after the other until the time is up; counts what was answered. */
async function takeTurn(concurrency: number, seconds: number, live: Live, cpuMs: () => number): Promise<Count> {
  const startedAt = performance.now()
  const cpuBefore = cpuMs()
  const endAt = startedAt + seconds * 1000
  let done = 0
  await Promise.all(
    Array.from({ length: concurrency }, async (_, lane) => {
      while (performance.now() < endAt) {
        const lived = await live(lane)
        done += lived
      }
    }),
  )
  return { done, ms: performance.now() - startedAt, cpuMs: cpuMs() - cpuBefore }
}

const WARM_COMMANDS = 6_000
const WARM_AT_MOST_SECONDS = 30

async function warmUp(live: Live, turn: (live: Live, seconds: number) => Promise<Count>): Promise<void> {
  const startedAt = performance.now()
  for (let done = 0; done < WARM_COMMANDS && performance.now() - startedAt < WARM_AT_MOST_SECONDS * 1000; )
    done += (await turn(live, 1)).done
}

type House = {
  app: FastifyInstance
  technicians: Technician[]
  send(lane: number, command: LifeCommand): Promise<void>
  live(lane: number): Promise<number>
  close(): Promise<void>
}

async function openHouse({ installation }: Scratch, concurrency: number): Promise<House> {
  const { database, platform } = installation
  const sessions = sessionsOf(database, { now: platform.now, secure: false })
  const { app } = await openHttp({ platform, sessions, routes: [serviceRoutes], perMinute: 1e9 })
  await app.ready()
  await sessions.heard()
  const technicians = await hireTechnicians(installation, concurrency, demoPassword)
  const cookieOf = async (personId: string) =>
    sessions.cookieHeader(await openSession(platform, { personId, orgId: lanjing.orgId, device: 'bench', address: '' }))
  const office = { agent: await cookieOf(wang.personId), dispatcher: await cookieOf(zhao.personId) }
  const field = await Promise.all(technicians.map(({ personId }) => cookieOf(personId)))
  const cookie = (who: Who, lane: number) => (who === 'technician' ? field[lane]! : office[who])

  const send = async (lane: number, { who, method, url, commandId, body }: LifeCommand) => {
    const headers = { cookie: cookie(who, lane), 'x-starproof': '1', 'idempotency-key': commandId }
    const answer = await app.inject({ method, url, headers, payload: body })
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`)
  }
  return {
    app,
    technicians,
    send,
    live: async (lane) => {
      const commands = lifeCommands(newLife(), technicians[lane]!.staffId, platform.now)
      for (const make of commands) await send(lane, make())
      return commands.length
    },
    close: async () => {
      await app.close()
      await sessions.close()
    },
  }
}
