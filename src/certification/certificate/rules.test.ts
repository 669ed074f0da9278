import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { BodyRules } from '../body-rules/contract/rules.ts'
import { parseRules } from '../body-rules/rules/file.ts'
import { mayChange } from './access.ts'
import type { ChangeKind } from './contract/text.ts'
import { bringsEdition, canChange, decisionKindFor, mayCarryStars } from './rules/change.ts'
import { indexesFor, placeOf } from './rules/credential.ts'
import { certificateMail } from './rules/mail.ts'
import { certificateNumber } from './rules/number.ts'
import { changedRuns, pieceHashes } from './rules/pieces.ts'
import { publicFileUrl, registerUrlOf, statusListUrl } from './rules/register-url.ts'
import { bitsOn, editionOn, inOrder, statusOn } from './rules/status.ts'
import { lastValidDay, monthsAfter } from './rules/text.ts'

const rules = parseRules(readFileSync('standards/body-rules.yaml', 'utf8')).rules as BodyRules
const paper = { validFromOn: '2026-11-16', validUntilOn: '2029-11-15' }
const step = (
  kind: ChangeKind,
  effectiveOn: string,
  untilOn: string | null = null,
  madeAt = `${effectiveOn}T08:00:00.000Z`,
) => ({ kind, effectiveOn, untilOn, madeAt })

describe('the status of a certificate', () => {
  const life = [
    step('suspend', '2027-12-01', '2028-03-01'),
    step('restore', '2028-02-01'),
    step('star', '2028-05-01'),
    step('suspend', '2028-12-01', '2029-05-01'),
    step('withdraw', '2029-05-02'),
  ]

  it.each([
    ['2026-11-15', 'not_yet_valid', '2026-11-16'],
    ['2026-11-16', 'valid', '2026-11-16'],
    ['2027-11-30', 'valid', '2026-11-16'],
    ['2027-12-01', 'suspended', '2027-12-01'],
    ['2028-01-31', 'suspended', '2027-12-01'],
    ['2028-02-01', 'valid', '2028-02-01'],
    ['2028-05-01', 'valid', '2028-02-01'],
    ['2028-11-30', 'valid', '2028-02-01'],
    ['2028-12-01', 'suspended', '2028-12-01'],
    ['2029-05-01', 'suspended', '2028-12-01'],
    ['2029-05-02', 'withdrawn', '2029-05-02'],
    ['2031-01-01', 'withdrawn', '2029-05-02'],
  ])('on %s is %s since %s', (dayOn, status, sinceOn) => {
    expect(statusOn(paper, life, dayOn)).toMatchObject({ status, sinceOn })
    expect(statusOn(paper, life.toReversed(), dayOn)).toMatchObject({ status, sinceOn })
  })

  it.each([
    ['nothing happened', [], '2029-11-15', 'valid'],
    ['nothing happened, a day later', [], '2029-11-16', 'expired'],
    [
      'suspended and never lifted, it still expires',
      [step('suspend', '2029-06-01', '2029-12-01')],
      '2029-11-16',
      'expired',
    ],
    [
      'suspended beyond its term without a word, it stays suspended',
      [step('suspend', '2027-01-01', '2027-02-01')],
      '2027-06-01',
      'suspended',
    ],
    ['cancelled by its holder', [step('cancel', '2027-01-01')], '2027-01-01', 'cancelled'],
    ['cancelled, and expired since: it stays cancelled', [step('cancel', '2027-01-01')], '2030-01-01', 'cancelled'],
    ['cancelled before its first day', [step('cancel', '2026-11-10')], '2026-11-12', 'cancelled'],
  ])('where %s', (_what, changes, dayOn, status) => {
    expect(statusOn(paper, changes, dayOn).status).toBe(status)
  })

  it('of two changes on one day is what was done last', () => {
    const both = [
      step('restore', '2027-01-05', null, '2027-01-05T09:00:00.000Z'),
      step('suspend', '2027-01-05', '2027-02-01', '2027-01-05T01:00:00.000Z'),
    ]
    expect(statusOn(paper, both, '2027-01-05').status).toBe('valid')
    expect(inOrder(both).map((one) => one.kind)).toEqual(['suspend', 'restore'])
  })

  it('tells the last day of a suspension', () => {
    expect(statusOn(paper, life, '2028-01-01').untilOn).toBe('2028-03-01')
  })
})

describe('editions', () => {
  const editions = [
    { number: 1, validFromOn: '2026-11-16' },
    { number: 2, validFromOn: '2028-05-01' },
  ]

  it('hold from their day, the first one also before it', () => {
    expect(editionOn(editions, '2026-01-01').number).toBe(1)
    expect(editionOn(editions, '2028-04-30').number).toBe(1)
    expect(editionOn(editions, '2028-05-01').number).toBe(2)
  })

  it('are revoked in the status lists by the next one, by withdrawal and by cancellation; suspended with the certificate', () => {
    expect(bitsOn(paper, [], editions, 1, '2028-04-30')).toEqual({ revoked: false, suspended: false })
    expect(bitsOn(paper, [], editions, 1, '2028-05-01')).toEqual({ revoked: true, suspended: false })
    expect(bitsOn(paper, [], editions, 2, '2028-05-01')).toEqual({ revoked: false, suspended: false })
    expect(bitsOn(paper, [step('withdraw', '2028-06-01')], editions, 2, '2028-06-01').revoked).toBe(true)
    expect(bitsOn(paper, [step('suspend', '2028-06-01', '2028-07-01')], editions, 2, '2028-06-01').suspended).toBe(true)
  })
})

describe('a change', () => {
  const today = '2028-01-10'
  const wanted = (kind: ChangeKind, effectiveOn = today, more: object = {}) => ({
    kind,
    effectiveOn,
    publicReason: '说明',
    ...more,
  })
  const refusal = (changes: ReturnType<typeof step>[], asked: ReturnType<typeof wanted>) => {
    const decision = canChange(paper, changes, asked, rules, today)
    return decision.ok ? 'allowed' : decision.refusal.code
  }
  const suspended = [step('suspend', '2028-01-05', '2028-03-01')]

  it.each([
    ['suspends what is valid', [], wanted('suspend', today, { untilOn: '2028-03-01' }), 'allowed'],
    [
      'suspends to the last day the rules allow',
      [],
      wanted('suspend', today, { untilOn: monthsAfter(today, rules.suspension.longestMonths.value) }),
      'allowed',
    ],
    ['without a last day', [], wanted('suspend'), 'suspension_term'],
    ['with a last day that is its first', [], wanted('suspend', today, { untilOn: today }), 'suspension_term'],
    ['suspends what is suspended', suspended, wanted('suspend', today, { untilOn: '2028-03-01' }), 'already_suspended'],
    ['restores what is suspended', suspended, wanted('restore'), 'allowed'],
    ['restores what is valid', [], wanted('restore'), 'not_suspended'],
    ['withdraws what is suspended', suspended, wanted('withdraw'), 'allowed'],
    ['reduces what is suspended', suspended, wanted('reduce'), 'allowed'],
    ['extends what is suspended', suspended, wanted('extend'), 'certificate_suspended'],
    ['maintains what is suspended', suspended, wanted('maintain'), 'certificate_suspended'],
    ['maintains without a public reason', [], wanted('maintain', today, { publicReason: '' }), 'allowed'],
    [
      'withdraws without a public reason',
      [],
      wanted('withdraw', today, { publicReason: '  ' }),
      'public_reason_needed',
    ],
    ['comes after a withdrawal', [step('withdraw', '2028-01-01')], wanted('cancel'), 'certificate_ended'],
    [
      'comes while a withdrawal is planned',
      [step('withdraw', '2028-02-01')],
      wanted('suspend', today, { untilOn: '2028-02-01' }),
      'certificate_ended',
    ],
    [
      'comes before a planned suspension',
      [step('suspend', '2028-02-01', '2028-03-01')],
      wanted('maintain'),
      'change_before_another',
    ],
    ['of yesterday', [], wanted('maintain', '2028-01-09'), 'change_in_the_past'],
    ['of next year', [], wanted('cancel', '2029-01-10'), 'change_too_far_ahead'],
    [
      'has a last day and is no suspension',
      [],
      wanted('withdraw', today, { untilOn: '2028-03-01' }),
      'until_only_for_suspension',
    ],
  ])('that %s', (_what, changes, asked, code) => {
    expect(refusal(changes, asked)).toBe(code)
  })

  it('after the last day is refused', () => {
    const late = canChange(paper, [], wanted('cancel', '2029-12-01'), rules, '2029-12-01')
    expect(late).toMatchObject({ refusal: { code: 'certificate_expired', params: { validUntilOn: '2029-11-15' } } })
  })

  it('carries out a decision of its kind, or needs none', () => {
    expect([decisionKindFor('star'), decisionKindFor('extend'), decisionKindFor('suspend')]).toEqual([
      'star_change',
      'extend',
      undefined,
    ])
    expect([bringsEdition('replace'), bringsEdition('star'), bringsEdition('maintain')]).toEqual([true, true, false])
  })

  it('is for deciders and for the system', () => {
    const person = (role: 'auditor' | 'certification_decider') => ({
      kind: 'person' as const,
      orgId: 'o',
      personId: 'p',
      name: '林静',
      roles: [role],
    })
    expect(mayChange(person('certification_decider'))).toBe(true)
    expect(mayChange(person('auditor'))).toBe(false)
    expect(mayChange({ kind: 'system', orgId: 'o', name: 'surveillance', roles: [] })).toBe(true)
  })
})

describe('numbers', () => {
  it.each([
    ['SP-{YYYY}-{SEQ4}', 'SP-2026-0007'],
    ['{YY}Q{SEQ6}R{STARS}', '26Q000007R4'],
    ['证{YYYY}{SEQ8}', '证202600000007'],
  ])('by %s are %s', (pattern, number) => {
    expect(certificateNumber(pattern, 2026, 7, 4)).toEqual({ ok: true, value: number })
  })

  it.each([
    ['SP-{YYYY}', 1, 'certificate_pattern_unusable'],
    ['SP-{SEQ4}', 1, 'certificate_pattern_unusable'],
    ['SP-{YY}-{SEQ4}', 10_000, 'certificate_numbers_used_up'],
  ])('by %s for the %d. certificate are refused', (pattern, sequence, code) => {
    expect(certificateNumber(pattern, 2026, sequence, 0)).toMatchObject({ ok: false, refusal: { code } })
  })
})

describe('terms', () => {
  it.each([
    ['2026-11-16', 36, '2029-11-15'],
    ['2026-03-01', 12, '2027-02-28'],
    ['2024-02-29', 12, '2025-02-27'],
    ['2026-08-31', 6, '2027-02-27'],
  ])('from %s for %d months last to %s', (fromOn, months, untilOn) => {
    expect(lastValidDay(fromOn, months)).toBe(untilOn)
  })

  it('of stars wait where the rules say so', () => {
    const waiting = structuredClone(rules)
    waiting.certificate.starAfterPassMonths.value = 12
    const may = (earlier: { issuedOn: string }[], stars = 4) => mayCarryStars(stars, earlier, waiting, '2027-11-16').ok
    expect([may([]), may([], 0), may([{ issuedOn: '2026-11-17' }]), may([{ issuedOn: '2026-11-16' }])]).toEqual([
      false,
      true,
      false,
      true,
    ])
    expect(
      mayCarryStars(
        5,
        [],
        {
          ...waiting,
          certificate: {
            ...waiting.certificate,
            starAfterPassMonths: { ...waiting.certificate.starAfterPassMonths, value: 0 },
          },
        },
        '2027-11-16',
      ).ok,
    ).toBe(true)
  })
})

describe('places', () => {
  it('in the status lists follow from the index, and half of them stay free', () => {
    expect(placeOf(131_073)).toEqual({ list: 1, place: 1 })
    expect([indexesFor(0), indexesFor(65_535), indexesFor(65_536)]).toEqual([131_072, 131_072, 262_144])
  })

  it('of damage are found by the pieces of a file', () => {
    const file = new Uint8Array(5_000).fill(7)
    const pieces = pieceHashes(file, 1_000)
    const changed = file.slice()
    changed[1_500] = 8
    expect(changedRuns(file, pieces, 1_000)).toEqual([])
    expect(changedRuns(changed, pieces, 1_000)).toEqual([{ from: 1_000, to: 2_000 }])
    expect(changedRuns(file.subarray(0, 3_500), pieces, 1_000)).toEqual([{ from: 3_000, to: 5_000 }])
    expect(changedRuns(new Uint8Array(5_500).fill(7), pieces, 1_000)).toEqual([{ from: 5_000, to: 5_500 }])
  })

  it('on the public web carry number and body', () => {
    expect(registerUrlOf('https://b.example', 'beacon', '证 1/2')).toBe(
      'https://b.example/certificates/%E8%AF%81%201%2F2?body=beacon',
    )
    expect(publicFileUrl('https://b.example', 'beacon', 'A1', 'proof.json', 2)).toBe(
      'https://b.example/api/public/certificates/A1/proof.json?body=beacon&edition=2',
    )
    expect(statusListUrl('https://b.example', 'beacon', 'suspension', 0)).toBe(
      'https://b.example/api/public/bodies/beacon/status/suspension/0',
    )
  })
})

describe('the mail to the holder', () => {
  it('says what happened in both languages, with the reason that the public sees', () => {
    const about = {
      body: '明灯认证',
      holder: '蓝鲸制冷设备',
      number: 'A1',
      effectiveOn: '2028-01-10',
      untilOn: '2028-03-01',
      publicReason: '逾期未接受监督',
    }
    const { subject, body } = certificateMail('suspend', about)
    expect(subject).toContain('2028-01-10 起暂停')
    expect(body).toContain('逾期未接受监督')
    expect(body).toContain('suspended from 2028-01-10')
    expect(body).not.toContain('undefined')
    expect(certificateMail('issue', { ...about, publicReason: '' }).body).toContain('—')
  })
})
