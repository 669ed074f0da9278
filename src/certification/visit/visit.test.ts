import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeLeaf } from '#src/evaluation/assessment/contract/leaf.ts'
import { readAssessment, readAssessmentScheme } from '#src/evaluation/assessment/contract/round.ts'
import { assessmentRoutes } from '#src/evaluation/assessment/routes.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { integrateHistory } from '#src/server/ledger/sequencer.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { CASES, type Lacking, OUTLETS, prepareAudit } from '#test/audit-on-site.ts'
import { takePackOfLanjing } from '#test/pack-taken-in.ts'
import { beacon, han, lanjing, lin, ma, tao } from '#test/people.ts'
import { MONDAY_MORNING, openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { download, png } from '#test/upload.ts'
import { readAudit, releaseMember } from '../audit/contract.ts'
import { auditRoutes } from '../audit/routes.ts'
import type { ContentOf, VisitEntryContent } from './contract/entry.ts'
import * as contract from './contract/visit.ts'
import { visitRoutes } from './routes.ts'
import { loadEntries } from './store/entries.ts'
import { peopleOfVisit } from './store/visit.ts'

const SIGNATURE = 'a'.repeat(64)
/** Named by an entry of the company, and not in its pack. */
const LOST = 'b'.repeat(64)
const folder = await mkdtemp(join(tmpdir(), 'starproof-visit-'))
const files = openFileStore(folder, 1024, 16 * 1024 * 1024)
let test: TestPlatform
beforeAll(async () => {
  test = await openTestPlatform({ routes: [visitRoutes({ files }), assessmentRoutes, auditRoutes] })
  await test.arrange(beacon, async (tx) => {
    const row = {
      orgId: tx.orgId,
      sha256: SIGNATURE,
      sizeBytes: 1,
      mediaType: 'image/png',
      uploadedBy: 'x',
      uploadedAt: tx.at,
    }
    await tx.sql.insertInto('file').values(row).execute()
    return accept(null)
  })
})
afterAll(async () => {
  await test?.close()
  await rm(folder, { recursive: true, force: true })
})

const prepare = (lacking?: Lacking) => test.arrange(beacon, (tx) => prepareAudit(tx, lacking))
async function opened(lacking?: Lacking) {
  const { auditId } = await prepare(lacking)
  const assessmentId = newId()
  const answer = await test.as(han).call(contract.openVisit, { params: { auditId }, body: { assessmentId } })
  expect(answer.body).toEqual({ openedAt: MONDAY_MORNING, assessmentId })
  return { auditId, assessmentId }
}
const entryOf = (content: VisitEntryContent, more: object = {}) => ({
  id: newId(),
  occurredAt: MONDAY_MORNING,
  content,
  ...more,
})
const add = (person: Parameters<TestPlatform['as']>[0], auditId: string, entry: object, commandId?: string) =>
  test
    .as(person)
    .call(contract.addVisitEntry, { params: { auditId }, body: entry, ...(commandId ? { commandId } : {}) })
const read = async (auditId: string) => (await test.as(han).call(contract.readVisit, { params: { auditId } })).body
const note = (text: string): ContentOf<'note'> => ({ kind: 'note', text })
const code = (called: { body: unknown }) => (called.body as { refusal?: { code: string } }).refusal?.code

describe('opening the visit', () => {
  it('opens the scoring under the client’s sealed scheme, marks the audit, and keeps the kit', async () => {
    const { auditId, assessmentId } = await opened()
    const visit = await read(auditId)
    expect(visit.visit).toMatchObject({ assessmentId, openedByName: '韩冰', finishedAt: null })
    expect(visit.visit!.kit.id).toBe('starproof-visit-kit')
    expect(visit.leaves.length).toBe(
      visit.ownScore!.groups.flatMap((g) => g.indicators.flatMap((i) => i.leaves)).length,
    )
    expect(visit.score!.missingLeafIds).toHaveLength(visit.leaves.length)
    expect(visit.outlets.map((outlet) => outlet.name)).toEqual(['上海总部'])
    expect(visit.cases.map((one) => one.number)).toEqual(['R26-000001', 'R26-000002'])
    expect(visit.team).toMatchObject([
      { name: '韩冰', duty: 'leader' },
      { name: '马骏', duty: 'auditor' },
    ])
    const round = await test.as(han).call(readAssessment, { params: { assessmentId } })
    expect(round.body).toMatchObject({ kind: 'audit', aboutId: auditId, fromOn: '2025-10-01', toOn: '2026-09-30' })
    expect(round.body.assessorIds).toEqual([han.personId, ma.personId])
  })

  it.each<[string, Lacking, string, string[]]>([
    ['a settled team', { team: false }, 'visit_needs_team', ['team']],
    ['a plan', { plan: false }, 'visit_needs_plan', ['plan']],
    ['a signed contract', { contract: false }, 'visit_needs_contract', ['contract']],
  ])('needs %s', async (_, lacking, refusal, hindrances) => {
    const { auditId } = await prepare(lacking)
    expect((await read(auditId)).hindrances).toEqual(hindrances)
    const answer = await test.as(han).call(contract.openVisit, { params: { auditId }, body: { assessmentId: newId() } })
    expect([answer.status, code(answer)]).toEqual([409, refusal])
  })

  it('is refused to others, and the second time', async () => {
    const { auditId } = await prepare()
    const open = (person: typeof han) =>
      test.as(person).call(contract.openVisit, { params: { auditId }, body: { assessmentId: newId() } })
    expect((await open(tao)).status).toBe(403)
    expect(code(await open(lin))).toBe('role_needed')
    await test.arrange(beacon, async (tx) => {
      await tx.sql
        .updateTable('auditMember')
        .set({ duty: 'observer' })
        .where('auditId', '=', auditId)
        .where('personId', '=', ma.personId)
        .execute()
      await tx.sql.updateTable('audit').set({ shortReason: '见习' }).where('id', '=', auditId).execute()
      return accept(null)
    })
    expect(code(await open(ma))).toBe('visit_team_only')
    expect((await open(han)).status).toBe(200)
    expect(code(await open(han))).toBe('visit_already_open')
  })

  it('takes a scheme that was taken over before where the client sent no assessment', async () => {
    await opened()
    const { auditId } = await opened({ own: false })
    const visit = await read(auditId)
    expect(visit.ownScore).toBeNull()
    expect(visit.leaves.length).toBeGreaterThan(30)
  })

  it('looks at every outlet where no sample was drawn', async () => {
    const { auditId } = await opened({ sample: false })
    const visit = await read(auditId)
    expect(visit.outlets).toHaveLength(OUTLETS.length)
    expect(visit.cases).toEqual([])
  })
})

describe('writing on site', () => {
  it('works offline first: in order, once, under ids of the tablet', async () => {
    const { auditId } = await opened()
    const first = entryOf(note('库房有 3 台样机'))
    const second = entryOf(note('库房有 4 台样机'), { replacesId: first.id })
    const commandId = newId()
    // The correction before what it corrects is refused; the outbox keeps the order and sends it again.
    expect(code(await add(ma, auditId, second))).toBe('visit_entry_unknown')
    expect((await add(ma, auditId, first, commandId)).body).toEqual({ id: first.id })
    expect((await add(ma, auditId, first, commandId)).body).toEqual({ id: first.id })
    expect((await add(ma, auditId, first)).body).toEqual({ id: first.id })
    expect((await add(ma, auditId, second)).status).toBe(200)
    const { entries } = await read(auditId)
    expect(entries.map((entry) => entry.id)).toEqual([first.id, second.id])
    expect(entries[1]).toMatchObject({ byPersonId: ma.personId, byName: '马骏', occurredAt: MONDAY_MORNING })
    expect(code(await add(ma, auditId, entryOf(note('又改'), { replacesId: first.id })))).toBe('visit_entry_replaced')
    expect(code(await add(ma, auditId, { ...first, content: note('另一句话') }))).toBe('already_exists')
  })

  it('is for the team only, and not before the visit is open', async () => {
    const { auditId } = await prepare()
    expect(code(await add(han, auditId, entryOf(note('早了'))))).toBe('visit_not_open')
    const open = await opened()
    expect((await add(tao, open.auditId, entryOf(note('路过')))).status).toBe(403)
    const about = { auditId: open.auditId, personId: ma.personId }
    const { audit } = (await test.as(tao).call(readAudit, { params: about })).body
    const released = { version: audit.version, reason: '另有任务' }
    expect((await test.as(tao).call(releaseMember, { params: about, body: released })).status).toBe(200)
    const round = await test.as(han).call(readAssessment, { params: open })
    expect(round.body.assessorIds).toEqual([han.personId])
    expect(code(await add(ma, open.auditId, entryOf(note('走了'))))).toBe('visit_team_only')
  })

  it('leaves of the kit are noted with the entry; what the visit lacks is refused', async () => {
    const { auditId } = await opened()
    const hardware = (outletId: string): VisitEntryContent => ({
      kind: 'hardware',
      outletId,
      itemId: 'hotline_answers',
      verdict: 'conforms',
      note: '',
    })
    await add(han, auditId, entryOf(hardware(OUTLETS[0]!.id)))
    expect((await read(auditId)).entries[0]!.leafIds).toEqual(['5.3.1.1', '5.2.4.1'])
    expect(code(await add(han, auditId, entryOf(hardware(OUTLETS[1]!.id))))).toBe('visit_outlet_unknown')
    const photo = { kind: 'photo' as const, fileSha256: 'c'.repeat(64), caption: '', aboutId: null, place: null }
    expect(code(await add(han, auditId, entryOf(photo)))).toBe('file_unknown')
    expect((await add(han, auditId, entryOf({ ...photo, fileSha256: SIGNATURE }))).status).toBe(200)
    expect(code(await add(han, auditId, entryOf(note('明天'), { occurredAt: '2026-11-17T01:00:00.000Z' })))).toBe(
      'time_in_future',
    )
  })

  it('cannot be changed in the database, either', async () => {
    const { auditId } = await opened()
    await add(han, auditId, entryOf(note('证据')))
    const change = test.arrange(beacon, async (tx) => {
      await tx.sql.updateTable('visitEntry').set({ byName: '无名' }).where('auditId', '=', auditId).execute()
      return accept(null)
    })
    await expect(change).rejects.toThrow(/permission denied/)
  })
})

describe('finishing the visit', () => {
  async function nothingLeft() {
    const { auditId, assessmentId } = await opened()
    const { visit } = await read(auditId)
    for (const meeting of ['opening', 'closing'] as const) {
      await add(han, auditId, entryOf({ kind: 'meeting', meeting, place: '会议室', note: '' }))
      for (const post of visit!.kit.posts.filter((one) => one.required))
        await add(
          han,
          auditId,
          entryOf({
            ...{ kind: 'attendance', meeting, postId: post.id, personName: '吴刚', isPresent: true },
            ...{ signatureSha256: SIGNATURE, isTyped: false, absentReason: '' },
          }),
        )
    }
    const [one, other] = CASES
    const check = {
      kind: 'record_check' as const,
      verdicts: [{ leafId: '5.2.4.1', conforms: true }],
      excusedReason: '',
      note: '',
    }
    await add(ma, auditId, entryOf({ ...check, caseId: one!.caseId }))
    await add(ma, auditId, entryOf({ ...check, caseId: other!.caseId, verdicts: [], excusedReason: '资料已依法删除' }))
    const { body } = await test.as(han).call(readAssessmentScheme, { params: { assessmentId } })
    for (const leaf of listLeaves(body.scheme)) {
      const items = [{ label: 'R26-000001', record: null, conforms: true, note: '' }]
      const judgement =
        leaf.mode.value === 'judged'
          ? { kind: 'judged', conforms: leaf.id !== '5.1.1.1', reason: '现场所见' }
          : { kind: 'sampled', items, reason: '' }
      const judged = await test
        .as(han)
        .call(judgeLeaf, { params: { assessmentId, leafId: leaf.id }, body: { version: 0, judgement } })
      expect(judged.status, leaf.id).toBe(200)
    }
    return { auditId, assessmentId }
  }
  const finish = (person: typeof han, auditId: string, version = 1) =>
    test.as(person).call(contract.finishVisit, { params: { auditId }, body: { version } })

  it('is refused while something is left, and to all but the leader', async () => {
    const { auditId } = await opened()
    expect(code(await finish(ma, auditId))).toBe('visit_leader_only')
    expect(code(await finish(han, auditId))).toBe('visit_incomplete')
    const before = await prepare()
    expect(code(await finish(han, before.auditId))).toBe('visit_not_open')
  })

  it('closes the scoring and marks the audit; afterwards nobody writes, until the leader takes it up again', async () => {
    const { auditId, assessmentId } = await nothingLeft()
    expect(code(await finish(han, auditId, 7))).toBe('stale_version')
    expect((await finish(han, auditId)).body).toEqual({ finishedAt: MONDAY_MORNING })
    expect(code(await finish(han, auditId, 2))).toBe('visit_finished')
    const round = await test.as(han).call(readAssessment, { params: { assessmentId } })
    expect(round.body.closedAt).toBe(MONDAY_MORNING)
    expect(round.body.score.score).not.toBeNull()
    const marks = await test.arrange(beacon, async (tx) =>
      accept(
        await tx.sql
          .selectFrom('audit')
          .select(['visitedAt', 'assessmentId'])
          .where('id', '=', auditId)
          .executeTakeFirstOrThrow(),
      ),
    )
    expect(marks).toEqual({ visitedAt: MONDAY_MORNING, assessmentId })
    expect(code(await add(han, auditId, entryOf(note('晚了'))))).toBe('visit_finished')
    const resume = (person: typeof han, body: object) =>
      test.as(person).call(contract.resumeVisit, { params: { auditId }, body })
    expect(code(await resume(ma, { version: 2, reason: '漏看' }))).toBe('visit_leader_only')
    expect((await resume(han, { version: 2, reason: '漏看了一个网点' })).body).toEqual({ version: 3 })
    expect(code(await resume(han, { version: 3, reason: '再来' }))).toBe('visit_not_finished')
    expect((await add(han, auditId, entryOf(note('补记')))).status).toBe(200)
    expect((await finish(han, auditId, 3)).status).toBe(200)
  })

  it('leaves a record of who took part, for those who decide', async () => {
    const { auditId } = await opened()
    await add(ma, auditId, entryOf(note('我在')))
    const people = await test.arrange(beacon, async (tx) => accept(await peopleOfVisit(tx, auditId)))
    expect(people).toEqual([
      { personId: han.personId, name: '韩冰', part: 'visit' },
      { personId: ma.personId, name: '马骏', part: 'visit' },
    ])
    const entries = await test.arrange(beacon, async (tx) => accept(await loadEntries(tx, auditId)))
    expect(entries).toHaveLength(1)
  })
})

describe('the list of visits', () => {
  it('shows the unfinished first, page by page, and mine alone', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: Record<string, unknown> = { limit: 3, mine: true, ...(cursor ? { cursor } : {}) }
      const { body, status } = await test.as(ma).call(contract.listVisits, { query })
      expect(status).toBe(200)
      seen.push(...body.rows.map((row) => row.auditId))
      cursor = body.nextCursor
    } while (cursor)
    const all = (await test.as(lin).call(contract.listVisits, { query: { limit: 200 } })).body.rows
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeLessThan(all.length)
    const finished = all.map((row) => row.finishedAt !== null)
    expect(finished).toEqual([...finished].sort())
    expect((await test.as(lin).call(contract.readVisit, { params: { auditId: newId() } })).status).toBe(404)
  })
})

describe('records beside their originals', () => {
  it('are the entries of the client’s ledger, each proven against the checkpoint of its pack', async () => {
    const sealer = openSealer('a secret of tests only, of no installation')
    const photo = png('the broken seal')
    const kept = await files.keep(lanjing.orgId, Readable.from([photo]))
    if (!kept.ok) throw new Error(kept.refusal.code)
    const { sha256, sizeBytes } = kept.value
    await test.arrange(lanjing, async (tx) => {
      const of = { claimedAt: MONDAY_MORNING }
      await tx.sql
        .insertInto('file')
        .values({ orgId: tx.orgId, sha256, sizeBytes, mediaType: 'image/png', uploadedBy: 'x', uploadedAt: tx.at })
        .execute()
      for (const number of ['R26-000001', 'R26-000002', 'R26-000003']) {
        const [requestId, workOrderId] = [newId(), newId()]
        const request = { ...of, recordType: 'service_request', recordId: requestId }
        const order = { ...of, recordType: 'work_order', recordId: workOrderId }
        tx.record({
          ...request,
          verb: 'service_request.created',
          content: { number, kind: 'repair', outletId: null },
        })
        tx.record({ ...request, verb: 'service_request.answered', content: { note: '已受理' } })
        tx.record({ ...order, verb: 'work_order.created', content: { requestId } })
        const pictured = number === 'R26-000001' ? [sha256, LOST] : []
        tx.record({ ...order, verb: 'work_order.photo_added', content: { files: pictured } })
        const rating = { ...of, recordType: 'rating', recordId: newId() }
        tx.record({ ...rating, verb: 'rating.given', content: { requestId, stars: 5 } })
      }
      return accept(null)
    })
    await integrateHistory(test.platform, sealer, lanjing.orgId, { force: true })
    const pack = await takePackOfLanjing({ platform: test.platform, files, sealer })
    const { auditId } = await opened({ pack })
    const list = (query: object) =>
      test.as(ma).call(contract.listOriginals, { params: { auditId }, query: { ...query } })
    const first = await list({ limit: 1 })
    expect(first.body.rows).toMatchObject([
      {
        caseId: pack.cases[0]!.id,
        originals: [
          { verb: 'service_request.created', proofHolds: true, contentProven: true, content: { number: 'R26-000001' } },
          { verb: 'service_request.answered', proofHolds: true, contentProven: true, content: { note: '已受理' } },
          { verb: 'work_order.created', proofHolds: true, contentProven: true },
          {
            verb: 'work_order.photo_added',
            files: [
              { sha256, sizeBytes },
              { sha256: LOST, sizeBytes: null },
            ],
          },
          { verb: 'rating.given', content: { stars: 5 }, files: [] },
        ],
        leftOut: 0,
      },
    ])
    const second = await list({ limit: 1, cursor: first.body.nextCursor! })
    expect(second.body.rows.map((row) => row.caseId)).toEqual([pack.cases[1]!.id])
    expect(second.body.nextCursor).toBeNull()
    expect((await test.as(ma).call(contract.listOriginals, { params: { auditId: newId() } })).status).toBe(404)
    const picture = await download(test, ma, contract.downloadOriginalFile, { auditId, sha256 })
    expect([picture.status, picture.headers['content-type']]).toEqual([200, 'image/png'])
    expect(picture.bytes.equals(photo)).toBe(true)
    const none = await opened({ sample: false })
    for (const params of [
      { auditId, sha256: LOST },
      { auditId, sha256: SIGNATURE },
      { auditId: none.auditId, sha256 },
      { auditId: newId(), sha256 },
    ])
      expect((await download(test, ma, contract.downloadOriginalFile, params)).status).toBe(404)
    expect((await test.as(ma).call(contract.listOriginals, { params: { auditId: none.auditId } })).body.rows).toEqual(
      [],
    )
  })
})
