import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { demoPassword, lanjing, wang, zhao } from '#seeds/people.ts'
import { openSession, sessionsOf } from '#src/account/door.ts'
import { openInstallation } from '#src/installation.ts'
import { readSettings } from '#src/server/settings.ts'
import { furnish, hireTechnicians, loadNow } from '#test/bench/scratch.ts'
import { chanceOf } from './chance.ts'
import { type Checked, checkEverything } from './check.ts'
import { newSaid, type Person, runClient, type Said } from './client.ts'
import { KILLS, openVictim, type Victim } from './victim.ts'

export type ChaosOptions = {
  kills: number
  clients: number
  seed: number
  /** Ends early, with what was done until then, when this is used up. */
  seconds: number
  say?: (line: string) => void
}

export type ChaosReport = {
  ok: boolean
  seed: number
  kills: Record<string, number>
  killed: number
  seconds: number
  acknowledged: number
  lives: number
  repeats: number
  retries: number
  /** Longest time in which nobody was answered. */
  longestSilenceSeconds: number
  checked: Checked | null
  problems: string[]
  problemCount: number
  loadAverage: number[]
}

const SHOWN_PROBLEMS = 20
const SILENCE_LIMIT_MS = 90_000

/** Kills the server and its database at random under load, starts it again each time, and then counts what is there. All traffic stays on 127.0.0.1. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, clients, say = () => {} } = options
  const startedAt = performance.now()
  const chance = chanceOf(seed)
  const folder = await mkdtemp(join(tmpdir(), 'starproof-chaos-'))
  let victim: Victim | undefined
  try {
    const people = await prepare(folder, clients)
    victim = await openVictim(folder)
    victim.start()
    const said = newSaid()
    let isOver = false
    const { address } = victim
    const running = people.map((person) => runClient(address, person, chance.fork(), said, () => isOver))
    const broken = await breakThings(victim, options, chance.fork(), said, startedAt)
    isOver = true
    if (!victim.isRunning()) victim.start()
    const silent = await Promise.race([Promise.all(running).then(() => false), sleep(SILENCE_LIMIT_MS, true)])
    const problems = [...broken.problems]
    if (silent) problems.push('the clients were not answered after the last start')
    const code = await victim.stop()
    if (code !== 0) problems.push(`the server stopped with code ${code}: ${victim.lastWords()}`)
    problems.push(...victim.endedByItself().map((words) => `the server ended by itself: ${words}`))
    say('checking')
    const installation = await openInstallation(settingsOf(folder))
    try {
      const { checked, problems: found } = await checkEverything(installation, said)
      problems.push(...found)
      return {
        ok: problems.length === 0,
        seed,
        kills: broken.kills,
        killed: broken.killed,
        seconds: Math.round((performance.now() - startedAt) / 1000),
        acknowledged: said.acknowledged.length,
        lives: said.lives.length,
        repeats: said.repeats,
        retries: said.retries,
        longestSilenceSeconds: Math.round(broken.longestSilenceMs / 100) / 10,
        checked,
        problems: problems.slice(0, SHOWN_PROBLEMS),
        problemCount: problems.length,
        loadAverage: loadNow(),
      }
    } finally {
      await installation.close()
    }
  } finally {
    await victim?.destroy()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function settingsOf(folder: string) {
  return readSettings({ STARPROOF_DATA: folder })
}

async function prepare(folder: string, clients: number): Promise<Person[]> {
  const installation = await openInstallation(settingsOf(folder))
  const { platform, database } = installation
  const sessions = sessionsOf(database, { now: platform.now, secure: false })
  try {
    await furnish(installation)
    const technicians = await hireTechnicians(installation, clients, demoPassword)
    const cookieOf = async (personId: string) =>
      sessions.cookieHeader(
        await openSession(platform, { personId, orgId: lanjing.orgId, device: 'chaos', address: '' }),
      )
    const agent = await cookieOf(wang.personId)
    const dispatcher = await cookieOf(zhao.personId)
    const people: Person[] = []
    for (const { staffId, personId } of technicians)
      people.push({ staffId, cookies: { agent, dispatcher, technician: await cookieOf(personId) } })
    return people
  } finally {
    await sessions.close()
    await installation.close()
  }
}

/** Waits for some work, kills something, starts what does not start by itself; and again. */
async function breakThings(
  victim: Victim,
  { kills, seconds, clients, say = () => {} }: ChaosOptions,
  chance: ReturnType<typeof chanceOf>,
  said: Said,
  startedAt: number,
) {
  const tally: Record<string, number> = {}
  const problems: string[] = []
  let killed = 0
  let longestSilenceMs = 0
  while (killed < kills) {
    const silence = await waitForWork(victim, said, chance.whole(1, 3 * clients))
    if (silence === undefined) {
      problems.push(`nobody was answered for ${SILENCE_LIMIT_MS / 1000} s after kill ${killed}`)
      break
    }
    longestSilenceMs = Math.max(longestSilenceMs, silence)
    if (performance.now() - startedAt > seconds * 1000) {
      problems.push(`only ${killed} of ${kills} kills in ${seconds} s`)
      break
    }
    const what = chance.pick(KILLS)
    const hit = victim.kill(what, chance)
    if (!hit) continue
    killed++
    tally[what] = (tally[what] ?? 0) + 1
    say(`kill ${killed}/${kills}: ${hit}; ${said.acknowledged.length} acknowledged, ${said.retries} retries`)
    // Sometimes at once, while the database is still recovering; sometimes a little later.
    await sleep(chance.whole(0, 300))
    if (!victim.isRunning()) victim.start()
  }
  return { kills: tally, killed, longestSilenceMs, problems }
}

/** Until so many more commands were acknowledged; answers the longest time without any, or undefined when it got too long. */
async function waitForWork(victim: Victim, said: Said, more: number): Promise<number | undefined> {
  const wanted = said.acknowledged.length + more
  let seen = said.acknowledged.length
  let seenAt = performance.now()
  let longestMs = 0
  while (said.acknowledged.length < wanted) {
    await sleep(20)
    if (!victim.isRunning()) victim.start()
    if (said.acknowledged.length !== seen) {
      seen = said.acknowledged.length
      seenAt = performance.now()
    }
    longestMs = Math.max(longestMs, performance.now() - seenAt)
    if (longestMs > SILENCE_LIMIT_MS) return undefined
  }
  return longestMs
}
