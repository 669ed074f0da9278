import { describe, expect, it } from 'vitest'
import { readTabular } from '#src/server/tabular/read.ts'
import { writeWorkbook } from '#src/server/tabular/write.ts'
import type { Sheet } from '#src/shared/cell/cell.ts'
import type { Decision } from '#src/shared/decision.ts'
import type { VisitKit } from '../contract/kit.ts'
import { readDefaultKit } from '../store.ts'
import { canPutToUse, confirmChanged, countUnconfirmed, pointsOf, standingOf } from './draft.ts'
import { freshId, listOf, withAgenda, withMoved, withoutPoint, withPoint } from './edit.ts'
import { checkKit, scoreTest } from './kit.ts'
import { readKitSheets } from './workbook-read.ts'
import { writeKitSheets } from './workbook-write.ts'

const kit = await readDefaultKit()
const codeOf = (decision: Decision<unknown>) => (decision.ok ? 'ok' : decision.refusal.code)
const confirmation = {
  byPersonId: '0198a000-0000-7000-8000-000000000201',
  byName: '冯敏',
  on: '2026-11-16',
  from: '技术委员会第三次会议',
}

describe('a test of knowledge', () => {
  it('is passed by points, not by the number of right answers', () => {
    const [first, ...others] = kit.knowledge.questions.slice(0, 5)
    const questions = [{ ...first!, points: 6 }, ...others]
    const weighted = { knowledge: { ...kit.knowledge, questions } }
    const answers = (rightIds: readonly string[]) =>
      questions.map((one) => ({ questionId: one.id, choiceId: rightIds.includes(one.id) ? one.right : null }))
    expect(scoreTest(weighted, answers([first!.id]))).toEqual({
      ...{ right: 1, total: 5, points: 6, ofPoints: 10, isPassed: true },
    })
    expect(scoreTest(weighted, answers(others.map((one) => one.id)))).toMatchObject({ right: 4, isPassed: false })
  })
})

describe('a kit is sound', () => {
  it('not where a test draws more questions than there are, or two choices bear one name', () => {
    const few = { ...kit.knowledge, questions: kit.knowledge.questions.slice(0, 2) }
    expect(codeOf(checkKit({ ...kit, knowledge: few }))).toBe('visit_kit_too_few_questions')
    const none = { ...kit.knowledge, questions: [] }
    expect(codeOf(checkKit({ ...kit, knowledge: none }))).toBe('ok')
    const [first, ...others] = kit.knowledge.questions
    const twins = first!.choices.map((choice) => ({ ...choice, id: first!.right }))
    const questions = [{ ...first!, choices: twins }, ...others]
    expect(codeOf(checkKit({ ...kit, knowledge: { ...kit.knowledge, questions } }))).toBe('visit_kit_repeated')
  })
})

describe('where a point comes from', () => {
  const [item] = kit.hardware
  const changed: VisitKit = { ...kit, hardware: [{ ...item!, leafIds: ['5.1.1.1'] }, ...kit.hardware.slice(1)] }

  it('is said by the server: what changed is confirmed by whoever changed it, all else stays', () => {
    const forged = {
      ...changed,
      posts: changed.posts.map((post) => ({ ...post, provenance: { kind: 'confirmed' as const, ...confirmation } })),
    }
    const kept = confirmChanged(kit, forged, { confirmation, confirms: [] })
    expect(kept.hardware[0]!.provenance).toEqual({ kind: 'confirmed', ...confirmation })
    expect(kept.posts).toEqual(kit.posts)
    expect(countUnconfirmed(kept)).toBe(countUnconfirmed(kit) - 1)
  })

  it('is confirmed as it stands where somebody says so, the figures of the test as well', () => {
    const confirms = [kit.callScript[0]!.id, 'drawn']
    const kept = confirmChanged(kit, kit, { confirmation, confirms })
    expect(pointsOf(kept).filter(({ provenance }) => provenance.kind === 'confirmed')).toHaveLength(2)
    expect(kept.knowledge.drawn.provenance.kind).toBe('confirmed')
  })

  it('is not touched by the order', () => {
    const turned = withMoved(kit, 'hardware', item!.id, 1)
    expect(confirmChanged(kit, turned, { confirmation, confirms: [] })).toEqual(turned)
  })
})

describe('a version', () => {
  const asked = {
    ...{ fromOn: '2026-11-20', todayOn: '2026-11-16', lastFromOn: '2026-11-01', unconfirmedCount: 3 },
    acceptsUnconfirmed: 3,
  }
  it.each([
    ['is put to use today or later', asked, 'ok'],
    ['not from a day that is past', { ...asked, fromOn: '2026-11-15' }, 'visit_kit_from_past'],
    ['not on or before the day of another', { ...asked, lastFromOn: '2026-11-20' }, 'visit_kit_from_too_early'],
    ['not without knowing how much is unconfirmed', { ...asked, acceptsUnconfirmed: 2 }, 'visit_kit_unconfirmed'],
  ])('%s', (_, given, code) => expect(codeOf(canPutToUse(given))).toBe(code))

  it('stands as draft, coming, in use or past', () => {
    const stands = [null, '2027-01-01', '2026-11-01', '2026-01-01'].map((on) =>
      standingOf(on, '2026-11-16', '2026-11-01'),
    )
    expect(stands).toEqual(['draft', 'coming', 'in_use', 'past'])
  })
})

describe('editing a list', () => {
  it('adds with an id of its own, changes in place, moves among neighbours only', () => {
    const id = freshId(kit, 'callScript')
    expect(listOf(kit, 'callScript').map((line) => line.id)).not.toContain(id)
    const [first] = kit.callScript
    const added = withPoint(kit, 'callScript', { ...first!, id })
    expect(added.callScript.at(-1)!.id).toBe(id)
    expect(freshId(added, 'callScript')).not.toBe(id)
    const changed = withPoint(added, 'callScript', { ...first!, kind: 'question' })
    expect(changed.callScript.map((line) => line.id)).toEqual(added.callScript.map((line) => line.id))
    const isBeside = (_: object, other: { section: string }) => other.section === 'hotline'
    const hotline = kit.hardware.filter((one) => one.section === 'hotline').map((one) => one.id)
    const moved = withMoved(kit, 'hardware', hotline[1]!, -1, isBeside)
    expect(
      moved.hardware
        .filter((one) => one.section === 'hotline')
        .map((one) => one.id)
        .slice(0, 2),
    ).toEqual([hotline[1], hotline[0]])
    expect(withMoved(kit, 'hardware', hotline[0]!, -1, isBeside)).toBe(kit)
  })

  it('keeps a post that questions are asked of, and the last one', () => {
    const used = kit.interviews[0]!.postId
    expect(codeOf(withoutPoint(kit, 'posts', used))).toBe('visit_kit_post_used')
    const alone = { ...kit, posts: kit.posts.slice(0, 1), interviews: [] }
    expect(codeOf(withoutPoint(alone, 'posts', alone.posts[0]!.id))).toBe('visit_kit_last_post')
    const gone = withoutPoint(kit, 'questions', kit.knowledge.questions[0]!.id)
    expect(gone.ok && gone.value.knowledge.questions).toEqual(kit.knowledge.questions.slice(1))
  })

  it('changes, adds, turns and takes out the lines of a meeting', () => {
    const line = { zh: '签到', en: 'Sign in' }
    const count = kit.agendas.opening.length
    expect(withAgenda(kit, 'opening', { at: count, line }).agendas.opening).toHaveLength(count + 1)
    expect(withAgenda(kit, 'opening', { at: 0, line: null }).agendas.opening).toEqual(kit.agendas.opening.slice(1))
    expect(withAgenda(kit, 'opening', { at: 1, by: -1 }).agendas.opening[0]).toEqual(kit.agendas.opening[1])
    expect(withAgenda(kit, 'opening', { at: 0, by: -1 })).toBe(kit)
  })
})

describe('the workbook of a kit', () => {
  const sheets = async (): Promise<Sheet[]> => {
    const read = await readTabular('kit.xlsx', await writeWorkbook(writeKitSheets(kit)))
    if (!read.ok) throw new Error(read.refusal.code)
    return read.value.sheets
  }
  const put = (all: Sheet[], name: string, row: number, column: number, text: string | number | null) =>
    all.map((sheet) =>
      sheet.name.startsWith(name)
        ? {
            ...sheet,
            rows: sheet.rows.map((one) =>
              one.row === row ? { ...one, cells: one.cells.map((cell, at) => (at === column ? text : cell)) } : one,
            ),
          }
        : sheet,
    )

  it('comes back as the same kit', async () => {
    const { raw } = readKitSheets(await sheets())
    expect(confirmChanged(kit, raw!, { confirmation, confirms: [] })).toEqual(kit)
  })

  it('gives a row without an id one of its own', async () => {
    const { raw } = readKitSheets(put(await sheets(), '硬件', 2, 0, null))
    expect(raw!.hardware[0]!.id).toBe('hardware_2')
  })

  it.each<[string, string, number, number, string | number | null, string]>([
    ['a section that there is not', '硬件', 3, 1, 'garden', 'B3'],
    ['words that lack in one language', '访谈', 2, 3, null, 'D2'],
    ['a right choice that there is not', '考题', 2, 4, 9, 'E2'],
    ['a title that was changed', '回访', 1, 1, '种类', 'B1'],
    ['a figure that is none', '总则', 4, 3, 'viel', 'D4'],
  ])('is refused at the cell: %s', async (_, name, row, column, value, cell) => {
    const { problems } = readKitSheets(put(await sheets(), name, row, column, value))
    expect(problems![0]!.sheet.startsWith(name)).toBe(true)
    expect(`${problems![0]!.column}${problems![0]!.row}`).toBe(cell)
  })

  it('is refused where a sheet lacks', async () => {
    const all = (await sheets()).filter((sheet) => !sheet.name.startsWith('岗位'))
    expect(readKitSheets(all).problems).toMatchObject([{ code: 'sheet_missing', sheet: '岗位 Posts' }])
  })
})
