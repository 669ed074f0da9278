import { describe, expect, it } from 'vitest'
import { measureFrauds, seedFrauds } from '#test/bench/frauds.ts'
import { DETECTORS } from './contract.ts'

describe('half a year with honest people and cheats', () => {
  const days = seedFrauds(7, 400, 0.3)
  const { byDetector, honest } = measureFrauds(days)

  it('holds cheats of every kind', () => {
    expect([...byDetector.keys()].sort()).toEqual([...DETECTORS].sort())
    for (const detector of DETECTORS) expect(byDetector.get(detector)!.seeded, detector).toBeGreaterThan(5)
  })

  it('finds most cheats of each kind, although the smallest are within what honest work looks like', () => {
    for (const [detector, { seeded, caught }] of byDetector)
      expect(caught / seeded, detector).toBeGreaterThanOrEqual(0.7)
  })

  it('accuses honest work less than once in a thousand records', () => {
    const alarms = [...byDetector.values()].reduce((sum, one) => sum + one.falseAlarms, 0)
    expect(honest).toBeGreaterThan(100_000)
    expect(alarms / honest).toBeLessThan(0.001)
  })

  it('keeps quiet about times, signatures and photos where nobody cheats', () => {
    const quiet = measureFrauds(seedFrauds(11, 200, 0)).byDetector
    for (const detector of [
      'signature_reused',
      'photo_reused',
      'signature_before_arrival',
      'burst_entry',
      'own_call_back',
    ] as const)
      expect(quiet.get(detector)?.falseAlarms ?? 0, detector).toBe(0)
  })
})
