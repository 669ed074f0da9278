import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAdjustment } from '#src/evaluation/adjustment/contract.ts'
import { closeAssessment, listAssessments, readAssessment } from '#src/evaluation/assessment/contract/round.ts'
import * as edition from '#src/evaluation/edition/contract.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import { readTransition } from '#src/evaluation/transition/contract.ts'
import { newId } from '#src/shared/id.ts'
import { addDays } from '#src/shared/instant.ts'
import { DESK, expectAccessible, openBrowser, openSight, picture, type Sight, signIn } from './browser.ts'
import { type ApiPerson, apiPerson } from './caller.ts'
import * as road from './road.ts'
import { type JourneyServer, startServer } from './server.ts'

/** The item that the new edition words anew; it was excluded under the former one. */
const REWORDED = '5.1.2.2'

let server: JourneyServer
let browser: Browser
let zhou: ApiPerson
let sight: Sight
let page: Page
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  zhou = await apiPerson(server.address, 'zhou')
  sight = await openSight(browser, server.address, DESK)
  page = sight.page
  await signIn(page, '/desk/', 'zhou')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const seal = async (editionId: string) => {
  const { version, unconfirmedCount } = await zhou.call(edition.readEdition, { params: { editionId } })
  const body = { version, acceptsUnconfirmed: unconfirmedCount }
  await zhou.call(edition.sealScheme, { params: { editionId }, body })
}
const close = async (assessmentId: string) => {
  const { version } = await zhou.call(readAssessment, { params: { assessmentId } })
  await zhou.call(closeAssessment, { params: { assessmentId }, body: { version } })
}
const next = (words: string) => page.getByText(`下一步：${words}`).waitFor()
const drawer = () => page.getByRole('dialog')
const fillDay = async (label: string, day: string) => {
  await drawer().getByLabel(label).fill(day)
  await page.keyboard.press('Enter')
}

describe('a company moves to a new edition of its scheme', () => {
  it('has a closed round under the former one, and words one item of a new draft anew', async () => {
    const formerId = (await zhou.call(edition.listEditions)).rows[0]!.id
    await seal(formerId)
    const exclusion = { id: newId(), kind: 'exclusion' as const, leafId: REWORDED, reason: '本年度不设此岗' }
    await zhou.call(addAdjustment, { body: exclusion })
    const assessmentId = (await zhou.call(listAssessments, {})).rows[0]!.id
    await road.judgeAll(zhou, assessmentId, [])
    await close(assessmentId)
    const newestId = newId()
    await zhou.call(edition.draftEdition, { body: { id: newestId, copyOf: formerId } })
    const { scheme } = await zhou.call(edition.readEdition, { params: { editionId: formerId } })
    const { zh, en } = listLeaves(scheme).find(({ id }) => id === REWORDED)!.asks
    const asks = { zh: `${zh}，并每年公布人数`, en: `${en}, and publishes their number every year` }
    const edits = [{ op: 'set_wording' as const, nodeId: REWORDED, asks }]
    const from = '新版标准报批稿第 6 页'
    await zhou.call(edition.editScheme, { params: { editionId: newestId }, body: { version: 1, edits, from } })
  })

  it('finds an item in the tree, and what is still to be confirmed', async () => {
    await page.goto('/desk/scheme')
    await page.getByLabel('按编号或文字查找').fill(REWORDED)
    await page.getByText('显示 1 /').waitFor()
    await page.getByRole('button', { name: REWORDED }).click()
    await page.getByText('并每年公布人数').waitFor()
    await page.getByLabel('按编号或文字查找').fill('没有这样的词')
    await page.getByText('没有符合条件的评价项').waitFor()
    await expectAccessible(page)
  })

  it('is told everything that is wrong with a file before anything is taken in', async () => {
    const file = { name: '方案.yaml', mimeType: 'text/yaml', buffer: Buffer.from('id: x\nversion: 0\n') }
    await page.locator('input[type=file]').setInputFiles(file)
    await drawer().getByText('未导入').waitFor()
    await drawer().getByText('不得小于 1，实际为 0').waitFor()
    await expectAccessible(page)
    await picture(page, 'scheme-file')
    await drawer().getByRole('button', { name: '取消' }).click()
  })

  it('starts the transition, sees what the last round is worth and confirms the mapping', async () => {
    await page.goto('/desk/transition')
    await page.getByRole('button', { name: '开始换版' }).click()
    await drawer().getByRole('button', { name: '开始换版' }).click()
    await next('核对新旧对照并确认')
    await page.getByText(/按新版本，目前可得 .*–.* 分/).waitFor()
    await picture(page, 'transition-started', true)
    await page.getByRole('button', { name: '确认对照' }).click()
    await page
      .getByText(/周涛于 .* 确认/)
      .first()
      .waitFor()
    await next('在“评价方案”中封存新版本')
    await expectAccessible(page)
  })

  it('plans the changed item with an owner and a day', async () => {
    await page.getByRole('button', { name: `安排 ${REWORDED}` }).click()
    await drawer().getByLabel('负责人').click()
    await page.locator('.ant-select-item-option').first().click()
    await fillDay('完成期限', addDays(road.today(), 30))
    await drawer().getByRole('button', { name: '保存' }).click()
    await drawer().waitFor({ state: 'detached' })
  })

  it('seals the new edition without putting it to use yet', async () => {
    await page.getByRole('link', { name: '打开评价方案' }).click()
    await page.getByRole('button', { name: '封存' }).click()
    await drawer().getByRole('radio', { name: '暂不启用' }).check({ force: true })
    await expectAccessible(page)
    await picture(page, 'scheme-seal')
    await drawer().getByRole('checkbox').check()
    await drawer().getByRole('button', { name: '封存' }).click()
    await page.getByText('启用此版').first().waitFor()
  })

  it('takes the exclusion over, opens a round under the new edition and takes the kept findings over', async () => {
    await page.goto('/desk/transition')
    await next('决定旧版的不适用项是否沿用')
    await page.getByRole('button', { name: `沿用 ${REWORDED}` }).click()
    await next('按新版本开启一轮自评')
    await page.getByRole('button', { name: '开启新版自评' }).click()
    await drawer().getByLabel('名称').fill('新版自评')
    await fillDay('评价期开始', addDays(road.today(), -364))
    await fillDay('评价期结束', road.today())
    await drawer().getByRole('button', { name: '开启新版自评' }).click()
    await next('沿用旧版仍然有效的结论')
    await picture(page, 'transition-round', true)
    await page.getByRole('button', { name: /^沿用 \d+ 项结论$/ }).click()
    await page.getByText(/已沿用 \d+ 项结论/).waitFor()
  })

  it('finishes the round, chooses the day of the switch and ends the transition', async () => {
    const { assessmentId } = (await zhou.call(readTransition)).transition!.round!
    await road.judgeAll(zhou, assessmentId, [])
    await close(assessmentId)
    await page.reload()
    await next('确定新版本的启用日期')
    await page.getByText(/新版自评“新版自评”：.* 分/).waitFor()
    await page.getByRole('button', { name: '确定启用日期' }).click()
    await fillDay('启用日期', addDays(road.today(), 60))
    await drawer().getByLabel('理由').fill('新版标准生效')
    await drawer().getByRole('button', { name: '启用' }).click()
    await page.getByText('各步骤均已完成，可以结束换版').waitFor()
    await picture(page, 'transition-done', true)
    await page.getByRole('button', { name: '结束换版' }).click()
    await drawer().getByLabel('理由').fill('已完成换版')
    await drawer().getByRole('button', { name: '结束换版' }).click()
    await page.getByText('没有正在进行的换版').waitFor()
  })

  it('reads the ended transition and calls the switch off, in English on a narrow screen', async () => {
    await page.getByRole('button', { name: 'English' }).click()
    await page.setViewportSize({ width: 768, height: 1024 })
    await page.goto('/desk/transition')
    await page.getByRole('link', { name: /Ended by .*已完成换版/ }).waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: /Ended by .*已完成换版/ }).click()
    await page.getByText('it never changes again').waitFor()
    await page.getByRole('heading', { name: 'Old and new items' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'transition-ended-en', true)
    await page.goto('/desk/scheme')
    await page.getByRole('button', { name: 'Call off' }).click()
    await drawer().getByLabel('Reason').fill('the standard comes later')
    await drawer().getByRole('button', { name: 'Call off' }).click()
    await page.getByText(/Called off by 周涛/).waitFor()
    await expectAccessible(page)
    await picture(page, 'scheme-en', true)
    expect(sight.faults).toEqual([])
  })
})
