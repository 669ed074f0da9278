import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openInstallation } from '#src/installation.ts'
import { integrateHistory } from '#src/server/ledger/sequencer.ts'
import { readSettings } from '#src/server/settings.ts'
import { newId } from '#src/shared/id.ts'
import { prepareAudit } from '../audit-on-site.ts'
import { takePackOfLanjing } from '../pack-taken-in.ts'
import { beacon, lanjing } from '../people.ts'
import { expectAccessible, openBrowser, openSight, picture, signIn } from './browser.ts'
import { readyForTheCellar, signOnGlass } from './phone.ts'
import { today } from './road.ts'
import { type JourneyServer, startServer } from './server.ts'

const TABLET = {
  viewport: { width: 768, height: 1024 },
  hasTouch: true,
  geolocation: { longitude: 121.381, latitude: 31.241 },
  permissions: ['geolocation'],
}
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC',
  'base64',
)

let server: JourneyServer
let browser: Browser
let auditId: string
beforeAll(async () => {
  server = await startServer()
  auditId = await auditOfLanjing(server.dataFolder)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** What officers and the company do before a visit, beside the running server: the pack taken in, the sample drawn, team and plan made. */
async function auditOfLanjing(dataFolder: string): Promise<string> {
  const installation = await openInstallation(
    readSettings({ ...process.env, STARPROOF_DATA: dataFolder, DATABASE_URL: '' }),
  )
  const { platform, sealer } = installation
  await integrateHistory(platform, sealer, lanjing.orgId, { force: true })
  const pack = await takePackOfLanjing(installation)
  const by = { kind: 'system', orgId: beacon.orgId, name: 'journey', roles: [] } as const
  const command = { id: newId(), endpoint: 'test.prepareAudit', input: pack.packId }
  const prepared = await platform.command(by, command, (tx) => prepareAudit(tx, { pack, dayOn: today() }))
  await installation.close()
  if (!prepared.ok) throw new Error(prepared.refusal.code)
  return prepared.value.auditId
}

const section = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()

describe('han audits on site', () => {
  it('opens the visit, loses the network, holds the meeting, checks, photographs and scores; all of it arrives once', async () => {
    const { page, context, faults } = await openSight(browser, server.address, TABLET)
    await signIn(page, '/phone/', 'han')
    await page.getByRole('heading', { name: '现场审核' }).waitFor()
    await picture(page, 'visit-list')
    await page.locator(`a[href*="/visits/${auditId}"]`).click()
    await page.getByRole('button', { name: '开始现场审核' }).click()
    await page.getByRole('heading', { name: '首次会议' }).waitFor()
    await expectAccessible(page)
    await section(page, '评分')
    await page.getByText('5.1.1.1').first().waitFor()
    await readyForTheCellar(page)

    await context.setOffline(true)
    await page.reload()
    await page.getByText('5.1.1.1').first().waitFor()
    await section(page, '首末次会议')
    await holdOpeningMeeting(page)
    await picture(page, 'visit-meetings', true)
    await section(page, '硬件检查')
    await page.getByRole('radio', { name: '符合', exact: true }).first().check()
    await page.getByText('已查 1 /').waitFor()
    await picture(page, 'visit-hardware', true)
    await section(page, '访谈考核')
    await picture(page, 'visit-talks', true)
    await checkFirstRecord(page)
    await section(page, '照片随记')
    await page.setInputFiles('input[type=file][multiple]', { name: 'hall.png', mimeType: 'image/png', buffer: PIXEL })
    await page.getByText('照片（1）').waitFor()
    await picture(page, 'visit-photos', true)
    await scoreFirstLeaf(page)
    await page.reload()
    await section(page, '照片随记')
    await page.getByText('照片（1）').waitFor()
    await section(page, '结束')
    await page.getByText('末次会议尚未召开').waitFor()
    await picture(page, 'visit-finish', true)
    await expectAccessible(page)
    expect(await visitOf(page)).toBe('offline')

    await context.setOffline(false)
    await page.goto('/phone/outbox')
    await page.getByText('全部已送达').waitFor({ timeout: 30_000 })
    const visit = (await visitOf(page)) as Seen
    expect(visit.entries.map((entry) => entry.content.kind)).toEqual([
      'meeting',
      'attendance',
      'hardware',
      'record_check',
      'photo',
    ])
    expect(visit.entries.every((entry) => entry.byName === '韩冰')).toBe(true)
    expect(visit.score.groups.flatMap((group) => group.indicators)[0]!.leaves[0]).toMatchObject({ state: 'full' })
    const photo = visit.entries.at(-1)!.content.fileSha256!
    expect((await page.request.get(`/api/files/${photo}`)).status()).toBe(200)
    expect(faults).toEqual([])
    await context.close()
  })
})

async function holdOpeningMeeting(page: Page): Promise<void> {
  await page.getByLabel('地点').first().fill('二楼会议室')
  await page.getByRole('button', { name: '记为已召开' }).first().click()
  await page.getByText('已召开 二楼会议室').waitFor()
  await page.getByRole('button', { name: '登记' }).first().click()
  await page.getByLabel('姓名').fill('吴刚')
  await page.getByRole('radio', { name: '到会', exact: true }).check()
  await signOnGlass(page, '已到会并签字')
}

async function checkFirstRecord(page: Page): Promise<void> {
  await section(page, '记录核查')
  await picture(page, 'visit-records', true)
  await page.getByRole('list', { name: '抽样记录' }).getByRole('button').first().click()
  await page
    .getByText(/在账本第 \d+ 位，证明成立/)
    .first()
    .waitFor()
  await page.getByLabel(/要核查的指标/).selectOption({ index: 1 })
  await page.getByRole('radio', { name: '符合', exact: true }).check()
  await picture(page, 'visit-record', true)
  await page.getByRole('button', { name: '保存核查' }).click()
  await page.getByText('已核查').waitFor()
}

async function scoreFirstLeaf(page: Page): Promise<void> {
  await section(page, '评分')
  await page.getByRole('button', { name: /5\.1\.1\.1/ }).click()
  await page.getByRole('radio', { name: '符合', exact: true }).check()
  await page
    .getByLabel(/理由|说明|依据/)
    .first()
    .fill('任命文件与分工表齐全')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.getByText(/\d+ 项待发送/).waitFor()
  await picture(page, 'visit-scores', true)
}

type Seen = {
  entries: { byName: string; content: { kind: string; fileSha256?: string } }[]
  score: { groups: { indicators: { leaves: { state: string }[] }[] }[] }
}

function visitOf(page: Page): Promise<Seen | 'offline'> {
  return page.evaluate(
    (id) =>
      fetch(`/api/certification/visits/${id}`).then(
        (answer) => answer.json() as Promise<Seen>,
        () => 'offline' as const,
      ),
    auditId,
  )
}
