import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { afterAll, expect, it } from 'vitest'
import { cloneDatabase } from '../../../test/database.ts'
import { lineEndsIn } from './write.ts'

const database = await cloneDatabase()
const client = new pg.Client({ connectionString: database.url })
await client.connect()
afterAll(async () => {
  await client.end()
  await database.drop()
})

it.each([
  ['no row', `select 1 where false`, 0],
  ['one row', `select 1`, 1],
  [
    'values with line ends, returns, tabs and backslashes in them',
    `select E'a\\nb\\r\\n\\tc\\\\' from generate_series(1, 3)`,
    3,
  ],
  ['values that are empty or none', `select '' union all select null`, 2],
  ['many rows in many pieces', `select repeat('星', 200) from generate_series(1, 5000)`, 5000],
])('rows of a table are counted as they are copied: %s', async (_, query, expected) => {
  let rows = 0
  const copy = client.query(copyTo(`copy (${query}) to stdout`))
  for await (const piece of copy as AsyncIterable<Buffer>) rows += lineEndsIn(piece)
  expect(rows).toBe(expected)
})
