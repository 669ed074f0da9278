import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AREAS, filesUnder, isCode, isTest, productFiles, read } from './source.ts'

const WORDS = ['contract', 'access', 'rules', 'store', 'actions', 'routes', 'jobs']
const SCREENS = ['web', 'phone', 'portal']

/** Files of features and areas beside the seven words, each with its reason. */
const EXCEPTIONS: Record<string, string> = {
  'src/company/division/data': 'the administrative divisions, as data',
  'src/company/pure-door.ts': 'the half of the door that opens in the browser too',
  'src/evaluation/evidence/door.ts': 'packs are also made by the command line, which opens this door',
  'src/evaluation/scheme/read-scheme.ts': 'a scheme file becomes a scheme: neither words nor rules nor SQL',
  'src/evaluation/scheme/write-scheme.ts': 'and back',
  'src/account/as-system.ts': 'people are global: some statements take the system’s role',
  'src/account/common-password.ts': 'the word list is heavy and stays on the server',
  'src/account/listen.ts': 'revoked sessions are heard of at once',
  'src/account/password-hash.ts': 'hashing, kept out of the pure rules',
  'src/account/secret.ts': 'secrets are drawn by chance, kept as hashes',
  'src/account/sessions.ts': 'who sends a request: asked before any feature',
}

const MOST_LINES = 300
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/
const NOT_KEBAB = ['README', 'LICENCES', 'zh-CN']

const inArea = (path: string) => AREAS.some((area) => path.startsWith(`src/${area}/`))
const isException = (path: string) =>
  Object.keys(EXCEPTIONS).some((known) => path === known || path.startsWith(`${known}/`))

/** What is wrong with the place of a file of an area, or null. */
function misplaced(path: string): string | null {
  const [, , first, second] = path.split('/')
  if (!inArea(path) || isTest(path) || isException(path)) return null
  const word = (name: string) => name.replace(/[.]tsx?$/, '')
  const isWord = (name: string) => WORDS.includes(word(name)) || SCREENS.includes(name)
  if (isWord(first!)) return null
  if (second === undefined) return word(first!) === 'door' ? null : `${path} is none of the seven words`
  return isWord(second) ? null : `${path} is none of the seven words`
}

function wrongNames(paths: string[]): string[] {
  const parts = paths.flatMap((path) =>
    path.split('/').map((part) => [path, part.split('.')[part.startsWith('.') ? 1 : 0]!]),
  )
  return [
    ...new Set(parts.filter(([, name]) => !KEBAB.test(name!) && !NOT_KEBAB.includes(name!)).map(([path]) => path!)),
  ]
}

// Printing, motion and touch are set for all in one place.
const FOR_ALL = 'src/ui/theme.css'

/** Classes that begin a rule in more than one file of styles: on one page each would undo the other. */
function sharedClasses(styles: readonly { path: string; text: string }[]): string[] {
  const homes = new Map<string, Set<string>>()
  for (const { path, text } of styles) {
    const selectors = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{/g)
    for (const one of [...selectors].flatMap(([, list]) => list!.split(','))) {
      // What only narrows another place's class, by what stands in it, is no second home.
      const name = /^\s*[a-z]*\.([\w-]+)(?!.*:has)/.exec(one)?.[1]
      if (name === undefined || new RegExp(`^\\s*[a-z]*\\.${name}\\s+[.]`).test(one)) continue
      homes.set(name, (homes.get(name) ?? new Set()).add(path))
    }
  }
  return [...homes].filter(([, paths]) => paths.size > 1).map(([name, paths]) => `${name}: ${[...paths].join(', ')}`)
}

describe('classes of styles', () => {
  it('are each styled in one file', () => {
    const styles = filesUnder('src').filter((path) => path.endsWith('.css') && path !== FOR_ALL)
    expect(styles.length).toBeGreaterThan(20)
    expect(sharedClasses(styles.map((path) => ({ path, text: read(path) })))).toEqual([])
    const twice = [
      { path: 'a.css', text: '.one, .two { gap: 0 }' },
      { path: 'b.css', text: '/* .two */ @media (width < 9px) { .one { gap: 1px } } .two .three { gap: 2px }' },
    ]
    expect(sharedClasses(twice)).toEqual(['one: a.css, b.css'])
  })
})

describe('files', () => {
  const all = filesUnder('src', 'test', 'scripts', 'seeds', 'bin')

  it('have names in kebab-case', () => {
    expect(wrongNames(all)).toEqual([])
    expect(
      wrongNames(['src/ui/dayRows.tsx', 'src/Company/door.ts', 'src/ui/day-rows.tsx', 'src/app/messages/zh-CN/a.json']),
    ).toEqual(['src/ui/dayRows.tsx', 'src/Company/door.ts'])
  })

  it('have none of the names that say nothing', () => {
    const empty = /^(utils?|helpers?|types|index|common|misc|manager|service|handle.*|process-.*)$/
    const named = productFiles().filter((path) => empty.test(basename(path).split('.')[0]!))
    expect(named).toEqual([])
  })

  it(`of the product have at most ${MOST_LINES} lines`, () => {
    const long = filesUnder('src', 'scripts', 'bin')
      .filter((path) => /[.](tsx?|mjs|css)$/.test(path) && !isTest(path))
      .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > MOST_LINES)
      .map(({ path, lines }) => `${path} has ${lines} lines`)
    expect(long).toEqual([])
  })

  it('leave nothing for later', () => {
    const later = new RegExp(
      `\\b(${['TO', 'FIX', 'XX', 'HA'].map((half, i) => half + ['DO', 'ME', 'X', 'CK'][i]).join('|')})\\b`,
    )
    expect(all.filter(isCode).filter((path) => later.test(read(path)))).toEqual([])
  })

  it('skip no test and silence no compiler', () => {
    const silenced = /\b(it|test|describe)[.](skip|only|todo|fails)\b|@ts-(ignore|nocheck|expect-error)/
    const found = all.filter(isCode).filter((path) => path !== 'test/house/layout.test.ts' && silenced.test(read(path)))
    expect(found).toEqual([])
  })
})

describe('a feature', () => {
  it('has the seven words, screens and tests, and nothing else', () => {
    expect(
      productFiles()
        .map(misplaced)
        .filter((wrong) => wrong !== null),
    ).toEqual([])
  })

  it('is found out where it has a word of its own', () => {
    expect(misplaced('src/company/outlet/hours.ts')).toBe('src/company/outlet/hours.ts is none of the seven words')
    expect(misplaced('src/company/outlet/rules/hours.ts')).toBeNull()
    expect(misplaced('src/company/outlet/web/hours.tsx')).toBeNull()
    expect(misplaced('src/company/words.ts')).toBe('src/company/words.ts is none of the seven words')
    expect(misplaced('src/company/door.ts')).toBeNull()
  })

  it.each(Object.entries(EXCEPTIONS))('%s is an exception that is there: %s', (path) => {
    expect(filesUnder('src').some((one) => one === path || one.startsWith(`${path}/`))).toBe(true)
  })
})
