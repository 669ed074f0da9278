// Writes docs/openapi.json, the contract with programs: the same text from the same endpoints, so that a change of it is seen in review.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { allRoutes } from '#src/all-routes.ts'
import { openDatabase } from '#src/server/db/database.ts'
import { openHttp } from '#src/server/http/server.ts'
import { openPlatform } from '#src/server/platform.ts'

export const API_FILE = fileURLToPath(new URL('../docs/openapi.json', import.meta.url))

/** The OpenAPI document of every endpoint there is, as text. No database is asked: handlers are mounted and never run. */
export async function printApi(): Promise<string> {
  // Its pools connect at the first query, and there is none.
  const database = openDatabase('postgres://nobody@127.0.0.1/none')
  const parts = { sessions: {}, files: {}, hub: {}, figures: {}, sealer: {}, background: () => undefined }
  const { app } = await openHttp({
    platform: openPlatform(database),
    sessions: { actorOf: async () => null },
    routes: allRoutes(parts as unknown as Parameters<typeof allRoutes>[0]),
  })
  await app.ready()
  const document = JSON.stringify(app.swagger(), null, 1)
  await app.close()
  await database.close()
  return `${document}\n`
}

if (import.meta.main) {
  mkdirSync(dirname(API_FILE), { recursive: true })
  writeFileSync(API_FILE, await printApi())
  console.log('docs/openapi.json')
}
