import type { VisitEntryContent } from '#src/certification/visit/contract/entry.ts'
import * as visit from '#src/certification/visit/contract/visit.ts'
import { judgeLeaf } from '#src/evaluation/assessment/contract/leaf.ts'
import { readAssessmentScheme } from '#src/evaluation/assessment/contract/round.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import { newId } from '#src/shared/id.ts'
import { CASES } from './audit-on-site.ts'
import { han, ma } from './people.ts'
import type { TestPlatform } from './platform.ts'

type Made = { assessmentId: string; entryId: string }

/** han and ma visit a prepared audit and finish; `signature` is a file of beacon, `lost` leaves do not conform. */
export async function visitAudit(
  test: TestPlatform,
  auditId: string,
  signature: string,
  lost: readonly string[] = [],
): Promise<Made> {
  const assessmentId = newId()
  const did = (called: { status: number; body: unknown }) => {
    if (called.status !== 200) throw new Error(JSON.stringify(called.body))
  }
  did(await test.as(han).call(visit.openVisit, { params: { auditId }, body: { assessmentId } }))
  const { visit: opened } = (await test.as(han).call(visit.readVisit, { params: { auditId } })).body
  let entryId = ''
  const add = async (content: VisitEntryContent) => {
    entryId = newId()
    const body = { id: entryId, occurredAt: test.platform.now().toISOString(), content }
    did(await test.as(ma).call(visit.addVisitEntry, { params: { auditId }, body }))
  }
  for (const meeting of ['opening', 'closing'] as const) {
    await add({ kind: 'meeting', meeting, place: '会议室', note: '' })
    for (const post of opened!.kit.posts.filter((one) => one.required))
      await add({
        ...{ kind: 'attendance', meeting, postId: post.id, personName: '吴刚', isPresent: true },
        ...{ signatureSha256: signature, isTyped: false, absentReason: '' },
      })
  }
  for (const { caseId } of CASES.slice(0, 2))
    await add({
      ...{ kind: 'record_check', caseId, verdicts: [{ leafId: '5.2.4.1', conforms: true }], excusedReason: '' },
      note: '',
    })
  await add({ kind: 'call', caseId: null, customerName: '某超市', result: 'satisfied', note: '' })
  const { body } = await test.as(han).call(readAssessmentScheme, { params: { assessmentId } })
  for (const leaf of listLeaves(body.scheme)) {
    const conforms = !lost.includes(leaf.id)
    const judgement =
      leaf.mode.value === 'judged'
        ? { kind: 'judged', conforms, reason: '现场所见' }
        : { kind: 'sampled', items: [{ label: 'R26-000001', record: null, conforms, note: '' }], reason: '' }
    await test.as(han).call(judgeLeaf, { params: { assessmentId, leafId: leaf.id }, body: { version: 0, judgement } })
  }
  did(await test.as(han).call(visit.finishVisit, { params: { auditId }, body: { version: 1 } }))
  return { assessmentId, entryId }
}
