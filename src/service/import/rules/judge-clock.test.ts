import { describe, expect, it } from 'vitest'
import { canJudge, stepsTold } from './judge-clock.ts'

const column = (field: string, nth: number) => ({ column: nth + 1, header: field, field })
const told = (fields: string[]) => stepsTold({ target: 'service_request', columns: fields.map(column) })
const at = (kind: string, reason: string | null = null) => ({ kind, reason })

describe('what a register tells of', () => {
  it('is what it has a column for', () => {
    expect([...told(['number', 'requestedAt', 'firstAnsweredAt', 'finishedAt'])]).toEqual([
      'answered',
      'work_finished',
      'resolved',
    ])
    expect([...stepsTold({ target: 'incident_state', columns: ['state', 'resolvedAt'].map(column) })]).toEqual([
      'answered',
      'resolved',
    ])
    expect(stepsTold({ target: 'rating', columns: [] }).size).toBe(0)
  })
})

describe('an imported promise is called late', () => {
  const all = told(['firstAnsweredAt', 'arrivedAt', 'finishedAt'])

  it('when its own step is told, and came late', () => {
    expect(canJudge('late', ['arrived'], [at('created'), at('arrived'), at('resolved')], all)).toBe(true)
  })

  it('when the work still goes on and the register would tell of the step', () => {
    expect(canJudge('late', ['arrived'], [at('created'), at('answered')], all)).toBe(true)
    expect(canJudge('running', ['arrived'], [at('created')], told(['finishedAt']))).toBe(false)
  })

  it('when somebody came and left the matter unsettled: waiting for parts is not finished', () => {
    const left = [at('created'), at('dispatched'), at('work_finished')]
    expect(canJudge('late', ['resolved'], left, all)).toBe(true)
    expect(canJudge('late', ['arrived'], left, all)).toBe(false)
  })

  it('but never because a register has no column for the step, or a blank where the work is long done', () => {
    expect(canJudge('late', ['arrived'], [at('created'), at('resolved')], told(['finishedAt']))).toBe(false)
    expect(canJudge('late', ['arrived'], [at('created'), at('resolved')], all)).toBe(false)
    expect(canJudge('late', ['answered', 'arrived'], [at('created'), at('arrived'), at('resolved')], all)).toBe(false)
    expect(canJudge('late', ['resolved'], [at('created'), at('resolved', 'time_unknown')], all)).toBe(false)
  })

  it('and kept also by a later step that came in time', () => {
    expect(canJudge('met', ['answered', 'arrived'], [at('created'), at('arrived')], new Set())).toBe(true)
    expect(canJudge('void', ['arrived'], [at('created'), at('cancelled')], new Set())).toBe(true)
  })
})
