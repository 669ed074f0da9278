import { describe, expect, it } from 'vitest'
import {
  canClose,
  canDecide,
  canExamine,
  canJoin,
  canLeave,
  canReceive,
  grievanceState,
  isLate,
  panelOf,
  verdictOf,
} from './grievance.ts'

const step = (kind: Parameters<typeof grievanceState>[0][number]['kind'], personId: string | null = null) => ({
  kind,
  personId,
  personName: personId ?? '',
})
const codeOf = (decision: { ok: boolean; refusal?: { code: string } }) => (decision.ok ? 'ok' : decision.refusal!.code)
const given = {
  ...{ kind: 'appeal' as const, isAnonymous: false, fromName: '吴刚', fromContact: '021-1', acceptsAnonymous: false },
  ...{ toldOn: '2026-11-02', appealUntilOn: '2026-11-16', todayOn: '2026-11-16' },
}

describe('an appeal or complaint', () => {
  it('stands where its steps put it', () => {
    expect(grievanceState([])).toBe('received')
    expect(grievanceState([step('accepted')])).toBe('accepted')
    expect(grievanceState([step('rejected')])).toBe('rejected')
    expect(grievanceState([step('accepted'), step('upheld')])).toBe('decided')
    expect(grievanceState([step('accepted'), step('upheld'), step('told')])).toBe('closed')
    expect(verdictOf([step('accepted')])).toBeNull()
    expect(verdictOf([step('accepted'), step('partly_upheld')])).toBe('partly_upheld')
  })

  it('is received within the term, with a name; complaints without one where the rules allow', () => {
    expect(codeOf(canReceive(given))).toBe('ok')
    expect(codeOf(canReceive({ ...given, todayOn: '2026-11-17' }))).toBe('appeal_too_late')
    expect(codeOf(canReceive({ ...given, toldOn: '2026-11-20' }))).toBe('days_impossible')
    expect(codeOf(canReceive({ ...given, fromName: '' }))).toBe('grievance_needs_name')
    expect(codeOf(canReceive({ ...given, isAnonymous: true, acceptsAnonymous: true }))).toBe('grievance_needs_name')
    const complaint = { ...given, kind: 'complaint' as const, toldOn: null, appealUntilOn: null, isAnonymous: true }
    expect(codeOf(canReceive(complaint))).toBe('grievance_needs_name')
    expect(codeOf(canReceive({ ...complaint, acceptsAnonymous: true }))).toBe('ok')
  })

  it('is late once its last day has passed, while it is open', () => {
    expect(isLate('accepted', '2026-11-15', '2026-11-16')).toBe(true)
    expect(isLate('accepted', '2026-11-16', '2026-11-16')).toBe(false)
    expect(isLate('closed', '2026-11-15', '2026-11-16')).toBe(false)
  })

  it('is decided by a panel of people who had no hand in it', () => {
    const seats = [step('accepted'), step('panel_joined', 'lin'), step('panel_joined', 'xu'), step('panel_left', 'lin')]
    expect(panelOf(seats)).toEqual([{ personId: 'xu', name: 'xu' }])
    const panel = panelOf(seats)
    expect(codeOf(canJoin('accepted', panel, 'gu', []))).toBe('ok')
    expect(codeOf(canJoin('accepted', panel, 'xu', []))).toBe('panel_joined_already')
    expect(codeOf(canJoin('accepted', panel, 'gu', ['decision']))).toBe('hand_in_matter')
    expect(codeOf(canJoin('received', panel, 'gu', []))).toBe('grievance_state')
    expect(codeOf(canLeave('accepted', panel, 'gu'))).toBe('not_on_panel')
    expect(codeOf(canDecide('accepted', panel, 'xu', []))).toBe('ok')
    expect(codeOf(canDecide('accepted', panel, 'xu', ['audit']))).toBe('hand_in_matter')
    expect(codeOf(canDecide('decided', panel, 'xu', []))).toBe('grievance_state')
    expect(codeOf(canExamine('accepted'))).toBe('grievance_state')
    expect(codeOf(canClose('accepted'))).toBe('grievance_state')
    expect(codeOf(canClose('rejected'))).toBe('ok')
  })
})
