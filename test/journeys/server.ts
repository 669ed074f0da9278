import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type JourneyServer = { address: string; dataFolder: string; output(): string; stop(): Promise<void> }

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname
const STARTING_TAKES_AT_MOST_MS = 120_000

/** Environment of a server whose clock can be set ahead, as if days had passed on its machine. */
export async function clockAhead(): Promise<{ env: Record<string, string>; set(days: number): Promise<void> }> {
  const file = join(await mkdtemp(join(tmpdir(), 'starproof-clock-')), 'ahead')
  const set = async (days: number) => {
    await writeFile(file, String(days * 86_400_000))
    // The server looks at the file five times a second.
    await sleep(500)
  }
  await set(0)
  const loader = new URL('./shifted-clock.mjs', import.meta.url).href
  return { env: { NODE_OPTIONS: `--import ${loader}`, CLOCK_AHEAD: file }, set }
}

/** The real server in a process of its own, on a fresh data folder with the demo company. */
export async function startServer(env: Record<string, string> = {}): Promise<JourneyServer> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'starproof-journey-'))
  const port = String(await freePort())
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: { ...process.env, STARPROOF_DATA: dataFolder, PORT: port, LOG_LEVEL: 'warn', DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  child.stderr.on('data', (text) => {
    output += text
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = `http://127.0.0.1:${port}`
  const deadline = Date.now() + STARTING_TAKES_AT_MOST_MS
  while (!(await isReady(address))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the server did not start:\n${output}`)
    await sleep(200)
  }
  return {
    address,
    dataFolder,
    output: () => output,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

async function isReady(address: string): Promise<boolean> {
  return fetch(`${address}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  )
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
