import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, openBrowser, openSight, PHONE, picture, signIn } from './browser.ts'
import { fillRepairSheet, readyForTheCellar, signOnGlass } from './phone.ts'
import { type JourneyServer, startServer } from './server.ts'

let server: JourneyServer
let browser: Browser
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

describe('li works in a cellar', () => {
  it('arrives, checks, photographs and has the sheet signed without a network; all of it reaches the server once', async () => {
    const { page, context, faults } = await openSight(browser, server.address, PHONE)
    await signIn(page, '/phone/', 'li')
    await page.getByRole('heading', { name: '我的一天' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'phone-day')
    const order = page.locator('a[href*="/orders/"]').first()
    await order.waitFor()
    const number = (await order.getAttribute('href'))!.split('/').at(-1)!
    await readyForTheCellar(page)

    await context.setOffline(true)
    await order.click()
    await page.getByRole('button', { name: '我已到达' }).click()
    await page.getByText('检查项目').waitFor()
    await page.reload()
    await page.getByText('检查项目').waitFor()
    await fillRepairSheet(page)
    await expectAccessible(page)
    await page.getByRole('button', { name: '完成工单' }).click()
    await page.getByText(/还差：客户签字/).waitFor()
    await signOnGlass(page)
    await picture(page, 'phone-sheet', true)
    await page.getByRole('button', { name: '完成工单' }).dblclick()
    await page.getByText(/已完成 ·/).waitFor()
    await page
      .getByRole('link', { name: /发件箱/ })
      .first()
      .click()
    await expect.poll(() => page.getByText('待发送').count()).toBeGreaterThan(0)
    await picture(page, 'phone-outbox')
    const before = await sheetOf(page, number)
    expect(before).toBe('offline')

    await context.setOffline(false)
    await page.getByText('全部已送达').waitFor({ timeout: 60_000 })
    const sheet = (await sheetOf(page, number)) as Sheet
    expect(sheet.state).toBe('finished')
    expect(sheet.visit).toMatchObject({ outcome: 'solved', workText: '更换门封条，化霜后试运行正常' })
    expect(sheet.visit.signatureSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(sheet.photos).toHaveLength(1)
    expect(Date.parse(sheet.visit.arrivedAt)).toBeLessThan(Date.parse(sheet.visit.finishedAt))
    expect(faults).toEqual([])
    await context.close()
  })
})

type Sheet = {
  state: string
  photos: unknown[]
  visit: { outcome: string; workText: string; signatureSha256: string; arrivedAt: string; finishedAt: string }
}

function sheetOf(page: Page, workOrderId: string): Promise<Sheet | 'offline'> {
  return page.evaluate(
    (id) =>
      fetch(`/api/service/work-orders/${id}`).then(
        (answer) => answer.json() as Promise<Sheet>,
        () => 'offline' as const,
      ),
    workOrderId,
  )
}
