import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openCluster } from '#src/server/postgres/cluster.ts'
import { findProcess, findProcessesMarked, isAlive } from '#src/server/postgres/os-process.ts'
import { chooseOsUser } from '#src/server/postgres/os-user.ts'
import type { Chance } from './chance.ts'

const MAIN = join(import.meta.dirname, '../../src/main.ts')
export const KILLS = ['server', 'postmaster', 'backend', 'both'] as const
export type Kill = (typeof KILLS)[number]

/** The real server as a process of its own on its own data folder, to be killed and started again. */
export type Victim = {
  address: string
  start(): void
  /** Kills without warning; answers what was hit, or undefined when there was nothing to hit just then. */
  kill(what: Kill, chance: Chance): string | undefined
  /** The server runs; false after a kill or when it ended by itself. */
  isRunning(): boolean
  /** How often it ended without having been killed by us, with the last it said. */
  /** What the server last wrote to its error output. */
  lastWords(): string
  endedByItself(): string[]
  /** Asks it to stop and answers its exit code. */
  stop(): Promise<number | null>
  /** Nothing of it is left afterwards. */
  destroy(): Promise<void>
}

export async function openVictim(folder: string): Promise<Victim> {
  const port = await freePort()
  const clusterFolder = join(folder, 'postgres', 'cluster')
  const { mark } = openCluster(clusterFolder, chooseOsUser(clusterFolder, folder))
  const said: string[] = []
  let child: ChildProcess | undefined
  let killed = false
  let last = ''

  function start(): void {
    killed = false
    const env = {
      ...process.env,
      ...{ STARPROOF_DATA: folder, PORT: String(port), HOST: '127.0.0.1', DATABASE_URL: '', LOG_LEVEL: 'fatal' },
      // Each client has an address of its own, so that none meets the limit of calls from one address.
      ...{ DEMO: 'off', TRUST_PROXY: 'on', NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
    }
    const one = spawn(process.execPath, [MAIN, 'serve'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    last = ''
    one.stderr!.on('data', (text) => {
      last = `${last}${text}`.slice(-2_000)
    })
    one.on('exit', (code, signal) => {
      if (one !== child) return
      if (!killed) said.push(`exit ${code ?? signal}: ${last.trim()}`)
      child = undefined
    })
    child = one
  }

  function postmasterPid(): number | undefined {
    const file = join(clusterFolder, 'postmaster.pid')
    if (!fs.existsSync(file)) return undefined
    const pid = Number.parseInt(fs.readFileSync(file, 'utf8'), 10)
    return Number.isInteger(pid) && isAlive(findProcess(pid), mark) ? pid : undefined
  }

  function killServer(): string | undefined {
    if (!child) return undefined
    killed = true
    child.kill('SIGKILL')
    child = undefined
    return 'server'
  }
  function killPostmaster(): string | undefined {
    const pid = postmasterPid()
    return pid !== undefined && end(pid) ? 'postmaster' : undefined
  }
  function killBackend(chance: Chance): string | undefined {
    const postmaster = postmasterPid()
    const others = findProcessesMarked(mark).filter(({ pid }) => pid !== postmaster)
    if (postmaster === undefined || others.length === 0) return undefined
    const { pid, commandLine } = chance.pick(others)
    return end(pid) ? commandLine.replace(/^postgres: \S+ /, 'backend: ').slice(0, 60) : undefined
  }

  async function stop(): Promise<number | null> {
    if (!child) return null
    killed = true
    const one = child
    child = undefined
    one.kill('SIGTERM')
    const [code] = (await once(one, 'exit')) as [number | null]
    return code
  }
  return {
    address: `http://127.0.0.1:${port}`,
    start,
    kill: (what, chance) => {
      if (what === 'server') return killServer()
      if (what === 'postmaster') return killPostmaster()
      if (what === 'backend') return killBackend(chance)
      const hit = [killPostmaster(), killServer()].filter(Boolean)
      return hit.length > 0 ? hit.join(' and ') : undefined
    },
    isRunning: () => child !== undefined,
    endedByItself: () => said,
    lastWords: () => last.trim(),
    stop,
    destroy: async () => {
      killServer()
      for (let tries = 0; tries < 200 && findProcessesMarked(mark).length > 0; tries++) {
        for (const { pid } of findProcessesMarked(mark)) end(pid)
        await sleep(50)
      }
    },
  }
}

function end(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
