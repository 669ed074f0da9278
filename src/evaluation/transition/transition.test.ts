import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#src/shared/id.ts'
import { feng, lanjing, qian, sun, wu, zhou } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { addAdjustment, listAdjustments } from '../adjustment/contract.ts'
import { addEvidence, judgeLeaf, readAssessmentLeaf } from '../assessment/contract/leaf.ts'
import * as assessment from '../assessment/contract/round.ts'
import { evaluationRoutes } from '../door.ts'
import { openScheme } from '../edition/actions/draft.ts'
import * as edition from '../edition/contract.ts'
import type { Scheme } from '../scheme/contract.ts'
import { readScheme } from '../scheme/read-scheme.ts'
import { checkScheme } from '../scheme/rules/check.ts'
import { listLeaves } from '../scheme/rules/tree.ts'
import { writeScheme } from '../scheme/write-scheme.ts'
import * as contract from './contract.ts'
import {
  carryOver,
  checkMapping,
  exclusionsToCarry,
  heirs,
  keptIds,
  listNew,
  listToDo,
  nextStep,
  proposeMapping,
  scoreCarried,
} from './rules.ts'

const before = await readScheme('gbt27922-2011')
const after = newStandard()

/** One indicator's first item gets a new number, the second new words, another is dropped for a new one. */
function newStandard(): Scheme {
  const scheme = structuredClone(before)
  scheme.id = 'new-standard'
  const [renumbered, reworded] = scheme.groups[0]!.indicators[0]!.leaves
  renumbered!.id = '5.1.1.9'
  reworded!.asks = { ...reworded!.asks, zh: `${reworded!.asks.zh}，并每年公布` }
  const replaced = scheme.groups[2]!.indicators[0]!.leaves[0]!
  Object.assign(replaced, {
    name: { zh: '远程诊断', en: 'Remote diagnosis' },
    asks: { zh: '能在线判断故障', en: 'Faults are found online' },
  })
  return scheme
}

const wordedAnew = listLeaves(after)[1]!.id
const replaced = after.groups[2]!.indicators[0]!.leaves[0]!.id

describe('a mapping between two editions', () => {
  const proposed = proposeMapping(before, after)
  const of = (leafId: string) => proposed.find((pair) => pair.oldLeafId === leafId)

  it('is proposed by wording and number', () => {
    expect(checkScheme(after)).toEqual([])
    expect(of('5.1.1.1')).toEqual({ oldLeafId: '5.1.1.1', fate: 'kept', newLeafIds: ['5.1.1.9'] })
    expect(of(wordedAnew)).toEqual({ oldLeafId: wordedAnew, fate: 'changed', newLeafIds: [wordedAnew] })
    expect(of(replaced)).toEqual({ oldLeafId: replaced, fate: 'dropped', newLeafIds: [] })
    expect(listNew(proposed, after)).toEqual([replaced])
    expect(listToDo(proposed, after)).toEqual([
      { leafId: wordedAnew, fate: 'changed' },
      { leafId: replaced, fate: 'new' },
    ])
    expect(keptIds(proposed).size).toBe(listLeaves(before).length - 2)
  })

  it('of an edition to a copy of itself keeps everything', () => {
    const same = proposeMapping(before, before)
    expect(same.every(({ fate, oldLeafId, newLeafIds }) => fate === 'kept' && newLeafIds[0] === oldLeafId)).toBe(true)
  })

  it('as proposed accounts for every indicator of both, whatever was left out or changed', () => {
    const leafCount = listLeaves(before).length
    fc.assert(
      fc.property(fc.array(fc.nat(leafCount - 1)), fc.array(fc.nat(leafCount - 1)), (gone, turned) => {
        const scheme = structuredClone(before)
        for (const at of turned) {
          const mode = listLeaves(scheme)[at]!.mode
          mode.value = mode.value === 'judged' ? 'sampled' : 'judged'
        }
        const lost = new Set(gone.map((at) => listLeaves(before)[at]!.id))
        for (const indicator of scheme.groups.flatMap((group) => group.indicators))
          indicator.leaves = indicator.leaves.filter(({ id }) => !lost.has(id))
        const pairs = proposeMapping(before, scheme)
        expect(checkMapping(pairs, before, scheme)).toEqual({ ok: true, value: null })
        const claimed = new Set([...pairs.flatMap(({ newLeafIds }) => newLeafIds), ...listNew(pairs, scheme)])
        expect(claimed.size).toBe(listLeaves(scheme).length)
      }),
      { numRuns: 30 },
    )
  })

  it('is refused where an indicator is missing, named twice, unknown, or its fate cannot be', () => {
    const refusal = (change: (pairs: typeof proposed) => void) => {
      const pairs = structuredClone(proposed)
      change(pairs)
      const decision = checkMapping(pairs, before, after)
      return decision.ok ? null : decision.refusal.code
    }
    expect(refusal((pairs) => pairs.pop())).toBe('mapping_leaf_missing')
    expect(refusal((pairs) => pairs.push(pairs[0]!))).toBe('mapping_leaf_repeated')
    expect(refusal((pairs) => (pairs[0]!.oldLeafId = '9.9.9.9'))).toBe('mapping_leaf_unknown')
    expect(refusal((pairs) => (pairs[0]!.newLeafIds = ['9.9.9.9']))).toBe('mapping_leaf_unknown')
    expect(refusal((pairs) => (pairs[0]!.newLeafIds = []))).toBe('mapping_not_kept')
    expect(refusal((pairs) => pairs[1]!.newLeafIds.push('5.1.1.9'))).toBe('mapping_not_kept')
    expect(refusal((pairs) => (pairs[0]!.fate = 'dropped'))).toBe('mapping_not_dropped')
    expect(refusal((pairs) => Object.assign(pairs[0]!, { fate: 'changed', newLeafIds: [] }))).toBe(
      'mapping_not_changed',
    )
  })

  it('carries over only what is kept, so the rest is missing and the score a range', () => {
    const leaf = { kind: 'judged' as const, conforms: true, reason: '看过', items: null, accepted: null }
    const leaves = listLeaves(before)
      .filter(({ mode }) => mode.value === 'judged')
      .map(({ id: leafId }) => ({ ...leaf, leafId }))
    const carried = carryOver(proposed, leaves)
    expect(carried.some(({ leafId }) => leafId === wordedAnew || leafId === replaced)).toBe(false)
    expect(carried.map(({ leafId }) => leafId)).toContain('5.1.1.9')
    const score = scoreCarried(proposed, after, { leaves, adjustments: [] })
    expect(score.score).toBeNull()
    expect(score.missingLeafIds).toContain(replaced)
    expect(score.range.lowest.score.hundredths).toBeLessThan(score.range.highest.score.hundredths)
  })
})

describe('exclusions under another edition', () => {
  const pairs: contract.Pair[] = [
    { oldLeafId: '1.1.1', fate: 'kept', newLeafIds: ['1.1.9'] },
    { oldLeafId: '1.1.2', fate: 'changed', newLeafIds: ['1.1.2'] },
    { oldLeafId: '1.1.3', fate: 'changed', newLeafIds: ['1.2.1', '1.2.2'] },
    { oldLeafId: '1.1.4', fate: 'changed', newLeafIds: ['1.2.3'] },
    { oldLeafId: '1.1.5', fate: 'changed', newLeafIds: ['1.2.3'] },
    { oldLeafId: '1.1.6', fate: 'dropped', newLeafIds: [] },
  ]
  const excluded = (leafId: string, more: object = {}) => {
    const said = { reason: '不涉及', addedByName: '周涛', addedAt: '2026-11-01T01:00:00.000Z', withdrawnAt: null }
    return { id: newId(), kind: 'exclusion' as const, leafId, ...said, ...more }
  }

  it('are offered where an indicator has one heir that has no other ancestor', () => {
    expect([...heirs(pairs)]).toEqual([
      ['1.1.1', { leafId: '1.1.9', fate: 'kept' }],
      ['1.1.2', { leafId: '1.1.2', fate: 'changed' }],
    ])
    const before = pairs.map(({ oldLeafId }) => excluded(oldLeafId))
    expect(exclusionsToCarry(pairs, before, []).map((one) => [one.oldLeafId, one.leafId, one.fate])).toEqual([
      ['1.1.1', '1.1.9', 'kept'],
      ['1.1.2', '1.1.2', 'changed'],
    ])
  })

  it('are not offered once withdrawn or where the heir is excluded already', () => {
    const before = [excluded('1.1.1'), excluded('1.1.2', { withdrawnAt: '2026-11-02T01:00:00.000Z' })]
    expect(exclusionsToCarry(pairs, before, [excluded('1.1.9')])).toEqual([])
    const lifted = excluded('1.1.9', { withdrawnAt: '2026-11-02T01:00:00.000Z' })
    expect(exclusionsToCarry(pairs, before, [lifted])).toHaveLength(1)
  })
})

describe('what comes next', () => {
  const edition = { id: newId(), number: 2, title: before.title, standard: '', schemeVersion: 1 }
  const open = { assessmentId: newId(), title: '', state: 'open' as const, levelName: null, score: null }
  const points = { hundredths: 0, text: '0.0', exact: '0' }
  const round = { ...open, lowest: points, highest: points, missingCount: 0 }
  const stands = {
    mappedAt: '2026-11-16T01:00:00.000Z',
    to: { ...edition, isSealed: true },
    ...{ round, carries: [], exclusions: [], items: [], switchOn: null },
  }
  const item = { leafId: '1.1.1', fate: 'new' as const, ownerId: null, ownerName: '', dueOn: null, note: '' }
  it.each([
    ['mapping', { mappedAt: null }],
    ['seal', { to: { ...edition, isSealed: false } }],
    ['round', { round: null }],
    ['round', { round: { ...round, state: 'abandoned' as const } }],
    ['items', { items: [{ ...item, isDone: false, isOverdue: false, version: 0 }] }],
    ['items', { round: { ...round, missingCount: 1 } }],
    ['close', {}],
    ['switch', { round: { ...round, state: 'closed' as const } }],
    ['end', { round: { ...round, state: 'closed' as const }, switchOn: '2026-12-01' }],
  ])('is %s', (step, more) => {
    expect(nextStep({ ...stands, ...more })).toBe(step)
  })
})

describe('a transition', () => {
  let test: TestPlatform
  let fromId: string
  const toId = newId()
  const id = newId()
  const closedId = newId()
  const roundId = newId()
  const about = { params: { transitionId: id } }
  const excludedId = newId()
  const oddlyExcludedId = newId()
  beforeAll(async () => {
    test = await openTestPlatform({ routes: [evaluationRoutes] })
    await openScheme(test.platform, lanjing.orgId)
    fromId = (await test.as(qian).call(edition.listEditions)).body.rows[0]!.id
    await seal(fromId)
    await closeRound()
    for (const [adjustmentId, leafId] of [
      [excludedId, wordedAnew],
      [oddlyExcludedId, replaced],
    ] as const) {
      const body = { id: adjustmentId, kind: 'exclusion', leafId, reason: '公司不设此项' }
      expect((await test.as(zhou).call(addAdjustment, { body })).status).toBe(200)
    }
    await test.as(zhou).call(edition.importScheme, { body: { id: toId, text: writeScheme(after) } })
  })
  afterAll(() => test.close())

  async function seal(editionId: string) {
    const shown = (await test.as(qian).call(edition.readEdition, { params: { editionId } })).body
    const body = { version: shown.version, acceptsUnconfirmed: shown.unconfirmedCount }
    return test.as(wu).call(edition.sealScheme, { params: { editionId }, body })
  }
  async function closeRound() {
    const { call } = test.as(zhou)
    const days = { fromOn: '2025-12-01', toOn: '2026-11-16' }
    await call(assessment.openAssessment, { body: { id: closedId, title: '旧版自评', ...days } })
    const item = { label: '档案', record: null, conforms: true, note: '' }
    for (const { id: leafId, mode } of listLeaves(before)) {
      const judgement =
        mode.value === 'judged'
          ? { kind: 'judged', conforms: true, reason: '看过' }
          : { kind: 'sampled', items: [item], reason: '' }
      await call(judgeLeaf, { params: { assessmentId: closedId, leafId }, body: { version: 0, judgement } })
    }
    const evidence = { id: newId(), kind: 'url', title: '组织图', url: 'https://example.com/a' }
    await call(addEvidence, {
      params: { assessmentId: closedId, leafId: '5.1.1.1' },
      body: { ...evidence, effectiveFromOn: '2026-01-01', effectiveToOn: null },
    })
    const closed = await call(assessment.closeAssessment, { params: { assessmentId: closedId }, body: { version: 1 } })
    expect(closed.status).toBe(200)
  }
  const read = async () => (await test.as(qian).call(contract.readTransition)).body.transition!
  const codeOf = (answer: { body: unknown }) => (answer.body as { refusal: { code: string } }).refusal.code

  it('starts with a proposed mapping, by the representative, one at a time', async () => {
    expect((await test.as(qian).call(contract.readTransition)).body).toEqual({ transition: null })
    const body = { id, fromEditionId: fromId, toEditionId: toId }
    const start = (more: object = {}, who = zhou) =>
      test.as(who).call(contract.startTransition, { body: { ...body, ...more } })
    expect((await start({}, sun)).status).toBe(403)
    expect((await start({}, feng)).status).toBe(403)
    expect(codeOf(await start({ toEditionId: fromId }))).toBe('transition_to_itself')
    expect((await start({ toEditionId: newId() })).status).toBe(404)
    expect((await start()).body).toEqual({ id, version: 1 })
    expect(codeOf(await start({ id: newId() }))).toBe('transition_under_way')
    expect(await read()).toMatchObject({ newLeafIds: [replaced], switchOn: null, round: null, mappedAt: null })
    expect(await read()).toMatchObject({ startedByName: zhou.name, isSwitched: false })
  })

  it('shows what the last closed round would be: kept findings, and a range for the rest', async () => {
    const { preview, carries, items } = await read()
    expect(preview).toMatchObject({ assessmentId: closedId, missingCount: 2, leafCount: listLeaves(after).length })
    expect(preview!.closedScore!.hundredths).toBe(10_000)
    expect(preview!.highest.hundredths).toBe(10_000)
    const open = listLeaves(after).filter((leaf) => [wordedAnew, replaced].includes(leaf.id))
    const lost = open.reduce((sum, leaf) => sum + leaf.points.hundredths, 0)
    expect(preview!.lowest.hundredths).toBe(Math.round((10_000 - lost) / 10) * 10)
    expect(carries.find((one) => one.leafId === '5.1.1.9')).toMatchObject({ oldLeafId: '5.1.1.1', evidenceCount: 1 })
    expect(items.map(({ leafId, fate, isDone }) => [leafId, fate, isDone])).toEqual([
      [wordedAnew, 'changed', false],
      [replaced, 'new', false],
    ])
  })

  it('takes nothing over by a mapping that nobody has confirmed', async () => {
    const refused = async (what: 'findings' | 'exclusions') => {
      const call = test.as(zhou).call
      return what === 'findings'
        ? codeOf(await call(contract.carryFindings, { ...about, body: { leafIds: ['5.1.1.9'] } }))
        : codeOf(await call(contract.carryExclusions, { ...about, body: { adjustmentIds: [excludedId] } }))
    }
    expect(await refused('findings')).toBe('transition_mapping_unconfirmed')
    expect(await refused('exclusions')).toBe('transition_mapping_unconfirmed')
  })

  it('takes the mapping that the representative corrects, and no unsound or outdated one', async () => {
    const { pairs } = await read()
    const save = (given: object) => test.as(zhou).call(contract.saveMapping, { ...about, body: given })
    expect(codeOf(await save({ version: 1, pairs: pairs.slice(1) }))).toBe('mapping_leaf_missing')
    const joined = pairs.map((pair) =>
      pair.oldLeafId === replaced ? { ...pair, fate: 'changed', newLeafIds: [replaced] } : pair,
    )
    expect((await save({ version: 1, pairs: joined })).body).toEqual({ id, version: 2 })
    expect((await read()).newLeafIds).toEqual([])
    expect(codeOf(await save({ version: 1, pairs }))).toBe('stale_version')
    expect((await save({ version: 2, pairs })).body).toEqual({ id, version: 3 })
    expect(await read()).toMatchObject({ pairs, mappedAt: '2026-11-16T01:00:00.000Z', mappedByName: zhou.name })
  })

  it('plans new and changed indicators with an owner and a day', async () => {
    const plan = (leafId: string, more: object = {}) =>
      test.as(zhou).call(contract.planItem, {
        params: { transitionId: id, leafId },
        body: { version: 0, ownerId: sun.personId, dueOn: '2026-11-15', note: '上线远程诊断', ...more },
      })
    expect((await plan(replaced)).body).toEqual({ leafId: replaced, version: 1 })
    expect(codeOf(await plan('5.1.1.9'))).toBe('transition_item_unknown')
    expect(codeOf(await plan(wordedAnew, { ownerId: feng.personId }))).toBe('person_unknown')
    expect((await plan(replaced, { version: 1, note: '改' })).body).toEqual({ leafId: replaced, version: 2 })
    expect((await plan(replaced, { version: 1 })).status).toBe(409)
    const item = (await read()).items.find(({ leafId }) => leafId === replaced)
    expect(item).toMatchObject({ ownerName: sun.name, dueOn: '2026-11-15', isOverdue: true, note: '改', version: 2 })
  })

  it('opens a round under the sealed new edition and takes kept findings with their evidence over', async () => {
    const open = (version: number) =>
      test.as(zhou).call(contract.openTransitionRound, {
        ...about,
        body: { version, id: roundId, title: '新版自评', fromOn: '2025-12-01', toOn: '2026-11-16' },
      })
    const carry = (leafIds: string[]) => test.as(zhou).call(contract.carryFindings, { ...about, body: { leafIds } })
    expect(codeOf(await carry(['5.1.1.9']))).toBe('scheme_not_sealed')
    expect(codeOf(await open(3))).toBe('scheme_not_sealed')
    await seal(toId)
    expect(codeOf(await carry(['5.1.1.9']))).toBe('transition_without_round')
    expect((await open(3)).body).toEqual({ id, version: 4 })
    expect((await carry(['5.1.1.9', replaced])).body).toEqual({ carried: 1 })
    expect((await carry(['5.1.1.9'])).body).toEqual({ carried: 0 })
    const shown = await test.as(qian).call(readAssessmentLeaf, { params: { assessmentId: roundId, leafId: '5.1.1.9' } })
    expect(shown.body.evidence).toMatchObject([{ title: '组织图', effectiveFromOn: '2026-01-01' }])
    const { carries } = await read()
    expect(carries.map((one) => one.leafId)).not.toContain('5.1.1.9')
    expect((await carry(carries.map((one) => one.leafId))).body).toEqual({ carried: carries.length })
  })

  it('takes an exclusion over with its justification where the indicator has an heir, and only once', async () => {
    const { exclusions } = await read()
    expect(exclusions).toMatchObject([
      { adjustmentId: excludedId, oldLeafId: wordedAnew, leafId: wordedAnew, fate: 'changed', reason: '公司不设此项' },
    ])
    const carry = (adjustmentIds: string[], who = zhou) =>
      test.as(who).call(contract.carryExclusions, { ...about, body: { adjustmentIds } })
    expect((await carry([excludedId], sun)).status).toBe(403)
    expect((await carry([excludedId, oddlyExcludedId])).body).toEqual({ carried: 1 })
    expect((await carry([excludedId])).body).toEqual({ carried: 0 })
    const { exclusions: left, items } = await read()
    expect(left).toEqual([])
    expect(items.find(({ leafId }) => leafId === wordedAnew)).toMatchObject({ isDone: true })
  })

  it('an item is done once the new round has a finding for it', async () => {
    const leaf = listLeaves(after).find((one) => one.id === replaced)!
    const item = { label: '在线诊断记录', record: null, conforms: true, note: '' }
    const judgement =
      leaf.mode.value === 'judged'
        ? { kind: 'judged', conforms: true, reason: '已上线' }
        : { kind: 'sampled', items: [item], reason: '' }
    await test
      .as(sun)
      .call(judgeLeaf, { params: { assessmentId: roundId, leafId: replaced }, body: { version: 0, judgement } })
    const { items, round } = await read()
    expect(items.map(({ leafId, isDone }) => [leafId, isDone])).toEqual([
      [wordedAnew, true],
      [replaced, true],
    ])
    expect(round).toMatchObject({ assessmentId: roundId, state: 'open', missingCount: 0 })
    expect(round!.score!.hundredths).toBe(10_000)
    expect(round!.levelName!.zh).toContain('五星')
  })

  it('knows the day of the switch, ends with a reason, and makes room for the next', async () => {
    await test.as(zhou).call(edition.chooseEdition, {
      params: { editionId: toId },
      body: { id: newId(), fromOn: '2026-12-01', reason: '换版' },
    })
    expect(await read()).toMatchObject({ switchOn: '2026-12-01', isSwitched: false })
    const end = (version: number) =>
      test.as(zhou).call(contract.endTransition, { ...about, body: { version, reason: '已完成' } })
    expect((await end(1)).status).toBe(409)
    expect((await end(4)).body).toEqual({ id, version: 5 })
    expect((await end(5)).status).toBe(404)
    expect((await test.as(qian).call(contract.readTransition)).body).toEqual({ transition: null })
    const again = { id: newId(), fromEditionId: toId, toEditionId: fromId }
    expect((await test.as(zhou).call(contract.startTransition, { body: again })).status).toBe(200)
  })

  it('is read again as it stood when it ended, in a list whose last ended comes first', async () => {
    const list = async (query: Record<string, unknown> = {}) =>
      (await test.as(qian).call(contract.listTransitions, { query })).body
    expect((await list()).rows).toMatchObject([
      { id, endedByName: zhou.name, reason: '已完成', changedCount: 1, droppedCount: 1, newCount: 1 },
    ])
    const { transition: second } = (await test.as(qian).call(contract.readTransition)).body
    const ending = { params: { transitionId: second!.id }, body: { version: 1, reason: '不再需要' } }
    test.at('2026-11-17T01:00:00.000Z')
    expect((await test.as(zhou).call(contract.endTransition, ending)).status).toBe(200)
    const first = await list({ limit: 1 })
    expect(first.rows.map((row) => row.reason)).toEqual(['不再需要'])
    const last = await list({ limit: 1, cursor: first.nextCursor! })
    expect(last).toMatchObject({ rows: [{ id, switchOn: '2026-12-01' }], nextCursor: null })
    const shown = await test.as(qian).call(contract.readEndedTransition, about)
    expect(shown.body).toMatchObject({ endedByName: zhou.name, reason: '已完成' })
    expect(shown.body.transition.items.map(({ note }) => note)).toContain('改')
    expect(shown.body.transition.round).toMatchObject({ assessmentId: roundId, state: 'open' })
    const stranger = { params: { transitionId: newId() } }
    expect((await test.as(qian).call(contract.readEndedTransition, stranger)).status).toBe(404)
    expect((await test.as(feng).call(contract.readEndedTransition, about)).status).toBe(404)
  })

  it('counts findings and exclusions under the new edition once its day has come, and gives back what was excluded', async () => {
    test.at('2026-12-01T01:00:00.000Z')
    const excluded = (await test.as(qian).call(listAdjustments)).body.rows.filter((row) => row.kind === 'exclusion')
    expect(excluded).toMatchObject([{ leafId: wordedAnew, addedByName: zhou.name, reason: '公司不设此项' }])
  })
})
