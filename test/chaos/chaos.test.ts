import { expect, test } from 'vitest'
import { runChaos } from './chaos.ts'

test('server and database are killed under load: nothing acknowledged is lost, nothing is done twice, the ledger verifies', async () => {
  const report = await runChaos({ kills: 4, clients: 4, seconds: 100, seed: 27922 })
  expect(report.problems).toEqual([])
  expect(report.killed).toBe(4)
  expect(report.acknowledged).toBeGreaterThan(20)
  expect(report.checked?.history).toBe(report.checked?.packEntries)
}, 150_000)
