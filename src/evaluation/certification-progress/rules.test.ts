import { describe, expect, it } from 'vitest'
import type { CertificateProblem, CertificateSays, DueItem } from './contract/progress.ts'
import { contentProblems, readSays, standingOf, verdictsOf } from './rules/certificate.ts'
import { changesOf, dueItems, dueOf, isStanding, reminderKey, stateOf } from './rules/due.ts'
import { reminderMail } from './rules/mail.ts'
import { inOrder, statusOn } from './rules/standing.ts'
import { type Crossed, readStep } from './rules/step.ts'
import { type Open, tasksOf } from './rules/task.ts'

const DUE = { kind: 'surveillance', fromOn: '2027-08-16', toOn: '2027-09-16', latestOn: '2027-11-16' } as const
const notice = (kind: string, effectiveOn: string, more: object = {}) => ({
  ...{ number: 'C1', registerUrl: '', kind, effectiveOn, untilOn: null, publicReason: '', ...more },
})

describe('what comes due', () => {
  it.each([
    ['2027-08-15', 'ahead'],
    ['2027-08-16', 'open'],
    ['2027-10-16', 'open'],
    ['2027-10-17', 'near'],
    ['2027-11-16', 'near'],
    ['2027-11-17', 'passed'],
  ])('is on %s %s', (today, state) => {
    expect(stateOf(DUE, today)).toBe(state)
  })

  it('follows the newest letter that says so, whatever its order of arrival; one that says nothing changes nothing', () => {
    const next = { ...DUE, latestOn: '2028-11-16' }
    const letters = [
      { parcelId: 'b', madeAt: '2027-10-01T00:00:00Z', body: notice('maintain', '2027-10-01', { due: [next] }) },
      { parcelId: 'a', madeAt: '2026-11-16T00:00:00Z', body: notice('replace', '2026-11-16', { due: [DUE] }) },
      { parcelId: 'c', madeAt: '2027-11-01T00:00:00Z', body: notice('star', '2027-11-01') },
    ]
    expect(dueOf(letters)).toEqual([next])
    expect(dueOf([])).toEqual([])
    expect(dueOf([{ parcelId: 'x', madeAt: '2026-11-16T00:00:00Z', body: 'nothing' }])).toEqual([])
  })

  it('ends with the certificate, and is told by number, deadline and stage', () => {
    const certificate = { bodyName: '明灯认证', number: 'C1', standing: null }
    const standing = (status: string) =>
      ({ ...certificate, standing: { status, sinceOn: '2026-11-16', untilOn: null } }) as never
    const due = [DUE, { ...DUE, latestOn: '2027-01-01' }]
    const items = dueItems([{ certificate: standing('suspended'), due }], '2027-11-18')
    expect(items.map(({ latestOn, daysLeft }) => [latestOn, daysLeft])).toEqual([
      ['2027-01-01', -321],
      ['2027-11-16', -2],
    ])
    expect(dueItems([{ certificate: standing('withdrawn'), due }], '2027-11-18')).toEqual([])
    expect(['valid', 'expired', 'cancelled'].map((status) => isStanding(status as never))).toEqual([true, false, false])
    const keys = items.map((item) => reminderKey('beacon', item))
    expect(new Set([...keys, reminderKey('other', items[0]!)]).size).toBe(3)
  })

  it.each(['zh-CN', 'en'] as const)('is worded in %s without a gap', (language) => {
    for (const state of ['open', 'near', 'passed'] as const) {
      const item: DueItem = { ...DUE, bodyName: '明灯认证', number: 'C1', state, daysLeft: -3 }
      const { subject, body } = reminderMail(language, item, '周涛')
      expect(subject).toContain('C1')
      expect(body).toContain('2027-11-16')
      expect(body.match(/\{\{\w+\}\}/g)).toEqual(['{{link}}'])
    }
  })
})

const SAYS: CertificateSays = {
  ...{ certificateNumber: 'C1', edition: 1, name: '蓝鲸制冷设备', creditCode: '91310000MA1K00010A' },
  ...{ scope: '安装', standard: 'GB/T 27922-2011', level: '四星级', stars: 4 },
  ...{ issuedOn: '2026-11-16', validFromOn: '2026-11-16', validUntilOn: '2029-11-15' },
}

describe('what a certificate says', () => {
  const letter = { number: 'C1', edition: 1 }
  const us = { names: ['蓝鲸 制冷设备'], uscc: null }
  it.each([
    ['fits', letter, SAYS, us, []],
    ['fits by the code where one is declared', letter, SAYS, { names: ['别名'], uscc: SAYS.creditCode }, []],
    ['is of another by the code, whatever the name', letter, SAYS, { ...us, uscc: '91X' }, ['holder_other']],
    ['is of another by the name', letter, { ...SAYS, name: '长河电器' }, us, ['holder_other']],
    ['has another edition than the letter', { number: 'C1', edition: 2 }, SAYS, us, ['letter_differs']],
    ['cannot be read', letter, null, us, ['credential_unreadable']],
  ])('%s', (_what, given, says, ourselves, codes) => {
    expect(contentProblems(given, says, ourselves).map(({ code }) => code)).toEqual(codes)
  })

  it('is read from its credential, and from nothing else', () => {
    expect(readSays({ credentialSubject: { ...SAYS, outlets: [] } })).toEqual(SAYS)
    expect(readSays({ credentialSubject: { ...SAYS, validUntilOn: 'soon' } })).toBeNull()
    expect(readSays({})).toBeNull()
  })

  it('stands as its body told by the day, and nowhere where it does not verify', () => {
    const changes = changesOf([
      {
        parcelId: 'p1',
        madeAt: '2026-12-01T00:00:00Z',
        body: notice('suspend', '2026-12-05', { untilOn: '2027-03-05' }),
      },
      { parcelId: 'p2', madeAt: '2027-01-01T00:00:00Z', body: notice('restore', '2027-01-10') },
      { parcelId: 'p3', madeAt: '2027-01-02T00:00:00Z', body: { ...notice('reminder', '2027-01-10'), deadline: 'x' } },
      { parcelId: 'p4', madeAt: '2027-02-01T00:00:00Z', body: notice('unheard_of', '2027-02-01') },
    ])
    expect(changes.map(({ kind }) => kind)).toEqual(['suspend', 'restore', 'unheard_of'])
    const on = (day: string) => standingOf(SAYS, [], changes, day)
    expect(on('2026-12-04')).toEqual({ standing: statusOn(SAYS, [], '2026-12-04'), notice: null })
    expect(on('2026-12-05').standing).toEqual({ status: 'suspended', sinceOn: '2026-12-05', untilOn: '2027-03-05' })
    expect(on('2027-01-10')).toMatchObject({ standing: { status: 'valid' }, notice: { parcelId: 'p2' } })
    expect(on('2027-02-01')).toMatchObject({ standing: { status: 'valid' }, notice: { kind: 'unheard_of' } })
    expect(on('2029-11-16').standing?.status).toBe('expired')
    const problem = { code: 'paper_damaged' as const, params: {} }
    expect(standingOf(SAYS, [problem], changes, '2026-12-04')).toEqual({ standing: null, notice: null })
    expect(inOrder(changes.toReversed()).map(({ kind }) => kind)).toEqual(['suspend', 'restore', 'unheard_of'])
  })
})

describe('what was verified', () => {
  const states = (...codes: CertificateProblem['code'][]) =>
    verdictsOf(codes.map((code) => ({ code, params: {} }))).map(({ group, state }) => `${group} ${state}`)
  it('is told group by group, and nothing is called good that could not be checked', () => {
    expect(states()).toEqual(['paper good', 'credential good', 'sender good', 'content good'])
    expect(states('keys_damaged')).toEqual(['paper unknown', 'credential wrong', 'sender unknown', 'content good'])
    expect(states('credential_damaged', 'credential_not_on_paper')).toEqual([
      ...['paper wrong', 'credential wrong', 'sender good', 'content unknown'],
    ])
    expect(states('holder_other')).toEqual(['paper good', 'credential good', 'sender good', 'content wrong'])
  })
})

let nth = 0
const crossed = (kind: Crossed['kind'], madeOn: string, body: unknown, more: Partial<Crossed> = {}): Crossed => {
  nth += 1
  const direction = ['pack', 'supply', 'sampling_receipt', 'corrections'].includes(kind) ? 'out' : 'in'
  const from = { bodyOrgId: 'beacon', bodyName: '明灯认证', isByHand: false }
  return { parcelId: `p${nth}`, direction, kind, madeAt: `${madeOn}T00:00:00Z`, body, ...from, ...more }
}
const application = (what: string, madeOn: string, dueOn: string | null = null) =>
  crossed('application_notice', madeOn, {
    ...{
      notice: what,
      applicationNumber: 'S1',
      clientName: '蓝鲸',
      reason: '缺执照',
      materials: [],
      dueOn,
      on: madeOn,
    },
  })
const quotation = (madeOn: string) =>
  crossed('quotation', madeOn, {
    ...{ contractNumber: 'K1', applicationNumber: 'S1', feeFen: 1, initialTenths: 1, surveillanceTenths: 1 },
    ...{ recertificationTenths: 1, fileSha256: 'a'.repeat(64) },
  })
const review = (conclusion: string, madeOn: string, supplyByOn: string | null) =>
  crossed('document_review', madeOn, {
    ...{ auditNumber: 'A1', round: 1, conclusion, summary: '见清单', supplyByOn, items: [] },
  })
const plan = (madeOn: string, fromOn: string, toOn: string) =>
  crossed('audit_plan', madeOn, {
    ...{ format: 'starproof-audit-plan', version: 1, auditNumber: 'A1', kind: 'initial', scope: '', fromOn, toOn },
    ...{ team: [], items: [] },
  })
const found = (madeOn: string) =>
  crossed('nonconformities', madeOn, {
    ...{ format: 'starproof-nonconformities', version: 1, items: [] },
    audit: { id: '0198a000-0000-7000-8000-000000000001', number: 'A1' },
  })

describe('what the company has to do next', () => {
  const kinds = (all: Crossed[], today = '2026-11-20') => tasksOf(all, [], today).map(({ kind }) => kind)
  const asked = application('more_asked', '2026-11-16', '2026-11-30')
  it.each([
    ['supplies what was asked', [asked], ['supply']],
    ['has supplied it by a later pack', [asked, crossed('pack', '2026-11-18', null)], []],
    ['has not, by an earlier pack', [crossed('pack', '2026-11-10', null), asked], ['supply']],
    [
      'has not, by a pack to another body',
      [asked, crossed('pack', '2026-11-18', null, { bodyOrgId: 'x' })],
      ['supply'],
    ],
    ['need not, once accepted', [asked, application('accepted', '2026-11-19')], []],
    ['signs the contract', [quotation('2026-11-16')], ['contract']],
    [
      'need not sign once the audit is planned',
      [quotation('2026-11-16'), plan('2026-11-17', '2026-11-01', '2026-11-02')],
      [],
    ],
    ['need not sign once refused', [quotation('2026-11-16'), application('refused', '2026-11-17')], []],
    ['answers the document review', [review('supplement', '2026-11-16', null)], ['review']],
    ['need not where documents conform', [review('conforms', '2026-11-16', null)], []],
    ['need not after the visit', [review('nonconforming', '2026-11-16', null), found('2026-11-19')], []],
    ['prepares a visit to come', [plan('2026-11-16', '2026-11-20', '2026-11-20')], ['visit']],
    [
      'prepares by the newest plan only',
      [plan('2026-11-16', '2026-11-20', '2026-11-20'), plan('2026-11-17', '2026-12-01', '2026-12-02')],
      ['visit'],
    ],
    ['prepares no visit that is over', [plan('2026-11-16', '2026-11-18', '2026-11-19')], []],
    ['carries a receipt by hand', [crossed('sampling_receipt', '2026-11-16', null, { isByHand: true })], ['receipt']],
    ['carries none that delivers itself', [crossed('sampling_receipt', '2026-11-16', null)], []],
    [
      'has carried it when the visit is over',
      [crossed('sampling_receipt', '2026-11-16', null, { isByHand: true }), found('2026-11-19')],
      [],
    ],
    [
      'does nothing by an unreadable letter',
      [crossed('document_review', '2026-11-16', {}), crossed('audit_plan', '2026-11-16', {})],
      [],
    ],
  ])('%s', (_what, all, wanted) => {
    expect(kinds(all)).toEqual(wanted)
    expect(kinds(all.toReversed())).toEqual(wanted)
  })

  it('stands in the order of the deadlines, with nonconformities among them, late ones marked', () => {
    const open: Open[] = [
      { bodyName: '明灯认证', auditNumber: 'A1', parcelId: 'n1', dueOn: '2026-11-19', count: 2 },
      { bodyName: '明灯认证', auditNumber: 'A2', parcelId: 'n2', dueOn: null, count: 1 },
    ]
    const all = [asked, plan('2026-11-16', '2026-11-18', '2026-11-20')]
    expect(tasksOf(all, open, '2026-11-20').map(({ kind, byOn, isOverdue }) => [kind, byOn, isOverdue])).toEqual([
      ['visit', '2026-11-18', false],
      ['correct', '2026-11-19', true],
      ['supply', '2026-11-30', false],
      ['correct', null, false],
    ])
  })
})

describe('a step', () => {
  it('says what its letter says, and that it cannot be read where it is not written as such a letter', () => {
    const told = readStep(asked('2026-11-16'))
    expect(told).toMatchObject({
      reference: 'S1',
      what: 'more_asked',
      says: '缺执照',
      toOn: '2026-11-30',
      isReadable: true,
    })
    const reminder = {
      number: 'C1',
      registerUrl: '',
      kind: 'reminder',
      deadline: 'surveillance',
      latestOn: '2027-11-16',
      daysLeft: 30,
    }
    expect(readStep(crossed('certificate_notice', '2027-10-17', reminder))).toMatchObject({
      ...{ what: 'reminder', toOn: '2027-11-16', isReadable: true },
    })
    for (const kind of ['quotation', 'sampling_plan', 'sample', 'certificate', 'nonconformities'] as const)
      expect(readStep(crossed(kind, '2026-11-16', null))).toMatchObject({ isReadable: false, reference: '' })
    expect(readStep(crossed('corrections', '2026-11-16', 'anything'))).toMatchObject({ isReadable: true, says: '' })
  })
  const asked = (madeOn: string) => application('more_asked', madeOn, '2026-11-30')
})
