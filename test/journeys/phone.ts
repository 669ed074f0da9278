import type { Page } from 'playwright-core'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC',
  'base64',
)

/** Fills in the sheet of a repair and takes a photo, as a technician on site does. */
export async function fillRepairSheet(page: Page): Promise<void> {
  for (const tick of await page.getByRole('checkbox').all()) await tick.check()
  await page.getByLabel(/查明的故障原因/).fill('门封条老化')
  await page.setInputFiles('input[type=file][multiple]', {
    name: 'nameplate.png',
    mimeType: 'image/png',
    buffer: PIXEL,
  })
  await page.getByText('已附 1 张').waitFor()
  await page.getByLabel('处理情况').fill('更换门封条，化霜后试运行正常')
  await page.getByLabel(/使用的配件/).fill('门封条 LG-12 ×1')
  await page.getByRole('radio', { name: '已解决' }).check()
}

/** The customer signs on the glass: two strokes. */
export async function signOnGlass(page: Page, then = '已签字'): Promise<void> {
  const pad = page.getByRole('img', { name: '手写签名区' })
  await pad.scrollIntoViewIfNeeded()
  const box = (await pad.boundingBox())!
  for (const [from, to] of [
    [0.2, 0.8],
    [0.75, 0.3],
  ] as const) {
    await page.mouse.move(box.x + box.width * from, box.y + box.height * 0.3)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.7, { steps: 8 })
    await page.mouse.move(box.x + box.width * to, box.y + box.height * 0.4, { steps: 8 })
    await page.mouse.up()
  }
  await page.getByRole('button', { name: '确认签名' }).click()
  await page.getByText(then).waitFor()
}

/** The phone keeps what it read, and its own pages, a moment after reading; only then may the network go. */
export async function readyForTheCellar(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForTimeout(1_500)
}
