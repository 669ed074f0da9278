/** The names of a new feature, in the forms that each place needs. */
export type FeatureNames = {
  area: string
  /** `tool-set`: the folder and the addresses. */
  kebab: string
  /** `toolSet`: functions and parameters. */
  camel: string
  /** `ToolSet`: shapes. */
  pascal: string
  /** `tool_set`: table, record type, refusals. */
  snake: string
  /** `tool sets`: sentences. */
  many: string
}

/** Makes the forms of a name out of `area/tool-set`. Throws with a sentence when it is not of that form. */
export function featureNames(asked: string, areas: readonly string[]): FeatureNames {
  const [area = '', kebab = '', ...more] = asked.split('/')
  if (!areas.includes(area) || more.length > 0 || !/^[a-z]+(-[a-z]+)*$/.test(kebab) || kebab.length > 40)
    throw new Error(`Name it AREA/NAME: one of ${areas.join(', ')}, then a singular noun such as tool-set.`)
  const words = kebab.split('-')
  const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1)
  const pascal = words.map(capital).join('')
  return {
    area,
    kebab,
    camel: pascal[0]!.toLowerCase() + pascal.slice(1),
    pascal,
    snake: words.join('_'),
    many: plural(words.join(' ')),
  }
}

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`
  return /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`
}

const manyPascal = ({ many }: FeatureNames) =>
  many
    .split(' ')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('')
const manyKebab = ({ many }: FeatureNames) => many.replaceAll(' ', '-')

/** The files of a feature that keeps named records: one to list, one to add, with a limit as its first rule. By path under the feature's folder. */
export function featureFiles(names: FeatureNames): Record<string, string> {
  const { area, camel, pascal, snake, many, kebab } = names
  const list = `list${manyPascal(names)}`
  const add = `add${pascal}`
  const most = `MOST_${snake.toUpperCase()}_RECORDS`
  const address = `/api/${area}/${manyKebab(names)}`
  return {
    'contract.ts': `import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { KEEPERS, READERS } from './access.ts'

export const New${pascal} = z.object({ id: Id, name: z.string().trim().min(1).max(100) })
export type New${pascal} = z.output<typeof New${pascal}>

export const ${pascal}Row = z.object({ id: Id, name: z.string(), addedAt: z.iso.datetime() })
export type ${pascal}Row = z.output<typeof ${pascal}Row>

export const ${list} = endpoint({
  name: '${area}.${list}',
  method: 'GET',
  path: '${address}',
  who: READERS,
  summary: 'The ${many} of the company, the newest first',
  query: PageQuery.extend({ cursor: Id.optional() }),
  answer: pageOf(${pascal}Row),
})

export const ${add} = endpoint({
  name: '${area}.${add}',
  method: 'POST',
  path: '${address}',
  who: KEEPERS,
  summary: 'Add one of the ${many}',
  body: New${pascal},
  answer: z.object({ id: Id }),
})
`,
    'access.ts': `/** Who sees the ${many}. */
export const READERS = ['dispatcher', 'service_manager', 'management_representative', 'auditor', 'administrator'] as const

/** Who keeps them. */
export const KEEPERS = ['service_manager', 'administrator'] as const
`,
    'rules.ts': `import { accept, type Decision, refuse } from '#src/shared/decision.ts'

/** So that every list of them stays readable. */
export const ${most} = 500

export function canAdd(known: number): Decision<null> {
  return known < ${most} ? accept(null) : refuse('conflict', '${snake}_limit', { max: ${most} })
}
`,
    'store.ts': `import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { New${pascal}, ${pascal}Row } from './contract.ts'

export async function ${list}(tx: Tx, asked: { limit: number; cursor?: string }): Promise<${pascal}Row[]> {
  let query = tx.sql
    .selectFrom('${camel}')
    .select(['id', 'name', 'addedAt'])
    .where('orgId', '=', tx.orgId)
    .orderBy('addedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(asked.limit)
  if (asked.cursor)
    query = query.where(
      sql<boolean>\`(added_at, id) < (select c.added_at, c.id from ${snake} c where c.org_id = \${tx.orgId} and c.id = \${asked.cursor})\`,
    )
  return query.execute()
}

export async function count${manyPascal(names)}(tx: Tx): Promise<number> {
  const { count } = await tx.sql
    .selectFrom('${camel}')
    .where('orgId', '=', tx.orgId)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

export async function insert${pascal}(tx: WriteTx, row: New${pascal}): Promise<void> {
  await tx.sql
    .insertInto('${camel}')
    .values({ orgId: tx.orgId, ...row, addedAt: tx.at })
    .execute()
}
`,
    'actions.ts': `import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision } from '#src/shared/decision.ts'
import type { New${pascal} } from './contract.ts'
import { canAdd } from './rules.ts'
import { count${manyPascal(names)}, insert${pascal} } from './store.ts'

export async function ${add}(tx: WriteTx, given: New${pascal}): Promise<Decision<{ id: string }>> {
  const may = canAdd(await count${manyPascal(names)}(tx))
  if (!may.ok) return may
  await insert${pascal}(tx, given)
  tx.record({ recordType: '${snake}', recordId: given.id, verb: '${snake}.added', content: { name: given.name } })
  return accept({ id: given.id })
}
`,
    'routes.ts': `import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { ${list} } from './store.ts'

export const ${camel}Routes: Routes = (mount) => {
  mount.query(contract.${list}, async (tx, { query }) => {
    const rows = await ${list}(tx, { ...query, limit: query.limit + 1 })
    return accept(cutPage(rows, query.limit, (row) => row.id))
  })
  mount.command(contract.${add}, (tx, { body }) => actions.${add}(tx, body))
}
`,
    'rules.test.ts': `import { expect, it } from 'vitest'
import { canAdd, ${most} } from './rules.ts'

it('there is room until the limit is reached, and then a refusal that names it', () => {
  expect(canAdd(0)).toMatchObject({ ok: true })
  expect(canAdd(${most} - 1)).toMatchObject({ ok: true })
  expect(canAdd(${most})).toMatchObject({
    ok: false,
    refusal: { kind: 'conflict', code: '${snake}_limit', params: { max: ${most} } },
  })
})
`,
    [`${kebab}.test.ts`]: featureTest(names, list, add),
  }
}

function featureTest({ camel, snake, many }: FeatureNames, list: string, add: string): string {
  return `import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '#src/shared/id.ts'
import { feng, lanjing, li, qian, sun } from '#test/people.ts'
import type { TestPlatform } from '#test/platform.ts'
import { openTestPlatform } from '#test/platform.ts'
import { ${add}, ${list} } from './contract.ts'
import { ${camel}Routes } from './routes.ts'

let test: TestPlatform
beforeAll(async () => {
  test = await openTestPlatform({ routes: [${camel}Routes] })
})
afterAll(async () => test.close())

const named = (name: string) => ({ id: newId(), name })
const seenBy = async (person: typeof sun) => (await test.as(person).call(${list})).body.rows.map((row) => row.name)

it('sun adds one, qian sees it, and history remembers it', async () => {
  const first = named('第一')
  expect(await test.as(sun).call(${add}, { body: first })).toMatchObject({ status: 200, body: { id: first.id } })
  expect(await seenBy(qian)).toContain('第一')
  const reader = { kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] } as const
  const written = await test.platform.query(reader, (tx) =>
    tx.sql.selectFrom('history').select(['verb', 'actor']).where('recordId', '=', first.id).execute(),
  )
  expect(written).toEqual([{ verb: '${snake}.added', actor: \`person:\${sun.personId}\` }])
})

it('li may not, and another organisation sees nothing', async () => {
  const refused = await test.as(li).call(${add}, { body: named('李强的') })
  expect(refused).toMatchObject({ status: 403, body: { refusal: { code: 'role_needed' } } })
  expect(await seenBy(feng)).toEqual([])
})

it('a name that is missing is refused, and the same command sent twice acts once', async () => {
  expect((await test.as(sun).call(${add}, { body: named(' ') })).status).toBe(400)
  const twice = { commandId: newId(), body: named('只有一次') }
  for (let time = 0; time < 2; time++) expect((await test.as(sun).call(${add}, twice)).status).toBe(200)
  expect((await seenBy(sun)).filter((name) => name === '只有一次')).toHaveLength(1)
})

it('the ${many} are listed page by page, each once', async () => {
  for (let i = 0; i < 3; i++) await test.as(sun).call(${add}, { body: named(\`第\${i}页\`) })
  const seen: string[] = []
  for (let cursor: string | undefined, pages = 0; pages === 0 || (cursor && pages < 10); pages++) {
    const page = await test.as(sun).call(${list}, { query: { limit: 2, cursor } })
    seen.push(...page.body.rows.map((row: { id: string }) => row.id))
    cursor = page.body.nextCursor ?? undefined
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBe((await seenBy(sun)).length)
})
`
}

/** The migration of the feature's table. */
export function featureMigration({ snake, many }: FeatureNames): string {
  return `-- The ${many} of an organisation.
create table ${snake} (
  org_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  added_at timestamptz not null,
  primary key (org_id, id)
);
create index ${snake}_by_age on ${snake} (org_id, added_at desc, id desc);
call tenant_table('${snake}');
`
}

/** What the person does next, in the order to do it. */
export function nextSteps(names: FeatureNames): string {
  const { area, camel, kebab, snake, many, pascal } = names
  return `Next:
1. src/${area}/door.ts: import { ${camel}Routes } from './${kebab}/routes.ts' and add it to ${area}Routes.
2. src/app/messages/zh-CN/refusal.json:  "${snake}_limit": "最多 {{max}} 条。"
   src/app/messages/en/refusal.json:     "${snake}_limit": "There can be at most {{max}} ${many}."
3. test/endpoint-walk.test.ts: a sample for each new parameter or body that cannot be made up from its shape.
4. GLOSSARY.md: | 中文术语 | \`${pascal}Row\` | what it is |
5. npm run api, then npm test.
`
}
