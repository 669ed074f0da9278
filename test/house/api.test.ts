import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { API_FILE, printApi } from '../../scripts/print-api.ts'

it('docs/openapi.json describes the endpoints there are: npm run api writes it, and its change is read in review', async () => {
  const printed = await printApi()
  expect(await printApi()).toBe(printed)
  // Not toBe: the difference of two files this long is unreadable.
  expect((await readFile(API_FILE, 'utf8')) === printed, 'run npm run api and read what changed').toBe(true)
})
