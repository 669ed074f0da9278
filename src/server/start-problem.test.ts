import { once } from 'node:events'
import fs from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { prepareFolder } from './data-folder.ts'
import { EXIT_CODES, errorCode, explainListenError, StartProblem } from './start-problem.ts'

async function listen(port: number, host: string): Promise<unknown> {
  const server = createServer().listen(port, host)
  return once(server, 'listening').then(
    () => server.close(),
    (error: unknown) => error,
  )
}

test('a busy port is named, with what to do', async () => {
  const first = createServer().listen(0, '127.0.0.1')
  await once(first, 'listening')
  const address = first.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const problem = explainListenError(await listen(port, '127.0.0.1'), '127.0.0.1', port)
  first.close()
  expect(problem).toMatchObject({ code: 'port_unavailable', exitCode: 13 })
  expect(String(problem)).toContain(`端口 ${port} 已被占用`)
})

test('an address of another machine is named', async () => {
  const problem = explainListenError(await listen(0, '192.0.2.1'), '192.0.2.1', 3000)
  expect(String(problem)).toContain('This machine has no address 192.0.2.1')
})

test('an error that has nothing to do with listening stays as it is', () => {
  const error = new TypeError('a fault of ours')
  expect(explainListenError(error, 'h', 1)).toBe(error)
})

test('the code is read from errors, also from several at once', () => {
  const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED' })
  expect(errorCode(new AggregateError([refused]))).toBe('ECONNREFUSED')
  expect(errorCode(new Error('plain'))).toBe('')
  expect(errorCode('text')).toBe('')
})

test('each kind of problem ends with a code of its own', () => {
  const codes = Object.values(EXIT_CODES)
  expect(new Set(codes).size).toBe(codes.length)
  expect(codes.every((code) => code > 2 && code < 126)).toBe(true)
})

test('a folder is made closed to others, and one that cannot be written is named', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'starproof-test-'))
  const data = path.join(folder, 'a', 'b')
  prepareFolder(data)
  expect(fs.statSync(data).mode & 0o777).toBe(0o700)
  expect(fs.readdirSync(data)).toEqual([])
  // /proc can be written by nobody, not even by root; elsewhere a file in the way does it.
  fs.writeFileSync(path.join(folder, 'file'), '')
  const impossible = fs.existsSync('/proc/self') ? '/proc/starproof' : path.join(folder, 'file', 'data')
  expect(() => prepareFolder(impossible)).toThrow(StartProblem)
  expect(() => prepareFolder(impossible)).toThrow(impossible)
  fs.rmSync(folder, { recursive: true })
})
