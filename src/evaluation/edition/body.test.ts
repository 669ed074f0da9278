import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findSealedEdition } from '#src/certification/visit/store/sample.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, gu, han, jin, tao } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { listUnconfirmed } from '../scheme/rules/tree.ts'
import { importScheme, listEditions, readEdition, sealScheme } from './contract.ts'
import { editionRoutes } from './routes.ts'

let test: TestPlatform
beforeAll(async () => {
  test = await openTestPlatform({ routes: [editionRoutes] })
})
afterAll(() => test.close())

describe('a certification body', () => {
  it('brings in a scheme by its officer and seals it by its manager, so that clients on paper can be audited by it', async () => {
    const id = newId()
    const text = await readFile(new URL('../../../standards/gbt27922-2011.yaml', import.meta.url), 'utf8')
    expect((await test.as(han).call(importScheme, { body: { id, text } })).status).toBe(403)
    const imported = await test.as(tao).call(importScheme, { body: { id, text } })
    expect(imported.status, JSON.stringify(imported.body)).toBe(200)
    const { body } = await test.as(gu).call(readEdition, { params: { editionId: id } })
    const acceptsUnconfirmed = listUnconfirmed(body.scheme).length
    const sealing = { params: { editionId: id }, body: { version: body.version, acceptsUnconfirmed } }
    expect((await test.as(tao).call(sealScheme, sealing)).status).toBe(403)
    const sealed = await test.as(jin).call(sealScheme, sealing)
    expect(sealed.status, JSON.stringify(sealed.body)).toBe(200)
    const found = await test.arrange(beacon, async (tx) =>
      accept((await findSealedEdition(tx, 'gbt27922-2011')) ?? null),
    )
    expect(found).toBe(id)
    expect((await test.as(tao).call(listEditions, {})).body.rows).toHaveLength(1)
  })
})
