import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadOrCreateSecret } from './secrets.ts'

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'starproof-test-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

test('a secret is made once, kept, and readable by its owner only', () => {
  const first = loadOrCreateSecret(path.join(folder, 'keys'), 'session')
  expect(Buffer.from(first, 'base64url')).toHaveLength(32)
  expect(loadOrCreateSecret(path.join(folder, 'keys'), 'session')).toBe(first)
  expect(loadOrCreateSecret(path.join(folder, 'keys'), 'ledger')).not.toBe(first)
  expect(fs.statSync(path.join(folder, 'keys', 'session')).mode & 0o777).toBe(0o600)
  expect(fs.readdirSync(path.join(folder, 'keys')).sort()).toEqual(['ledger', 'session'])
})

test('permissions that became too wide are narrowed again', () => {
  const first = loadOrCreateSecret(folder, 'session')
  fs.chmodSync(path.join(folder, 'session'), 0o644)
  expect(loadOrCreateSecret(folder, 'session')).toBe(first)
  expect(fs.statSync(path.join(folder, 'session')).mode & 0o777).toBe(0o600)
})

test('a damaged secret is reported instead of replaced, because what it signed would be lost', () => {
  fs.writeFileSync(path.join(folder, 'session'), '')
  expect(() => loadOrCreateSecret(folder, 'session')).toThrow('damaged')
  expect(fs.readFileSync(path.join(folder, 'session'), 'utf8')).toBe('')
})
