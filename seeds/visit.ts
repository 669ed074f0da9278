import type { PublishingParts } from '#src/certification/door.ts'
import * as finding from '#src/certification/nonconformity/actions/answer.ts'
import { raise } from '#src/certification/nonconformity/actions/raise.ts'
import { tell } from '#src/certification/nonconformity/actions/tell.ts'
import * as report from '#src/certification/report/actions.ts'
import { finishVisit, openVisit } from '#src/certification/visit/actions/open.ts'
import { addEntry } from '#src/certification/visit/actions/write.ts'
import type { Meeting, VisitEntryContent } from '#src/certification/visit/contract/entry.ts'
import { findVisit } from '#src/certification/visit/store/visit.ts'
import type { Judgement } from '#src/evaluation/assessment/contract/leaf.ts'
import { judgeLeaf } from '#src/evaluation/door.ts'
import type { Leaf } from '#src/evaluation/scheme/contract.ts'
import { readScheme } from '#src/evaluation/scheme/read-scheme.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import { keepMade } from '#src/server/files/keep.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { auditOf, inOrder, outletOf, visitBegan, visitEnded } from './certification.ts'
import type { AuditedClient } from './clients.ts'
import { han, ma, tao } from './people.ts'
import { drawn, seedId } from './seeding.ts'
import { signaturePng } from './signature.ts'
import type { Story } from './story.ts'

const CONFORMS = [
  '查阅现行文件与近一年记录，内容完整，执行与文件一致。',
  '现场观察并询问两名员工，做法与规定相符。',
  '抽阅记录，签字与日期齐全，可追溯。',
  '负责人说明清楚，出示的证据与说明一致。',
]

/** The team on site for three days: meetings, outlets, interviews, calls, and the scoring of the clauses under `clauses`. */
export function tellVisit(story: Story, parts: PublishingParts, one: AuditedClient, clauses: string[]): void {
  const { key } = one
  const began = visitBegan(story, one)
  story.on(began, '08:50', han, `visit ${key}`, (tx) => openVisit(tx, auditOf(one), seedId(`assessment ${key}`)))
  tellMeeting(story, parts, one, began, 'opening')
  story.on(began, '17:20', han, `visit ${key} interview`, (tx) => write(tx, one, 'interview', interviewOf()))
  for (const [at, person] of [han, ma].entries())
    story.on(began - 1, at === 0 ? '11:30' : '11:40', person, `visit ${key} outlet ${at}`, async (tx) => {
      const { kit } = (await findVisit(tx, auditOf(one)))!
      const outletId = outletOf(one, (at + 1) % one.outlets.length)
      return inOrder(
        kit.hardware.slice(0, 6).map(({ id: itemId }) => () => {
          const content = { kind: 'hardware' as const, outletId, itemId, verdict: 'conforms' as const, note: '' }
          return write(tx, one, `hardware ${at} ${itemId}`, content)
        }),
      )
    })
  for (const [at, clause] of clauses.entries())
    story.on(began - at, '17:30', at === 1 ? ma : han, `visit ${key} scores ${clause}`, (tx) => judge(tx, one, clause))
  for (const [at, customerName] of ['市第三人民医院', '华联商厦', '金桥物业'].entries())
    story.on(began - 2, `10:${20 + at * 10}`, ma, `visit ${key} call ${at}`, (tx) =>
      write(tx, one, `call ${at}`, {
        ...{ kind: 'call', caseId: null, customerName, result: at === 2 ? 'middle' : 'satisfied' },
        note: at === 2 ? '对上门准时满意，希望结算单更清楚。' : '到场及时，问题一次解决。',
      }),
    )
}

/** Nothing is left to do: the closing meeting, and the leader ends the visit. */
export function tellFinished(story: Story, parts: PublishingParts, one: AuditedClient): void {
  const ended = visitEnded(story, one)
  tellMeeting(story, parts, one, ended, 'closing')
  story.on(ended, '18:10', han, `visit ${one.key} finished`, (tx) => finishVisit(tx, auditOf(one), { version: 1 }))
}

function tellMeeting(
  story: Story,
  { files }: PublishingParts,
  one: AuditedClient,
  daysAgo: number,
  meeting: Meeting,
): void {
  const time = meeting === 'opening' ? '09:10' : '16:40'
  story.on(daysAgo, time, han, `visit ${one.key} ${meeting}`, async (tx) => {
    const { kit } = (await findVisit(tx, auditOf(one)))!
    const posts = kit.posts.filter((post) => post.required)
    const attending = posts.map((post, at) => async () => {
      const personName = [one.representative, one.contact][at] ?? '于洋'
      const signature = await keepMade(tx, files, signaturePng(`${one.key} ${personName}`))
      if (!signature.ok) return signature
      return write(tx, one, `${meeting} ${post.id}`, {
        ...{ kind: 'attendance', meeting, postId: post.id, personName, isPresent: true },
        ...{ signatureSha256: signature.value.sha256, isTyped: false, absentReason: '' },
      })
    })
    const held: VisitEntryContent = { kind: 'meeting', meeting, place: '总部会议室', note: '' }
    return inOrder([() => write(tx, one, meeting, held), ...attending])
  })
}

function interviewOf(): VisitEntryContent {
  const questions = [
    { question: '客户投诉由谁受理，多久必须答复？', answer: '热线坐席登记，两小时内回电，三个工作日内给出处理意见。' },
    { question: '新员工上岗前接受哪些培训？', answer: '三天规范与安全培训，随师傅跟单两周，考核合格后独立上门。' },
  ]
  return { kind: 'interview', personName: '于洋', post: '售后服务负责人', answers: questions, note: '' }
}

function write(tx: WriteTx, one: AuditedClient, name: string, content: VisitEntryContent) {
  const id = seedId(`entry ${one.key} ${name}`)
  return addEntry(tx, auditOf(one), { id, occurredAt: tx.at, leafIds: [], replacesId: null, content })
}

async function judge(tx: WriteTx, one: AuditedClient, clause: string) {
  const leaves = listLeaves(await readScheme('gbt27922-2011')).filter(({ id }) => id.startsWith(`${clause}.`))
  const assessmentId = seedId(`assessment ${one.key}`)
  return inOrder(
    leaves.map((leaf) => () => {
      return judgeLeaf(tx, { assessmentId, leafId: leaf.id }, { version: 0, judgement: judgementOf(one, leaf) })
    }),
  )
}

function judgementOf(one: AuditedClient, leaf: Leaf): Judgement {
  const lost = one.lost[leaf.id]
  const reason = lost ?? CONFORMS[drawn(`${one.key} ${leaf.id}`, CONFORMS.length)]!
  if (leaf.mode.value === 'judged') return { kind: 'judged', conforms: lost === undefined, reason }
  const items = one.outlets.map(([label]) => {
    const isLost = lost?.includes(label) ?? false
    return { label, record: null, conforms: !isLost, note: isLost ? lost! : '' }
  })
  return { kind: 'sampled', items, reason }
}

export type SeedFinding = {
  key: string
  gradeId: 'minor' | 'major'
  clause: string
  statement: string
  evidence: string
  answer?: { correction: string; cause: string; correctiveAction: string; daysAgo: number }
  /** Days ago on which ma found the answer to be enough. */
  acceptedDaysAgo?: number
}

/** Raised by ma on the last day on site; the client is told on paper, and answers on paper. */
export function tellFindings(story: Story, parts: PublishingParts, one: AuditedClient, findings: SeedFinding[]): void {
  const ended = visitEnded(story, one)
  for (const given of findings) {
    const { key, gradeId, clause, statement, evidence, answer, acceptedDaysAgo } = given
    const id = seedId(`finding ${one.key} ${key}`)
    story.on(ended, '14:20', ma, `finding ${one.key} ${key}`, (tx) =>
      raise(tx, auditOf(one), { id, gradeId, clause, leafIds: [clause], statement, evidence, files: [] }),
    )
    if (answer)
      story.on(answer.daysAgo, '10:15', tao, `finding ${one.key} ${key} answered`, (tx) => {
        const { daysAgo, ...words } = answer
        const said = { ...words, answeredByName: one.contact, answeredOn: story.dayOn(daysAgo), files: [] }
        return finding.typeIn(tx, id, { ...said, version: 1 })
      })
    if (acceptedDaysAgo !== undefined)
      story.on(acceptedDaysAgo, '15:40', ma, `finding ${one.key} ${key} accepted`, (tx) =>
        finding.verify(tx, id, { verdict: 'accepted', reason: '证据充分，整改有效，同意关闭。', version: 2 }),
      )
  }
  story.on(ended, '17:10', han, `findings ${one.key} told`, (tx) =>
    tell(tx, parts, auditOf(one), { via: 'paper', deliver: 'file' }),
  )
}

/** The leader writes the report and hands it in, so many days after the visit. */
export function tellReport(story: Story, { files }: PublishingParts, one: AuditedClient, daysAfter: number): void {
  const daysAgo = visitEnded(story, one) - daysAfter
  const id = seedId(`report ${one.key}`)
  story.on(daysAgo, '10:00', han, `report ${one.key}`, (tx) =>
    report.writeReport(tx, auditOf(one), { id, version: 0, scope: one.scope, ...one.words, recommends: 'grant' }),
  )
  story.on(daysAgo, '16:30', han, `report ${one.key} handed in`, (tx) =>
    report.submitReport(tx, files, auditOf(one), 1),
  )
}
