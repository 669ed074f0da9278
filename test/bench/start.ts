import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadNow } from './scratch.ts'

export type StartBench = {
  /** From the start of the process to the first 200 of `/readyz` and of `/`, on a database that the demo company already fills. */
  readySeconds: number
  pageSeconds: number
  /** The very first start: the database is made, migrated and filled with twelve weeks of service. */
  firstStartSeconds: number
  /** After the server was killed while its database went on. */
  afterKillSeconds: number
  conditions: { cpus: number; loadAverage: number[] }
}

const MAIN = join(import.meta.dirname, '../../src/main.ts')
const PATIENCE_MS = 180_000

export async function benchStart(say: (line: string) => void = () => {}): Promise<StartBench> {
  const folder = await mkdtemp(join(tmpdir(), 'starproof-bench-start-'))
  const port = await freePort()
  let server: ChildProcess | undefined
  const start = async () => {
    const startedAt = performance.now()
    const seconds = () => Math.round((performance.now() - startedAt) / 10) / 100
    server = launch(folder, port)
    await answers(server, `http://127.0.0.1:${port}/readyz`)
    const readySeconds = seconds()
    await answers(server, `http://127.0.0.1:${port}/`)
    return { readySeconds, pageSeconds: seconds() }
  }
  const stop = async (signal: NodeJS.Signals) => {
    if (!server || server.exitCode !== null) return
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }
  try {
    const first = await start()
    say(`first start ${first.pageSeconds} s`)
    await stop('SIGTERM')
    const again = await start()
    say(`start on an existing database ${again.pageSeconds} s`)
    await stop('SIGKILL')
    const afterKill = await start()
    await stop('SIGTERM')
    return {
      ...again,
      firstStartSeconds: first.pageSeconds,
      afterKillSeconds: afterKill.pageSeconds,
      conditions: { cpus: cpus().length, loadAverage: loadNow() },
    }
  } finally {
    await stop('SIGTERM')
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function launch(folder: string, port: number): ChildProcess {
  const env = {
    ...process.env,
    ...{ STARPROOF_DATA: folder, PORT: String(port), HOST: '127.0.0.1', DATABASE_URL: '', LOG_LEVEL: 'fatal' },
    ...{ DEMO: 'on', NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
  }
  return spawn(process.execPath, [MAIN, 'serve'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
}

async function answers(server: ChildProcess, url: string): Promise<void> {
  const endAt = performance.now() + PATIENCE_MS
  while (performance.now() < endAt) {
    if (server.exitCode !== null) throw new Error(`the server ended with code ${server.exitCode}`)
    const status = await fetch(url, { headers: { accept: 'text/html' } }).then(
      async (response) => {
        await response.arrayBuffer()
        return response.status
      },
      () => 0,
    )
    if (status === 200) return
    await sleep(20)
  }
  throw new Error(`${url} was not answered in ${PATIENCE_MS / 1000} s`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
