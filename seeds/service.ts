import { Readable } from 'node:stream'
import { evaluationSweeps } from '#src/evaluation/door.ts'
import type { Installation } from '#src/installation.ts'
import { openPlatform } from '#src/server/platform.ts'
import { standardChecklist } from '#src/service/dispatch/rules/checklist.ts'
import * as service from '#src/service/door.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept } from '#src/shared/decision.ts'
import { addDays, type Day, instantFrom, instantOf } from '#src/shared/instant.ts'
import { todayOf } from './company.ts'
import * as data from './lanjing.ts'
import { chen, lanjing, li, type SeedPerson, sun, wang, zhao } from './people.ts'
import { drawn, type Seeding, seedId } from './seeding.ts'
import { signaturePng } from './signature.ts'

const MINUTE_MS = 60_000
const actorOf = ({ personId, name, roles }: SeedPerson): Actor => ({
  kind: 'person',
  orgId: lanjing.orgId,
  personId,
  name,
  roles,
})
const later = (at: string, minutes: number) => instantFrom(Date.parse(at) + minutes * MINUTE_MS)

const HANDS: Record<string, { number: string; by: SeedPerson }> = {
  '3101a': { number: 'T01', by: li },
  '3101b': { number: 'T02', by: chen },
  '3301': { number: 'T03', by: sun },
  '3302': { number: 'T04', by: sun },
  '3201': { number: 'T05', by: sun },
  '3205': { number: 'T06', by: sun },
  '3401': { number: 'T07', by: sun },
  '3701': { number: 'T08', by: sun },
  '3501': { number: 'T09', by: sun },
}

type Case = {
  name: string
  customer: (typeof data.customers)[number]
  trouble: (typeof data.troubles)[number]
  askedAt: string
}

/** Twelve weeks of service as the company did it, and what lies on the desk today. Everything goes through the real actions. */
export async function seedService(
  installation: Installation,
  seeding: Seeding,
  now: Date,
  days: number,
  say: (sentence: string) => void,
): Promise<void> {
  const today = todayOf(now)
  for (let back = days - 1; back > 1; back--) {
    const dayOn = addDays(today, -back)
    const count = drawn(`count ${back}`, 3)
    for (let nth = 0; nth < count; nth++)
      await livedThrough(installation, seeding, caseOf(`${back} ${nth}`, dayOn), nth)
    if (back % 3 === 0) await scoreAsOf(installation, dayOn)
    if (back % 21 === 0) say(`历史 · history ${days - back}/${days}`)
  }
  await seedToday(seeding, now)
}

/** The score as it stood that evening, so that the board opens with a trend that was really computed. A past day is scored once. */
async function scoreAsOf({ database, platform }: Installation, dayOn: Day): Promise<void> {
  const by = { kind: 'system', orgId: lanjing.orgId, name: 'seed', roles: [] } as const
  const known = await platform.query(by, (tx) =>
    tx.sql
      .selectFrom('scoreDay')
      .select('dayOn')
      .where('orgId', '=', tx.orgId)
      .where('dayOn', '>=', dayOn)
      .limit(1)
      .executeTakeFirst(),
  )
  if (known) return
  const then = openPlatform(database, () => new Date(instantOf(dayOn, '20:00')))
  for (const sweep of evaluationSweeps(then, 0)) await sweep.run()
}

function caseOf(name: string, dayOn: Day): Case {
  const hour = 9 + drawn(`hour ${name}`, 3)
  const minute = String(drawn(`minute ${name}`, 60)).padStart(2, '0')
  return {
    name,
    // The last one lives where no outlet is.
    customer: data.customers[drawn(`customer ${name}`, data.customers.length - 1)]!,
    trouble: data.troubles[drawn(`trouble ${name}`, data.troubles.length)]!,
    askedAt: instantOf(dayOn, `${String(hour).padStart(2, '0')}:${minute}`),
  }
}

function ask(seeding: Seeding, { name, customer, trouble, askedAt }: Case, urgent = trouble.urgent ?? false) {
  const serial = customer.products[drawn(`product ${name}`, customer.products.length)]![1]
  return seeding.step(`ask ${name}`, actorOf(wang), askedAt, (tx) =>
    service.createRequest(tx, {
      id: seedId(`request ${name}`),
      kind: trouble.kind,
      channel: 'hotline',
      urgency: urgent ? 'urgent' : 'normal',
      subject: trouble.subject,
      description: '',
      contactName: customer.contact,
      contactPhone: customer.phone,
      address: customer.address,
      cityCode: customer.cityCode,
      longitude: customer.longitude,
      latitude: customer.latitude,
      customerId: seedId(`customer ${customer.key}`),
      productId: seedId(`product ${serial}`),
      complaintClass: trouble.kind === 'complaint' ? 'not_quality' : null,
    }),
  )
}

/** One request from the call to the rating. */
async function livedThrough(installation: Installation, seeding: Seeding, one: Case, nth: number): Promise<void> {
  const { name, trouble, askedAt } = one
  const requestId = seedId(`request ${name}`)
  await ask(seeding, one)
  // Most are answered well within the hour; now and then the desk was slow.
  const answeredAt = later(askedAt, drawn(`slow ${name}`, 14) === 0 ? 95 : 4 + drawn(`answer ${name}`, 40))
  await step(seeding, `answer ${name}`, wang, answeredAt, requestId, {
    kind: 'answered',
    note: '已电话联系客户，说明处理办法',
  })
  if (trouble.kind === 'consultation' || trouble.kind === 'complaint') {
    const solvedAt = later(answeredAt, 30 + drawn(`solve ${name}`, 300))
    await step(seeding, `solve ${name}`, wang, solvedAt, requestId, { kind: 'resolved', note: '已答复，客户认可' })
    await rate(seeding, name, requestId, later(solvedAt, 1500))
    return
  }
  const finishedAt = await visit(installation, seeding, one, answeredAt, nth)
  if (finishedAt) await rate(seeding, name, requestId, later(finishedAt, 1300))
}

async function visit(
  installation: Installation,
  seeding: Seeding,
  { name, customer, askedAt, trouble }: Case,
  answeredAt: string,
  nth: number,
): Promise<string | null> {
  const hand = HANDS[customer.cityCode] ?? HANDS[`${customer.cityCode}${nth % 2 === 0 ? 'a' : 'b'}`]!
  const expired = hand.number === 'T07' && Date.parse(askedAt) > installation.platform.now().getTime() - 16 * 86_400_000
  const workOrderId = seedId(`order ${name}`)
  await order(seeding, name, later(answeredAt, 6))
  if (expired) return null
  // Two visits a day and person at most, so hours never overlap: the first of a day at 14:00, the second at 16:30.
  const dayOn = todayOf(new Date(askedAt))
  const fromAt =
    trouble.urgent && nth === 0
      ? later(askedAt, 75)
      : instantOf(nth === 0 ? dayOn : addDays(dayOn, 1), nth === 0 ? '14:00' : '08:15')
  await assign(seeding, name, later(answeredAt, 12), hand.number, fromAt, later(fromAt, 90))
  const arrivedAt = later(fromAt, drawn(`late ${name}`, 12) === 0 ? 50 : drawn(`arrive ${name}`, 15))
  const by = actorOf(hand.by)
  await seeding.step(`arrive ${name}`, by, arrivedAt, (tx) =>
    service.arrive(tx, workOrderId, {
      visitId: seedId(`visit ${name}`),
      occurredAt: arrivedAt,
      // Now and then somebody says to have arrived while still far away: something for the authenticity checks to ask about.
      longitude: customer.longitude + drawn(`east ${name}`, 20) / 20_000 + (drawn(`far ${name}`, 30) === 0 ? 0.06 : 0),
      latitude: customer.latitude + drawn(`north ${name}`, 20) / 20_000,
      accuracyMetres: 8 + drawn(`accuracy ${name}`, 20),
    }),
  )
  const finishedAt = later(arrivedAt, 35 + drawn(`work ${name}`, 40))
  const unsigned = drawn(`unsigned ${name}`, 16) === 0
  const signature = unsigned ? null : await keepSignature(installation, seeding, name, finishedAt)
  const checklist = standardChecklist(trouble.kind)
  await seeding.step(`finish ${name}`, by, finishedAt, (tx) =>
    service.finishWorkOrder(tx, workOrderId, {
      occurredAt: finishedAt,
      outcome: 'solved',
      answers: Object.fromEntries(
        checklist.map((one) => [one.id, one.kind === 'tick' ? true : one.kind === 'number' ? 4 : '正常']),
      ),
      partsText: drawn(`parts ${name}`, 2) === 0 ? '门封条 LG-12 ×1' : '',
      workText: '检查并处理，运行正常',
      signatureSha256: signature,
      signedBy: signature ? customer.contact : '',
      signedAt: signature ? finishedAt : null,
      unsignedReason: signature ? '' : '客户不在场，电话确认',
    }),
  )
  return finishedAt
}

async function keepSignature(installation: Installation, seeding: Seeding, name: string, at: string): Promise<string> {
  const kept = await installation.files.put(
    lanjing.orgId,
    Readable.from([signaturePng(drawn(`copied ${name}`, 20) === 0 ? 'copied' : name)]),
  )
  if (!kept.ok) throw new Error(`the signature of "${name}" was refused: ${kept.refusal.code}`)
  await seeding.step(`signature ${name}`, actorOf(sun), at, async (tx) => {
    await tx.sql
      .insertInto('file')
      .values({ orgId: tx.orgId, ...kept.value, uploadedBy: 'system:seed', uploadedAt: at })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return accept(null)
  })
  return kept.value.sha256
}

/** Some customers answer the call-back; not all are happy. */
async function rate(seeding: Seeding, name: string, requestId: string, at: string): Promise<void> {
  if (drawn(`asked ${name}`, 3) === 0) return
  const stars = [5, 5, 5, 4, 5, 4, 5, 5, 3, 5, 2, 5][drawn(`stars ${name}`, 12)]!
  const ratingId = seedId(`rating ${name}`)
  await seeding.step(`rate ${name}`, actorOf(wang), at, (tx) =>
    service.recordCallBack(tx, requestId, { ratingId, stars, comment: stars > 3 ? '' : '等得有点久', at }),
  )
  if (stars > 3 || drawn(`follow ${name}`, 3) === 0) return
  await seeding.step(`follow ${name}`, actorOf(sun), later(at, 600), (tx) =>
    service.followUpRating(tx, ratingId, '已致电致歉，调整排班'),
  )
}

async function step(
  seeding: Seeding,
  name: string,
  by: SeedPerson,
  at: string,
  requestId: string,
  taken: Parameters<typeof service.takeSteps>[2][number],
): Promise<void> {
  await seeding.step(name, actorOf(by), at, async (tx) => {
    const request = await service.requireRequest(tx, requestId)
    return request.ok ? service.takeSteps(tx, request.value, [taken]) : request
  })
}

function order(seeding: Seeding, name: string, at: string) {
  return seeding.step(`order ${name}`, actorOf(zhao), at, (tx) =>
    service.createWorkOrder(tx, { id: seedId(`order ${name}`), requestId: seedId(`request ${name}`), note: '' }),
  )
}

function assign(seeding: Seeding, name: string, at: string, staffNumber: string, fromAt: string, toAt: string) {
  return seeding.step(`assign ${name}`, actorOf(zhao), at, (tx) =>
    service.assignWorkOrder(tx, seedId(`order ${name}`), {
      assignmentId: seedId(`assignment ${name}`),
      staffId: seedId(`staff ${staffNumber}`),
      plannedFromAt: fromAt,
      plannedToAt: toAt,
      version: 1,
      reason: '',
    }),
  )
}

/** What waits on the desk when the demo is opened: planned, unassigned, unanswered. */
export async function seedToday(seeding: Seeding, now: Date): Promise<void> {
  const at = (minutesAgo: number) => instantFrom(now.getTime() - minutesAgo * MINUTE_MS)
  const todays: {
    customer: number
    trouble: number
    minutesAgo: number
    hand?: string
    inMinutes?: number
    answered?: boolean
  }[] = [
    { customer: 0, trouble: 1, minutesAgo: 170, hand: 'T01', inMinutes: 20, answered: true },
    { customer: 1, trouble: 5, minutesAgo: 150, hand: 'T01', inMinutes: 150, answered: true },
    { customer: 2, trouble: 3, minutesAgo: 120, hand: 'T02', inMinutes: 40, answered: true },
    { customer: 4, trouble: 0, minutesAgo: 25, answered: true },
    { customer: 8, trouble: 2, minutesAgo: 90, answered: true },
    { customer: 11, trouble: 6, minutesAgo: 15 },
  ]
  for (const [index, one] of todays.entries()) {
    const name = `today ${index}`
    const asked: Case = {
      name,
      customer: data.customers[one.customer]!,
      trouble: data.troubles[one.trouble]!,
      askedAt: at(one.minutesAgo),
    }
    await ask(seeding, asked)
    if (!one.answered) continue
    const note = '已联系客户，安排上门'
    await step(seeding, `answer ${name}`, wang, at(one.minutesAgo - 8), seedId(`request ${name}`), {
      kind: 'answered',
      note,
    })
    await order(seeding, name, at(one.minutesAgo - 10))
    if (!one.hand || one.inMinutes === undefined) continue
    await assign(seeding, name, at(one.minutesAgo - 12), one.hand, at(-one.inMinutes), at(-one.inMinutes - 100))
  }
}
