import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { expect } from 'vitest'
import { demoPassword } from '#seeds/people.ts'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((path) => existsSync(path))
  if (!executablePath) throw new Error('no Chromium: install it, or name it in CHROMIUM')
  return chromium.launch({ executablePath, args: FLAGS })
}

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
  geolocation: { longitude: 121.381, latitude: 31.241 },
  permissions: ['geolocation', 'clipboard-read', 'clipboard-write'],
}
export const DESK: BrowserContextOptions = {
  viewport: { width: 1440, height: 900 },
  permissions: ['clipboard-read', 'clipboard-write'],
}

export type Sight = { context: BrowserContext; page: Page; faults: string[] }

/** One person's browser. What the page complains about is collected and must be empty in the end. */
export async function openSight(browser: Browser, address: string, options: BrowserContextOptions): Promise<Sight> {
  const context = await browser.newContext({
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    baseURL: address,
    ...options,
  })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    // Being offline and being asked to sign in are part of the journeys.
    const expected = /ERR_INTERNET_DISCONNECTED|status of 401|Failed to fetch/.test(message.text())
    if (message.type() === 'error' && !expected) faults.push(message.text())
  })
  return { context, page, faults }
}

/** Signs a demo person in at the desk or the phone. */
export async function signIn(page: Page, app: '/desk/' | '/phone/', userName: string): Promise<void> {
  await page.goto(app)
  await page.getByLabel('用户名或邮箱').fill(userName)
  await page.getByLabel('密码', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('navigation').first().waitFor()
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** axe finds nothing on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await findInaccessible(page), await page.title()).toEqual([])
}

/** What axe finds on the page, or in a part of it, as it stands. */
export async function findInaccessible(page: Page, within = 'html'): Promise<string[]> {
  // Not as a script tag: the page's own policy forbids that, rightly.
  const isThere = await page.evaluate(() => 'axe' in globalThis)
  if (!isThere) await page.evaluate(await readFile(AXE, 'utf8'))
  return page.evaluate(async (part) => {
    const axe = (
      globalThis as unknown as {
        axe: { run(part: string): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> }
      }
    ).axe
    const { violations } = await axe.run(part)
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map((node) => String(node.target))
          .slice(0, 3)
          .join(' | ')}`,
    )
  }, within)
}

/** Pictures for people to look at, where STARPROOF_PICTURES names a folder. */
export async function picture(page: Page, name: string, fullPage = false): Promise<void> {
  const folder = process.env.STARPROOF_PICTURES
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage })
}
