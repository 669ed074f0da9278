import { describe, expect, it } from 'vitest'
import { isMailAddress } from '#src/server/messages/rules.ts'
import { reachOf } from './reach.ts'
import { customerNotice, isNews, type Line, type Subject, staffNotice, whoToTell } from './tell.ts'
import { type Sender, windowWords, wordToCustomer, wordToStaff } from './word.ts'

const NINE = '2026-11-16T01:00:00.000Z'
const TEN = '2026-11-16T02:00:00.000Z'
const NOON = '2026-11-16T04:00:00.000Z'

const planned = { id: 'a1', plannedFromAt: TEN, plannedToAt: NOON, staffName: '李强' }
function subject(change: Partial<Subject> = {}): Subject {
  return {
    ...{ requestId: 'r1', number: 'R26-000001', state: 'dispatched', channel: 'hotline', requestedAt: NINE },
    ...{ recordedAt: NINE, outletId: 'hz', assignment: planned, lastVisitNotice: null, ...change },
  }
}
function line(verb: string, content: Line['content'] = {}): Line {
  return { verb, recordType: verb.split('.')[0]!, recordId: 'x', recordedAt: NINE, content }
}
const reasonOf = (one: Line, change: Partial<Subject> = {}, at = NINE) =>
  customerNotice(one, subject(change), at)?.reason ?? null

describe('the customer is told', () => {
  const assigned = line('work_order.assigned', { assignmentId: 'a1' })
  const unassigned = line('work_order.unassigned', { assignmentId: 'a1' })
  const finished = (outcome: string) => line('work_order.finished', { outcome })
  const appointed = line('service_request.appointed', { windowFrom: TEN, windowTo: NOON })

  it.each<[string, Line, Partial<Subject>, string | null]>([
    ['that the request was received', line('service_request.created'), { state: 'new' }, 'request_received'],
    ['nothing of receipt once it is cancelled', line('service_request.created'), { state: 'cancelled' }, null],
    ['the agreed time', appointed, {}, 'visit_agreed'],
    ['no agreed time once it is settled', appointed, { state: 'closed' }, null],
    ['no agreed time without one', line('service_request.appointed'), {}, null],
    ['who comes and when', assigned, {}, 'visit_planned'],
    ['that it is somebody else or another time', assigned, { lastVisitNotice: 'visit_planned' }, 'visit_changed'],
    ['a new plan after it was put off', assigned, { lastVisitNotice: 'visit_put_off' }, 'visit_planned'],
    ['nothing of a plan already replaced', assigned, { assignment: { ...planned, id: 'a2' } }, null],
    ['nothing of a plan already withdrawn', assigned, { assignment: null }, null],
    ['nothing of a plan for what is settled', assigned, { state: 'resolved' }, null],
    ['that the visit is put off', unassigned, { assignment: null, lastVisitNotice: 'visit_changed' }, 'visit_put_off'],
    ['nothing when they knew of no visit', unassigned, { assignment: null }, null],
    ['nothing when somebody else goes already', unassigned, { lastVisitNotice: 'visit_planned' }, null],
    ['that the visit ended without success', finished('not_solved'), { state: 'answered' }, 'visit_ended'],
    ['nothing twice when it was solved', finished('solved'), { state: 'resolved' }, null],
    ['that it is finished', line('service_request.resolved'), { state: 'resolved' }, 'service_finished'],
    [
      'that it is finished, also once closed',
      line('service_request.resolved'),
      { state: 'closed' },
      'service_finished',
    ],
    ['nothing of an end that was reopened', line('service_request.resolved'), { state: 'answered' }, null],
    ['that it was cancelled', line('service_request.cancelled'), { state: 'cancelled' }, 'request_cancelled'],
    ['nothing of notes among staff', line('service_request.note'), {}, null],
  ])('%s', (_, one, change, reason) => {
    expect(reasonOf(one, change)).toBe(reason)
  })

  it('nothing of a visit whose time is over', () => {
    expect(reasonOf(assigned, {}, NOON)).toBeNull()
    expect(reasonOf(appointed, {}, NOON)).toBeNull()
  })

  it('with a link where there is something to follow or to rate', () => {
    expect(customerNotice(line('service_request.created'), subject(), NINE)?.withLink).toBe(true)
    expect(customerNotice(line('service_request.resolved'), subject({ state: 'resolved' }), NINE)?.withLink).toBe(true)
    expect(customerNotice(assigned, subject(), NINE)).toEqual({
      ...{ reason: 'visit_planned', withLink: false },
      window: { fromAt: TEN, toAt: NOON },
    })
  })
})

describe('nobody is told', () => {
  const created = line('service_request.created')
  it.each<[string, Partial<Subject>, string, boolean]>([
    ['of an imported request', { channel: 'import' }, NINE, false],
    ['of a request written down more than a day late', { requestedAt: '2026-11-15T00:59:59.000Z' }, NINE, false],
    ['(but of one from yesterday evening they are)', { requestedAt: '2026-11-15T12:00:00.000Z' }, NINE, true],
    ['of what happened more than three days ago', {}, '2026-11-19T01:00:01.000Z', false],
    ['(but after a weekend without server they are)', {}, '2026-11-18T22:00:00.000Z', true],
  ])('%s', (_, change, at, isIt) => {
    expect(isNews(created, subject(change), at)).toBe(isIt)
  })
})

describe('staff are told', () => {
  it('of a promise that ran late: dispatchers and service managers', () => {
    expect(staffNotice(line('service_request.ran_late', { promiseCode: 'first_answer' }))).toEqual({
      ...{ reason: 'promise_overdue', roles: ['dispatcher', 'service_manager'], promiseCode: 'first_answer' },
    })
  })

  it.each([
    [1, true],
    [3, true],
    [4, false],
    [5, false],
  ])('of %i stars: %s', (stars, isIt) => {
    expect(staffNotice(line('rating.given', { stars })) !== null).toBe(isIt)
  })

  it('of nothing else, and not of lines that lost their content', () => {
    expect(staffNotice(line('service_request.ran_late'))).toBeNull()
    expect(staffNotice(line('rating.given', { stars: '1' }))).toBeNull()
    expect(staffNotice(line('service_request.created', { stars: 1 }))).toBeNull()
  })

  it('at the outlet of the request; else in the head office; else all', () => {
    const [hz, nb, office] = [{ outletId: 'hz' }, { outletId: 'nb' }, { outletId: null }]
    expect(whoToTell([hz, nb, office], 'hz')).toEqual([hz])
    expect(whoToTell([nb, office], 'hz')).toEqual([office])
    expect(whoToTell([hz, nb], 'wz')).toEqual([hz, nb])
    expect(whoToTell([hz, office], null)).toEqual([office])
    expect(whoToTell([], 'hz')).toEqual([])
  })
})

describe('a customer is reached', () => {
  const all = { email: 'ma@xihu.example', contactPhone: '13800001111', customerPhone: '057188886666', isErased: false }
  it.each([
    ['by mail', all, 'mail ma@xihu.example'],
    ['by the number given with the request', { ...all, email: '' }, 'sms 13800001111'],
    ['by the number on file', { ...all, email: '', contactPhone: '' }, 'sms 057188886666'],
    ['by telephone where the address on file is none', { ...all, email: '没有' }, 'sms 13800001111'],
    ['not at all', { ...all, email: '', contactPhone: '', customerPhone: '' }, null],
    ['not at all once erased', { ...all, isErased: true }, null],
  ])('%s', (_, contact, way) => {
    const reach = reachOf(contact, isMailAddress)
    expect(reach && `${reach.channel} ${reach.to}`).toBe(way)
  })
})

describe('the words', () => {
  const sender: Sender = {
    company: '蓝鲸制冷设备',
    hotline: '400-800-1234',
    language: 'zh-CN',
    timeZone: 'Asia/Shanghai',
  }
  const about = { number: 'R26-000001', staffName: '李强' }
  const visit = { reason: 'visit_planned', withLink: false, window: { fromAt: TEN, toAt: NOON } } as const

  it('tell the window and the family name, in Chinese, by mail and by text message', () => {
    const mail = wordToCustomer(visit, about, sender, 'mail')
    expect(mail.subject).toBe('已安排上门：R26-000001')
    expect(mail.body).toContain('已安排李师傅上门，时间：11月16日周一 10:00–12:00。')
    expect(mail.body).toContain('蓝鲸制冷设备　服务热线 400-800-1234')
    expect(mail.body).not.toContain('李强')
    const sms = wordToCustomer(visit, about, sender, 'sms')
    expect(sms).toEqual({
      subject: '',
      body: '【蓝鲸制冷设备】服务请求 R26-000001 已安排李师傅上门，时间：11月16日周一 10:00–12:00。',
    })
  })

  it('are English where the organisation is, on its own clock', () => {
    const english: Sender = { ...sender, hotline: '', language: 'en', timeZone: 'Asia/Urumqi' }
    const { body } = wordToCustomer(visit, about, english, 'mail')
    expect(body).toContain('technician 李 will visit you: Mon, Nov 16 08:00–10:00.')
    expect(body.endsWith('蓝鲸制冷设备')).toBe(true)
  })

  it('name both days of a window over midnight', () => {
    const night = { fromAt: '2026-11-16T15:00:00.000Z', toAt: '2026-11-16T17:00:00.000Z' }
    expect(windowWords(night, sender)).toBe('11月16日周一 23:00–11月17日周二 01:00')
  })

  it('keep the place of the link', () => {
    const received = { reason: 'request_received', withLink: true, window: null } as const
    expect(wordToCustomer(received, about, sender, 'sms').body).toMatch(/查看进度：\{\{link\}\}$/)
    const late = { reason: 'promise_overdue', roles: [], promiseCode: 'first_answer' } as const
    const staff = { number: 'R26-000001', promise: { zh: '1 小时内答复', en: 'Answer in 1 h' }, name: '赵敏' }
    expect(wordToStaff(late, staff, sender).body).toMatch(/^赵敏，您好：.*“1 小时内答复”.*\{\{link\}\}$/s)
    expect(wordToStaff(late, { ...staff, promise: null }, sender).body).toContain('“first_answer”')
    const low = { reason: 'rating_low', roles: [], stars: 2 } as const
    expect(wordToStaff(low, staff, { ...sender, language: 'en' }).subject).toBe('A rating of 2 stars: R26-000001')
  })
})
