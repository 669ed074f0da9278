import { afterAll, expect, it } from 'vitest'
import { newId } from '#src/shared/id.ts'
import { putOutlet, putRequest } from '#test/evaluation/work-rows.ts'
import { lanjing, zhou } from '#test/people.ts'
import { openTestPlatform } from '#test/platform.ts'
import { walkEndpoints } from '#test/walk.ts'
import { addAdjustment } from './adjustment/contract.ts'
import { addEvidence } from './assessment/contract/leaf.ts'
import { openAssessment } from './assessment/contract/round.ts'
import { drawLeafSample } from './assessment/contract/sample.ts'
import { scoreCompany } from './board/actions.ts'
import { evaluationRoutes } from './door.ts'
import { chooseEdition, importScheme, listEditions, readEdition, sealScheme } from './edition/contract.ts'
import { assumeLeaf, saveAction } from './gap/contract/action.ts'
import { choosePlan, readPlan } from './gap/contract/plan.ts'
import { findPlans } from './gap/contract/search.ts'
import { readScheme } from './scheme/read-scheme.ts'
import { writeScheme } from './scheme/write-scheme.ts'
import { readTransition, startTransition } from './transition/contract.ts'

const test = await openTestPlatform({ routes: [evaluationRoutes] })
afterAll(() => test.close())

it('every endpoint of the evaluation answers as its value says: to nobody, to others, to each role, and twice', async () => {
  const outletId = newId()
  await test.arrange(lanjing, async (tx) => {
    await putOutlet(tx, { id: outletId, code: 'HZ' })
    return { ok: true, value: (await putRequest(tx, { outletId })).id }
  })
  await scoreCompany(test.platform, lanjing.orgId)
  const editionId = (await test.as(zhou).call(listEditions)).body.rows[0]!.id
  const owned = { ownerId: zhou.personId, dueOn: '2099-12-31' }
  const deduction = { id: newId(), kind: 'special_deduction', triggerId: 'law', reason: '未公示收费', ...owned }
  await test.as(zhou).call(addAdjustment, { body: deduction })
  const assessmentId = newId()
  await test.as(zhou).call(openAssessment, {
    body: { id: assessmentId, title: '自评', fromOn: '2025-12-01', toOn: '2026-11-16' },
  })
  const evidence = {
    kind: 'url',
    title: '官网',
    url: 'https://example.com',
    effectiveFromOn: '2026-11-01',
    effectiveToOn: null,
  }
  const evidenceId = newId()
  const aboutLeaf = { assessmentId, leafId: '5.3.1.1' }
  await test.as(zhou).call(addEvidence, { params: aboutLeaf, body: { id: evidenceId, ...evidence } })
  const sampleId = newId()
  const drawing = { version: 0, of: 'request' as const, requestKind: null, size: 1, reason: '' }
  await test.as(zhou).call(drawLeafSample, { params: aboutLeaf, body: { id: sampleId, ...drawing } })
  const { found } = (await test.as(zhou).call(findPlans, { query: { level: 'pass' } })).body
  const actionKeys = found.kind === 'plans' ? found.plans[0]!.actionKeys : []
  const [planId, actionId, assumptionId] = [newId(), newId(), newId()]
  const choice = { level: 'pass', actionKeys, startsOn: '2026-11-16' }
  await test.as(zhou).call(choosePlan, { body: { ...choice, id: planId, ownerId: zhou.personId } })
  const items = (await test.as(zhou).call(readPlan)).body.plan!.items
  const own = {
    suggestion: null,
    name: '投诉专线',
    note: '',
    isLeftOut: false,
    costFen: 0,
    days: 1,
    effects: [],
    needs: [],
  }
  await test.as(zhou).call(saveAction, { params: { actionId }, body: { version: null, ...own } })
  await test.as(zhou).call(assumeLeaf, { body: { id: assumptionId, leafId: '5.1.3.1', reason: '已设专项' } })
  const text = writeScheme(await readScheme('gbt27922-2011'))
  const [nextId, transitionId] = [newId(), newId()]
  const next = { ...(await readScheme('gbt27922-2011')), id: 'next-standard' }
  await test.as(zhou).call(importScheme, { body: { id: nextId, text: writeScheme(next) } })
  const [ownId, choiceId] = [newId(), newId()]
  await test.as(zhou).call(importScheme, { body: { id: ownId, text: writeScheme({ ...next, id: 'own-standard' }) } })
  const { version, unconfirmedCount } = (await test.as(zhou).call(readEdition, { params: { editionId: ownId } })).body
  const seal = { version, acceptsUnconfirmed: unconfirmedCount }
  await test.as(zhou).call(sealScheme, { params: { editionId: ownId }, body: seal })
  const use = { id: choiceId, fromOn: '2099-12-31', reason: '企业标准' }
  await test.as(zhou).call(chooseEdition, { params: { editionId: ownId }, body: use })
  const transition = { fromEditionId: editionId, toEditionId: nextId }
  await test.as(zhou).call(startTransition, { body: { id: transitionId, ...transition } })
  const { pairs } = (await test.as(zhou).call(readTransition)).body.transition!
  const wrong = await walkEndpoints(test, {
    only: 'evaluation.',
    ids: {
      outletId,
      editionId,
      adjustmentId: deduction.id,
      leafId: '5.3.1.1',
      measureId: 'satisfaction',
      assessmentId,
      evidenceId,
      sampleId,
      ...{ transitionId, choiceId, planId, actionId, assumptionId, itemId: items[0]!.id },
    },
    samples: {
      'evaluation.addAdjustment': { body: { ...deduction, id: newId() } },
      'evaluation.rectifyDeduction': { body: { version: 1, rectifiedOn: '2026-11-16', rectification: '已公示' } },
      'evaluation.assignDeduction': { body: { version: 1, ...owned } },
      'evaluation.drawLeafSample': { body: { id: newId(), ...drawing, version: 1, reason: '再抽' } },
      'evaluation.readPopulation': { query: { of: 'staff' } },
      'evaluation.findRecords': { query: { of: 'request' } },
      'evaluation.withdrawAdjustment': { body: { version: 1, reason: '登记有误' } },
      'evaluation.editScheme': {
        body: { version: 1, edits: [{ op: 'set_points', nodeId: '5.1.1.1', hundredths: 300 }], from: '印刷本' },
      },
      'evaluation.sealScheme': { body: { version: 1, acceptsUnconfirmed: 0 } },
      'evaluation.draftEdition': { body: { id: newId(), copyOf: editionId } },
      'evaluation.importScheme': { body: { id: newId(), text } },
      'evaluation.checkSchemeFile': { body: { name: 'x.yaml', base64: 'eA==' } },
      'evaluation.callOffEditionChoice': { body: { reason: '改期' } },
      'evaluation.importSchemeWorkbook': { body: { id: newId(), name: 'x.xlsx', base64: 'UEsDBA==' } },
      'evaluation.chooseEdition': { body: { id: newId(), fromOn: '2026-11-16', reason: '企业标准' } },
      'evaluation.startTransition': { body: { id: newId(), ...transition } },
      'evaluation.saveMapping': { body: { version: 1, pairs } },
      'evaluation.openTransitionRound': {
        body: { version: 1, id: newId(), title: '新版自评', fromOn: '2025-12-01', toOn: '2026-11-16' },
      },
      'evaluation.carryFindings': { body: { leafIds: ['5.1.1.1'] } },
      'evaluation.carryExclusions': { body: { adjustmentIds: [deduction.id] } },
      'evaluation.planTransitionItem': { body: { version: 0, ownerId: null, dueOn: null, note: '' } },
      'evaluation.endTransition': { body: { version: 1, reason: '已完成' } },
      'evaluation.addRoundAdjustment': { body: { ...deduction, id: newId() } },
      'evaluation.judgeLeaf': { body: { version: 0, judgement: { kind: 'missing', reason: '' } } },
      // Answered without a search, which would take its time for every role.
      'evaluation.findGapPlans': { query: { level: 'pass', most_days: 0 } },
      'evaluation.saveGapAction': { body: { version: 1, ...own } },
      'evaluation.assumeGapLeaf': { body: { id: newId(), leafId: '5.1.4.1', reason: '已成册' } },
      'evaluation.assignGapItem': { body: { version: 1, ownerId: zhou.personId, dueOn: '2026-12-01' } },
      'evaluation.addEvidence': { body: { id: newId(), ...evidence } },
    },
    notCommands: ['evaluation.checkSchemeFile'],
  })
  expect(wrong).toEqual([])
})
