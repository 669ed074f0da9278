import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { afterAll, expect, it } from 'vitest'
import { servePages } from './pages.ts'

const folder = await mkdtemp(join(tmpdir(), 'starproof-pages-'))
await mkdir(join(folder, 'desk'))
await mkdir(join(folder, 'assets'))
await writeFile(join(folder, 'index.html'), 'the portal')
await writeFile(join(folder, 'desk/index.html'), 'the desk')
await writeFile(join(folder, 'assets/app-1234.js'), 'the script')
const app = Fastify()
await servePages(app, folder)
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

const BROWSER = 'text/html,application/xhtml+xml,*/*;q=0.8'
const ANYTHING = '*/*'

it.each([
  [BROWSER, '/', 'the portal'],
  [BROWSER, '/certificates/ASC-2026.1', 'the portal'],
  [BROWSER, '/desk/audits/1?tab=team', 'the desk'],
  // As a monitor or a script asks.
  [ANYTHING, '/', 'the portal'],
  [ANYTHING, '/desk/', 'the desk'],
  [ANYTHING, '/assets/app-1234.js', 'the script'],
])('answers “%s” at %s with %s', async (accept, url, text) => {
  const answer = await app.inject({ url, headers: { accept } })
  expect([answer.statusCode, answer.body]).toEqual([200, text])
  expect((await app.inject({ method: 'HEAD', url, headers: { accept } })).statusCode).toBe(200)
})

it.each([
  ['GET', BROWSER, '/api/nothing'],
  ['GET', ANYTHING, '/assets/app-5678.js'],
  ['GET', 'application/json', '/desk/'],
  ['POST', BROWSER, '/desk/'],
] as const)('answers %s of “%s” at %s as a refusal, never with a page', async (method, accept, url) => {
  const answer = await app.inject({ method, url, headers: { accept } })
  expect(answer.statusCode).toBe(404)
  expect(answer.json()).toMatchObject({ refusal: { code: 'not_found' } })
})
