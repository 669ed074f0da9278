import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Background, type Sweep, startBackground } from './background.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(async () => {
  await background?.stop()
  vi.useRealTimers()
})

let background: Background | undefined
const told: string[] = []
function start(...sweeps: Sweep[]): Background {
  told.length = 0
  background = startBackground(sweeps, (name, error) => told.push(`${name}: ${(error as Error).message}`))
  return background
}

/** A sweep that writes down when it looks, in milliseconds from now, and does what is waiting. */
function watched(run: () => number | Promise<number> = () => 0, everyMs = 1_000) {
  const began = Date.now()
  const looks: number[] = []
  const sweep: Sweep = {
    name: 'ledger',
    everyMs,
    run: async () => {
      looks.push(Date.now() - began)
      return run()
    },
  }
  return { sweep, looks }
}

describe('background work', () => {
  it('looks at once when it starts, then by itself', async () => {
    const { sweep, looks } = watched()
    start(sweep)
    await vi.advanceTimersByTimeAsync(2_500)
    expect(looks).toEqual([0, 1_000, 2_000])
  })

  it('looks soon after a commit, once for several that come together', async () => {
    const { sweep, looks } = watched()
    const { wake } = start(sweep)
    await vi.advanceTimersByTimeAsync(100)
    for (const _ of [1, 2, 3]) wake()
    await vi.advanceTimersByTimeAsync(200)
    expect(looks).toEqual([0, 140])
  })

  it('is not put off by commits that never pause', async () => {
    const { sweep, looks } = watched()
    const { wake } = start(sweep)
    await vi.advanceTimersByTimeAsync(100)
    for (let commit = 0; commit < 30; commit++) {
      wake()
      await vi.advanceTimersByTimeAsync(5)
    }
    expect(looks).toEqual([0, 140, 180, 220])
  })

  it('looks again for what was committed while it looked, and never twice at once', async () => {
    let running = 0
    let most = 0
    const { sweep, looks } = watched(async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 300))
      running--
      return 1
    })
    const { wake, status } = start(sweep)
    await vi.advanceTimersByTimeAsync(100)
    wake()
    await vi.advanceTimersByTimeAsync(600)
    expect(looks).toEqual([0, 340])
    expect(most).toBe(1)
    expect(status()).toMatchObject([{ name: 'ledger', runs: 2, done: 2, failing: false }])
  })

  it('that fails waits longer each time, up to a minute, and a commit does not hurry it', async () => {
    const { sweep, looks } = watched(() => {
      throw new Error('the database is away')
    })
    const { wake } = start(sweep)
    await vi.advanceTimersByTimeAsync(1_000)
    wake()
    await vi.advanceTimersByTimeAsync(199_000)
    expect(looks).toEqual([0, 2_000, 6_000, 14_000, 30_000, 62_000, 122_000, 182_000])
    expect(told).toHaveLength(looks.length)
    expect(told[0]).toBe('ledger: the database is away')
  })

  it('shows that it fails, why and how often, and that it works again', async () => {
    let broken = true
    const { sweep } = watched(() => {
      if (broken) throw new Error('the database is away')
      return 3
    })
    const { status } = start(sweep)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(status()).toMatchObject([{ failing: true, failures: 2, lastFailure: 'the database is away', done: 0 }])
    broken = false
    await vi.advanceTimersByTimeAsync(4_000)
    expect(status()).toMatchObject([{ failing: false, failures: 2, lastFailure: 'the database is away', done: 3 }])
  })

  it('goes on where a neighbour fails', async () => {
    const broken = watched(() => {
      throw new Error('no')
    })
    const sound = watched()
    start(broken.sweep, { ...sound.sweep, name: 'facts' })
    await vi.advanceTimersByTimeAsync(1_500)
    expect(sound.looks).toEqual([0, 1_000])
  })

  it('stops after what it is doing, and looks no more', async () => {
    let finished = false
    const { sweep, looks } = watched(async () => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      finished = true
      return 0
    })
    const { stop, wake } = start(sweep)
    await vi.advanceTimersByTimeAsync(100)
    const stopped = stop()
    expect(finished).toBe(false)
    await vi.advanceTimersByTimeAsync(300)
    await stopped
    expect(finished).toBe(true)
    wake()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(looks).toEqual([0])
  })

  it('settles when nothing is waiting in any of its parts', async () => {
    const waiting = { ledger: 2, facts: 0 }
    const ledger = watched(() => {
      if (waiting.ledger === 0) return 0
      waiting.ledger--
      waiting.facts++
      return 1
    }, 1_000_000)
    const facts = watched(() => {
      const done = waiting.facts
      waiting.facts = 0
      return done
    }, 1_000_000)
    await start(ledger.sweep, facts.sweep).settle()
    expect(waiting).toEqual({ ledger: 0, facts: 0 })
  })
})
