import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afterAttempt,
  askedAgain,
  backOffMs,
  countOutbox,
  endsTheRound,
  filesToForget,
  nextReadyInMs,
  nextToSend,
  type Outcome,
  type QueuedCommand,
  standingOf,
  wokenUp,
} from './outbox-rules.ts'

const LI = 'li@org-1'
const CHEN = 'chen@org-1'

function queued(seq: number, lane: string, more: Partial<QueuedCommand> = {}): QueuedCommand {
  return {
    id: `command-${seq}`,
    seq,
    owner: LI,
    lane,
    endpointName: 'service.arrive',
    method: 'POST',
    address: `/api/service/work-orders/${lane}/arrive`,
    body: {},
    occurredAt: '2026-03-02T02:10:00Z',
    files: [],
    state: 'waiting',
    attempts: 0,
    nextAttemptMs: 0,
    ...more,
  }
}

const refusal = {
  kind: 'conflict',
  code: 'stale_version',
  params: { who: '陈静', at: '2026-03-02T02:00:00Z' },
} as const

describe('what goes out next', () => {
  it('is the oldest, whatever order the store lists them in', () => {
    expect(nextToSend([queued(3, 'b'), queued(2, 'a')], LI, 0)?.seq).toBe(2)
  })

  it('is never the second of a work order while the first waits, but another work order may pass', () => {
    const arrive = queued(1, 'a', { nextAttemptMs: 5_000 })
    expect(nextToSend([arrive, queued(2, 'a')], LI, 1_000)).toBeUndefined()
    expect(nextToSend([arrive, queued(2, 'a'), queued(3, 'b')], LI, 1_000)?.seq).toBe(3)
  })

  it('stays behind a refused command until the person decides', () => {
    const stuck = queued(1, 'a', { state: 'refused', refusal })
    const finish = queued(2, 'a')
    expect(nextToSend([stuck, finish], LI, 0)).toBeUndefined()
    expect(nextToSend([askedAgain(stuck), finish], LI, 0)?.seq).toBe(1)
    expect(nextToSend([finish], LI, 0)?.seq).toBe(2)
  })

  it('is never what another person left on the same phone, nor does theirs hold mine back', () => {
    const commands = [queued(1, 'a', { owner: CHEN }), queued(2, 'a')]
    expect(nextToSend(commands, LI, 0)?.seq).toBe(2)
    expect(nextToSend([queued(1, 'a', { owner: CHEN })], LI, 0)).toBeUndefined()
  })

  it('tells how long to wait, and that waiting will not help when all is refused or empty', () => {
    expect(
      nextReadyInMs([queued(1, 'a', { nextAttemptMs: 900 }), queued(2, 'b', { nextAttemptMs: 700 })], LI, 400),
    ).toBe(300)
    expect(nextReadyInMs([queued(1, 'a')], LI, 400)).toBe(0)
    expect(nextReadyInMs([queued(1, 'a', { state: 'refused' }), queued(2, 'a')], LI, 0)).toBeUndefined()
    expect(nextReadyInMs([], LI, 0)).toBeUndefined()
  })
})

describe('after an attempt', () => {
  const command = queued(1, 'a', { attempts: 2 })
  const table: [Outcome, Partial<QueuedCommand> | undefined, boolean][] = [
    [{ kind: 'done' }, undefined, false],
    [{ kind: 'refused', refusal }, { state: 'refused', refusal, attempts: 3 }, false],
    [{ kind: 'offline' }, { state: 'waiting', attempts: 2, nextAttemptMs: 0 }, true],
    [{ kind: 'signed_out' }, { state: 'waiting', attempts: 2, nextAttemptMs: 0 }, true],
    [{ kind: 'fault' }, { state: 'waiting', attempts: 3, nextAttemptMs: 18_000 }, false],
    [{ kind: 'too_busy' }, { state: 'waiting', attempts: 3, nextAttemptMs: 18_000 }, false],
  ]
  it.each(table)('%j', (outcome, expected, stops) => {
    const after = afterAttempt(command, outcome, 10_000, 0)
    if (expected === undefined) expect(after).toBeUndefined()
    else expect(after).toMatchObject(expected)
    expect(endsTheRound(outcome)).toBe(stops)
  })

  it('keeps its id when asked again, so that the server still acts once', () => {
    const again = askedAgain({ ...command, state: 'refused', refusal, nextAttemptMs: 99 })
    expect(again).toMatchObject({ id: command.id, state: 'waiting', nextAttemptMs: 0 })
    expect(again.refusal).toBeUndefined()
  })

  it('waits 2 s, then twice as long each time, up to 5 minutes, and chance takes off at most half', () => {
    expect([1, 2, 3, 8, 9, 50].map((attempts) => backOffMs(attempts, 0))).toEqual([
      2_000, 4_000, 8_000, 256_000, 300_000, 300_000,
    ])
    expect(backOffMs(3, 1)).toBe(4_000)
  })

  it('goes at once when the server is back, but not what was refused and not what is others’', () => {
    const commands = [
      queued(1, 'a', { nextAttemptMs: 9 }),
      queued(2, 'b', { state: 'refused', nextAttemptMs: 9 }),
      queued(3, 'c', { owner: CHEN, nextAttemptMs: 9 }),
      queued(4, 'd'),
    ]
    expect(wokenUp(commands, LI)).toEqual([queued(1, 'a', { nextAttemptMs: 0 })])
  })
})

describe('what the person sees', () => {
  it('tells waiting from held and refused', () => {
    const commands = [queued(1, 'a', { state: 'refused' }), queued(2, 'a'), queued(3, 'b')]
    expect(commands.map((one) => standingOf(one, commands))).toEqual(['refused', 'held', 'waiting'])
  })

  it('counts own and others’ apart', () => {
    const commands = [queued(1, 'a', { state: 'refused' }), queued(2, 'a'), queued(3, 'b', { owner: CHEN })]
    expect(countOutbox(commands, LI)).toEqual({ waiting: 1, refused: 1, ofOthers: 1 })
  })

  it('forgets a photo only when no command needs it', () => {
    const photo = { hash: 'aa', mediaType: 'image/jpeg', name: 'photo.jpg', byteCount: 3 }
    expect(filesToForget(['aa', 'bb'], [queued(1, 'a', { files: [photo] })])).toEqual(['bb'])
  })
})

it('delivers every work order in the order of doing, once each, whatever the network does', () => {
  const weather = fc.constantFrom<Outcome['kind']>('done', 'offline', 'fault', 'too_busy', 'signed_out')
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }), fc.array(weather), (lanes, outcomes) => {
      let commands = lanes.map((lane, index) => queued(index, lane))
      const arrived: QueuedCommand[] = []
      let nowMs = 0
      for (let turn = 0; commands.length > 0; turn++) {
        const command = nextToSend(commands, LI, nowMs)
        if (!command) {
          nowMs += nextReadyInMs(commands, LI, nowMs)!
          continue
        }
        const outcome = { kind: outcomes[turn] ?? 'done' } as Outcome
        const after = afterAttempt(command, outcome, nowMs, 0.5)
        if (!after) arrived.push(command)
        commands = commands.filter((one) => one.id !== command.id).concat(after ?? [])
      }
      expect(new Set(arrived.map((one) => one.id)).size).toBe(lanes.length)
      for (const lane of ['a', 'b', 'c']) {
        const seqs = arrived.filter((one) => one.lane === lane).map((one) => one.seq)
        expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
      }
    }),
  )
})
