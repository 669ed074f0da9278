import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'

const module = path.join(import.meta.dirname, 'stop-signal.ts')
const program = `
  const { whenAskedToStop } = await import(${JSON.stringify(module)})
  const ticking = setInterval(() => {}, 1000)
  const asked = whenAskedToStop()
  console.log('ready')
  console.log(await asked)
`
let child: ChildProcess
afterEach(() => child.kill('SIGKILL'))

async function startProgram(after = 'clearInterval(ticking)'): Promise<ChildProcess> {
  child = fork('-', [], {
    execArgv: ['--input-type=module', '-e', program + after],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  await once(child.stdout!, 'data')
  return child
}

test('one Ctrl-C that arrives three times asks once', async () => {
  await startProgram('setTimeout(() => process.exit(0), 200)')
  child.kill('SIGINT')
  child.kill('SIGINT')
  child.kill('SIGINT')
  expect(String((await once(child.stdout!, 'data'))[0])).toBe('SIGINT\n')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('a second Ctrl-C later does not wait for the end of the work', async () => {
  await startProgram('')
  child.kill('SIGINT')
  await once(child.stdout!, 'data')
  await sleep(1100)
  child.kill('SIGINT')
  expect(await once(child, 'exit')).toEqual([130, null])
})

test('when the parent is gone, the program is asked to stop', async () => {
  await startProgram()
  child.disconnect()
  expect(String((await once(child.stdout!, 'data'))[0])).toBe('parent_gone\n')
  expect(await once(child, 'exit')).toEqual([0, null])
})
