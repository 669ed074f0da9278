import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { feng, han, jin, li, lin, qian, type SeedPerson, sun, tao, wang, wu, zhao, zheng, zhou } from '#seeds/people.ts'
import { mayEnter, type OrganisationKind, type Screen, screensOf } from '#src/app/shell/screens.ts'
import { deskScreens } from '#src/app/web/screens.ts'
import { DESK, findInaccessible, openBrowser, openSight, picture, signIn } from './browser.ts'
import { type JourneyServer, startServer } from './server.ts'

const PEOPLE: Record<OrganisationKind, SeedPerson[]> = {
  company: [zhou, sun, wang, zheng, wu, zhao, qian, li],
  certification_body: [tao, han, lin, jin, feng],
}
const TABLET = { width: 768, height: 1024 }
// Nothing of the kind is in the demo; journeys and tests of their own open them.
const NOT_IN_DEMO = new Set([
  '/corrections/:correctionId',
  '/imports/:importId',
  '/transition/:transitionId',
  '/holder-transitions/:transitionId',
])
const SETTLED_MS = 15_000
// The navigation is the same everywhere; it was looked at with the first screens.
const PAGE_ALONE = 'main'

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

// Of both kinds of organisation together: what either reaches is there for both.
const enteredByAny = new Set<string>()

describe.each(['company', 'certification_body'] as const)('the desk of a %s', (kind) => {
  const screens = screensOf(deskScreens, kind)
  const entered = new Set<string>()
  // Links met so far: examples for screens that need an id.
  const links = new Set<string>()

  it.each(PEOPLE[kind].map((person) => ({ person, userName: person.userName })))(
    'opens every screen to $userName who may enter it; new ones in both languages, on desk and tablet',
    async ({ person }) => {
      const sight = await openSight(browser, server.address, DESK)
      const visit = { page: sight.page, watch: watchAnswers(sight.page), links, problems: [] as string[] }
      await signIn(sight.page, '/desk/', person.userName)
      // Lists come before what they list, so that their links are known.
      const open = screens
        .filter((screen) => mayEnter(screen.who, person.roles))
        .toSorted((one, other) => Number(hasId(one)) - Number(hasId(other)))
      const fresh: [string, string][] = []
      for (const screen of open) {
        const place = exampleOf(screen, links)
        if (place === undefined) continue
        await look(visit, `${person.userName} ${screen.path}`, place)
        if (entered.has(screen.path)) continue
        entered.add(screen.path)
        enteredByAny.add(screen.path)
        fresh.push([screen.path, place])
        await picture(sight.page, pictureOf(kind, screen.path, 'zh'), true)
      }
      await sight.page.getByRole('button', { name: 'English', exact: true }).click()
      await sight.page.setViewportSize(TABLET)
      for (const [path, place] of fresh)
        await lookClosely(visit, `${person.userName} ${path} en`, place, pictureOf(kind, path, 'en'))
      await sight.context.close()
      expect([...visit.problems, ...sight.faults]).toEqual([])
    },
    600_000,
  )

  it('has a way by links to every one of its screens', () => {
    const isReached = ({ path, of }: Screen) => (of === undefined ? enteredByAny : entered).has(path)
    const unreached = screens.filter((screen) => !isReached(screen) && !NOT_IN_DEMO.has(screen.path))
    expect(unreached.map((screen) => screen.path)).toEqual([])
  })
})

type Visit = { page: Page; watch: Watch; links: Set<string>; problems: string[] }

/** Opens a place and notes whatever is wrong with what is said and answered there. */
async function look(visit: Visit, name: string, place: string): Promise<void> {
  await go(visit.page, place)
  await note(visit, name)
}

async function note({ page, watch, links, problems }: Visit, name: string): Promise<void> {
  const found = [...(await settle(page, watch)), ...(await faultsOfWords(page))]
  problems.push(...found.map((one) => `${name}: ${one}`))
  for (const link of await linksOf(page)) links.add(link)
}

/** The same, also for people who see little and for narrow screens, on each of its tabs. */
async function lookClosely(visit: Visit, name: string, place: string, file: string): Promise<void> {
  const { page, problems } = visit
  await look(visit, name, place)
  const check = async (at: string) => {
    const found = [...(await findInaccessible(page, PAGE_ALONE)), ...(await widerThanTheScreen(page))]
    problems.push(...found.map((one) => `${at}: ${one}`))
  }
  await check(name)
  await picture(page, file, true)
  for (const tab of await tabsOf(page)) {
    await page.getByRole('tab', { name: tab, exact: true }).first().click()
    await note(visit, `${name} ${tab}`)
    await check(`${name} ${tab}`)
    await picture(page, `${file}-${tab.replaceAll('/', '')}`, true)
  }
}

const pictureOf = (kind: OrganisationKind, path: string, language: string) =>
  `${kind}${path.replaceAll('/', '_').replaceAll(':', '')}-${language}`

const hasId = (screen: Screen) => screen.path.includes(':')

/** A place of a screen: its path, or a link met that leads to it. */
function exampleOf(screen: Screen, links: ReadonlySet<string>): string | undefined {
  if (!hasId(screen)) return screen.path
  const shape = new RegExp(`^${screen.path.replaceAll(/:[a-zA-Z]+/g, '[^/]+')}$`)
  return [...links].find((link) => shape.test(link))
}

/** Within the app, as a link would. */
async function go(page: Page, place: string): Promise<void> {
  await page.evaluate((to) => history.pushState(null, '', `/desk${to}`), place)
}

function linksOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('a[href^="/desk/"]')].map((link) =>
      new URL((link as HTMLAnchorElement).href).pathname.slice(5),
    ),
  )
}

function tabsOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main [role=tab]:not([aria-selected=true])')]
      .map((tab) => tab.textContent?.trim() ?? '')
      .filter((words) => words !== ''),
  )
}

type Watch = { underWay: Set<unknown>; refused: string[] }

/** What the page asks of the server, and which of it is refused. */
function watchAnswers(page: Page): Watch {
  const watch: Watch = { underWay: new Set(), refused: [] }
  const isAsked = (url: string) => url.includes('/api/') && !url.includes('/api/events')
  page.on('request', (request) => isAsked(request.url()) && watch.underWay.add(request))
  page.on('requestfailed', (request) => watch.underWay.delete(request))
  page.on('requestfinished', (request) => watch.underWay.delete(request))
  page.on('response', (answer) => {
    const isRefused = answer.status() >= 400 && answer.status() !== 401
    if (isAsked(answer.url()) && isRefused) {
      watch.refused.push(`${answer.request().method()} ${new URL(answer.url()).pathname} answers ${answer.status()}`)
    }
  })
  return watch
}

/** Waits until nothing loads; answers what was refused and what never came. */
async function settle(page: Page, watch: Watch): Promise<string[]> {
  const until = Date.now() + SETTLED_MS
  const isStill = () =>
    page.evaluate(() => document.querySelector('.sp-skeleton, .ant-spin-spinning, [aria-busy=true]') === null)
  let stillFor = 0
  while (stillFor < 3 && Date.now() < until) {
    await page.waitForTimeout(60)
    stillFor = watch.underWay.size === 0 && (await isStill()) ? stillFor + 1 : 0
  }
  const late = stillFor < 3 ? ['is still loading'] : []
  return [...late, ...watch.refused.splice(0)]
}

/** Words nobody wrote: names of texts, holes in them, and values that are none. */
function faultsOfWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    if (document.querySelector('main h1') === null) found.push('has no heading')
    if (document.querySelector('.sp-state-bad'))
      found.push(`shows a fault: ${document.querySelector('.sp-state-bad')!.textContent}`)
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const words = node.nodeValue?.trim() ?? ''
      if (node.parentElement?.closest('script, style, code, pre')) continue
      const isKey = /^[a-z][A-Za-z]*([.:][a-z][A-Za-z]*)+$/.test(words)
      const isHole = /\{\{|\bundefined\b|\bNaN\b|Invalid Date|\[object /.test(words)
      if (isKey || isHole) found.push(`says “${words}”`)
    }
    return found
  })
}

function widerThanTheScreen(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth > clientWidth + 1 ? [`is ${scrollWidth} px wide on ${clientWidth}`] : []
  })
}
