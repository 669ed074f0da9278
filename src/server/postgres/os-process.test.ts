import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { findProcess, findProcessesMarked, isAlive } from './os-process.ts'

const children: ReturnType<typeof spawn>[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** A process that has ended and whose parent will never ask about it. */
async function startZombie(): Promise<number> {
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  children.push(parent)
  const [text] = await once(parent.stdout!, 'data')
  const pid = Number.parseInt(String(text), 10)
  for (let tries = 0; tries < 200 && !findProcess(pid)?.isZombie; tries++) await sleep(20)
  return pid
}

test('a zombie still has its process id but counts as dead', async () => {
  const pid = await startZombie()
  expect(() => process.kill(pid, 0)).not.toThrow()
  expect(findProcess(pid)).toMatchObject({ pid, isZombie: true })
  expect(isAlive({ pid, isZombie: true, commandLine: 'postgres starproof-1' }, 'starproof-1')).toBe(false)
})

test('another program under an old process id counts as dead', () => {
  const self = findProcess(process.pid)
  expect(self).toMatchObject({ pid: process.pid, isZombie: false })
  expect(isAlive(self, 'starproof-0123456789ab')).toBe(false)
  expect(isAlive(undefined, '')).toBe(false)
})

test('processes are found by their mark', async () => {
  const mark = `mark-${process.pid}-of-a-test`
  // Not a shell: its own child bears the same mark for a moment.
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)', mark])
  children.push(child)
  await once(child, 'spawn')
  expect(findProcessesMarked(mark).map((one) => one.pid)).toEqual([child.pid])
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(findProcessesMarked(mark)).toEqual([])
  expect(findProcess(child.pid!)).toBeUndefined()
})
