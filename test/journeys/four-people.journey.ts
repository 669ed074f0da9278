import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportReport } from '#src/service/import/contract/report.ts'
import { DESK, expectAccessible, openBrowser, openSight, PHONE, picture, type Sight, signIn } from './browser.ts'
import { fillRepairSheet, readyForTheCellar, signOnGlass } from './phone.ts'
import { type JourneyServer, startServer } from './server.ts'

const CLI = new URL('../../src/cli/main.ts', import.meta.url).pathname
const REGISTER = new URL('../data/service-workbook-demo.xlsx', import.meta.url).pathname
const SUBJECT = '冷柜门关不严，结霜'

let server: JourneyServer
let browser: Browser
const sights: Sight[] = []
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function person(app: '/desk/' | '/phone/', userName: string): Promise<Page> {
  const sight = await openSight(browser, server.address, app === '/phone/' ? PHONE : DESK)
  sights.push(sight)
  await signIn(sight.page, app, userName)
  return sight.page
}

function starproof(...args: string[]) {
  const env = { ...process.env, STARPROOF_DATA: server.dataFolder, DATABASE_URL: '' }
  const ran = spawnSync(process.execPath, [CLI, ...args], { env, encoding: 'utf8' })
  return { code: ran.status, out: ran.stdout, err: ran.stderr }
}

type Board = { board: { checks: number } }
const boardOf = (page: Page) =>
  page.evaluate(() => fetch('/api/evaluation/board').then((answer) => answer.json() as Promise<Board>))

describe('one request, four people', () => {
  let trackingLink = ''
  let zhou: Page
  let checksBefore = 0

  it('zhou has the star board open', async () => {
    zhou = await person('/desk/', 'zhou')
    await zhou.goto('/desk/star-board')
    await zhou.getByRole('heading', { name: '星级看板' }).waitFor()
    await zhou.getByText('可能的得分范围').waitFor()
    await expectAccessible(zhou)
    await picture(zhou, 'star-board')
    checksBefore = (await boardOf(zhou)).board.checks
    expect(checksBefore).toBeGreaterThan(0)
  })

  it('wang answers the telephone: the number tells who calls and what they own', async () => {
    const wang = await person('/desk/', 'wang')
    await wang.goto('/desk/hotline')
    await wang.getByLabel('来电号码').fill('139 0000 0101')
    await wang.getByText('上海鲜达生鲜超市').first().waitFor()
    await wang.keyboard.press('Alt+1')
    await wang
      .getByText(/LG12-250203/)
      .first()
      .click()
    await wang.getByRole('radio', { name: '维修', exact: true }).check({ force: true })
    await wang.getByLabel('问题概要').fill(SUBJECT)
    await expectAccessible(wang)
    await picture(wang, 'hotline')
    await wang.keyboard.press('Control+Enter')
    await wang.getByRole('heading', { name: /R\d\d-\d{6}/ }).waitFor()
    await wang.getByLabel('答复内容').fill('请先断电，师傅今天上门')
    await wang.getByRole('button', { name: '已在电话中答复' }).click()
    await wang.getByText('已记录答复，答复时限停止计时。').waitFor()
    await wang.getByRole('button', { name: '生成工单' }).click()
    await wang.getByRole('link', { name: /派工/ }).last().waitFor()
    await wang.getByRole('button', { name: '客户查询链接' }).click()
    const link = wang.locator('input[value*="/t/"]')
    await link.waitFor()
    trackingLink = await link.inputValue()
    expect(trackingLink).toContain('/t/')
    await picture(wang, 'hotline-taken')
  })

  it('zhao gives it to the technician who may do it', async () => {
    const zhao = await person('/desk/', 'zhao')
    await zhao.goto('/desk/dispatch')
    await zhao.getByRole('button', { name: new RegExp(SUBJECT) }).click()
    await expectAccessible(zhao)
    await picture(zhao, 'dispatch')
    await zhao.getByRole('button', { name: /李强/ }).last().click()
    await zhao.getByRole('button', { name: '派工', exact: true }).click()
    await zhao.getByText(/已派给 李强/).waitFor()
  })

  it('li goes there, loses the network midway, and finishes with the signature', async () => {
    const li = await person('/phone/', 'li')
    const order = li.getByRole('link', { name: new RegExp(SUBJECT) })
    await order.click()
    await li.getByRole('button', { name: '我已到达' }).click()
    await li.getByText('检查项目').waitFor()
    await expect.poll(() => li.getByText('已保存在本机').count()).toBe(0)
    await readyForTheCellar(li)
    const { context } = sights.at(-1)!
    await context.setOffline(true)
    await fillRepairSheet(li)
    await signOnGlass(li)
    await li.getByRole('button', { name: '完成工单' }).click()
    await li.getByText(/已完成 ·/).waitFor()
    await context.setOffline(false)
    await li
      .getByRole('link', { name: /发件箱/ })
      .last()
      .click()
    await li.getByText('全部已送达').waitFor({ timeout: 60_000 })
  })

  it('the customer follows by the link and rates, without an account', async () => {
    const sight = await openSight(browser, server.address, PHONE)
    sights.push(sight)
    const { page } = sight
    await page.goto(new URL(trackingLink, server.address).pathname)
    await page.getByRole('heading', { name: SUBJECT }).waitFor()
    await page.getByText('师傅已到达').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '提交评价' }).click()
    await page.getByText('请选择 1 到 5 星').waitFor()
    await page.getByRole('radio', { name: /^5 星/ }).check({ force: true })
    await page.getByLabel(/想说的话/).fill('师傅很细心')
    await picture(page, 'portal-rate')
    await page.getByRole('button', { name: '提交评价' }).click()
    await page.getByText('感谢您的评价').waitFor()
  })

  it('the score has moved on the open board, by itself', async () => {
    await expect.poll(async () => (await boardOf(zhou)).board.checks, { timeout: 20_000 }).toBeGreaterThan(checksBefore)
    const checks = (await boardOf(zhou)).board.checks
    await zhou.getByText(new RegExp(`${checks} 次核查`)).waitFor({ timeout: 20_000 })
  })

  it('an old register goes in beside the running server, truthfully, and a second time changes nothing', async () => {
    const first = starproof('import', REGISTER, '--org', 'lanjing', '--json')
    expect(first, first.err).toMatchObject({ code: 0 })
    const report = JSON.parse(first.out) as ImportReport
    const madeOf = (kind: string) => report.records.find((one) => one.kind === kind)
    expect(madeOf('service_request')).toMatchObject({ new: 3199 })
    expect(report.problemCounts.some(({ code }) => code === 'no_such_date')).toBe(true)
    const again = JSON.parse(starproof('import', REGISTER, '--org', 'lanjing', '--json').out) as ImportReport
    expect(again.records.filter(({ new: made, updated }) => made || updated)).toEqual([])
    await zhou.getByText(/依据补录或导入的记录/).waitFor()
    await expect.poll(() => zhou.getByText('0 次依据补录').count(), { timeout: 30_000 }).toBe(0)
    await picture(zhou, 'star-board-imported')
  })

  it('the evidence pack verifies offline, and not after one byte was changed', async () => {
    const pack = join(server.dataFolder, 'evidence.starpack')
    const made = starproof('pack', '--out', pack, '--org', 'lanjing')
    expect(made, made.err).toMatchObject({ code: 0 })
    expect(starproof('verify', pack)).toMatchObject({ code: 0 })
    const bytes = readFileSync(pack)
    const at = bytes.indexOf('service_request.created')
    bytes[at] = bytes[at]! ^ 1
    writeFileSync(`${pack}.changed`, bytes)
    const refused = starproof('verify', `${pack}.changed`, '--json')
    expect(refused.code).toBe(3)
    expect(JSON.parse(refused.out).problems.length).toBeGreaterThan(0)
  })

  it('no page complained', () => {
    expect(sights.flatMap(({ faults }) => faults)).toEqual([])
  })
})
