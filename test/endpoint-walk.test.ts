import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createApiKey } from '#src/account/api-key/contract.ts'
import { createInvitation } from '#src/account/invitation/contract.ts'
import { listSessions } from '#src/account/session/contract.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { lanjing, li, zheng } from './people.ts'
import type { TestPlatform } from './platform.ts'
import { openTestPlatform } from './platform.ts'
import { type WalkOptions, walkEndpoints } from './walk.ts'

const platforms: TestPlatform[] = []
afterAll(() => Promise.all(platforms.map((platform) => platform.close())))

async function walk(routes: Routes[] = [], only?: string, more: Partial<WalkOptions> = {}): Promise<string[]> {
  const test = await openTestPlatform({ routes })
  platforms.push(test)
  const invited = { id: newId(), name: '何静', phone: '13800000000', roles: ['agent'] }
  const invitation = await test.as(zheng).call(createInvitation, { body: invited })
  const key = { id: newId(), name: '门户', roles: ['agent'] }
  await test.as(zheng).call(createApiKey, { body: key })
  const session = (await test.as(li).call(listSessions)).body.rows[0]!
  return walkEndpoints(test, {
    only,
    ids: {
      personId: li.personId,
      sessionId: session.id,
      invitationId: invited.id,
      keyId: key.id,
      secret: invitation.body.path!.split('/').at(-1)!,
    },
    samples: {
      'account.switchOrganisation': { body: { orgId: lanjing.orgId } },
      'account.changePassword': { body: { currentPassword: 'not my password', newPassword: 'quiet river at dusk' } },
      'account.acceptInvitation': { body: { as: 'new_person', userName: 'he', password: 'quiet river at dusk' } },
      'account.createInvitation': { body: { ...invited, id: newId() } },
      'account.updateOrganisation': {
        body: { name: '明灯', timeZone: 'Asia/Shanghai', language: 'en', hotline: '', version: 1 },
      },
    },
    notCommands: [
      'account.signIn',
      'account.signOut',
      'account.switchOrganisation',
      'account.revokeSession',
      'account.revokeOtherSessions',
      // A command, but one that looks at the password first.
      'account.changePassword',
    ],
    ...more,
  })
}

describe('every endpoint, called by nobody, by another organisation, by each role and without its guards', () => {
  it('answers as its value says', async () => {
    expect(await walk()).toEqual([])
  })
})

const Name = z.object({ name: z.string() })

describe('the walk catches', () => {
  it('an endpoint that reads past the fence between organisations', async () => {
    const leak = endpoint({
      name: 'leak.showPerson',
      method: 'GET',
      path: '/api/leak/:personId',
      who: 'signed_in',
      summary: '-',
      params: z.object({ personId: z.uuid() }),
      answer: Name,
    })
    const list = endpoint({
      name: 'leak.listPeople',
      method: 'GET',
      path: '/api/leak',
      who: ['auditor'],
      summary: '-',
      answer: z.array(z.object({ personId: z.uuid() })),
    })
    const leaky: Routes = (mount, { database }) => {
      const people = database.system.selectFrom('membership')
      mount.query(leak, async (_tx, { params }) =>
        accept(await people.select('name').where('personId', '=', params.personId).executeTakeFirstOrThrow()),
      )
      mount.query(list, async () => accept(await people.select('personId').execute()))
    }
    const wrong = await walk([leaky], 'leak.')
    expect(wrong).toContain(
      'leak.showPerson answers 200 to another organisation about a record of ours, not 403 or 404',
    )
    expect(wrong).toContain(`leak.listPeople shows another organisation our record ${li.personId}`)
  })

  it('an endpoint that writes past it', async () => {
    const overwrite = endpoint({
      name: 'leak.renameAll',
      method: 'POST',
      path: '/api/leak/rename',
      who: 'signed_in',
      summary: '-',
      body: Name,
      answer: z.object({}),
    })
    const leaky: Routes = (mount, { database }) =>
      mount.open(overwrite, async (door, { body }) =>
        door.command(door.actor!, async () => {
          await database.app.transaction().execute(async (sql) => {
            const { sql: raw } = await import('kysely')
            await raw`select set_config('app.org', ${lanjing.orgId}, true)`.execute(sql)
            await sql.updateTable('organisation').set(body).execute()
          })
          return accept({})
        }),
      )
    expect(await walk([leaky], 'leak.')).toContain('leak.renameAll lets another organisation change our organisation')
  })

  it('an endpoint that nobody classified, and one whose new parameter has no sample', async () => {
    const unclassified = endpoint({
      name: 'leak.unclassified',
      method: 'GET',
      path: '/api/leak/unclassified',
      // A list of roles from somewhere, that turned out empty.
      who: [],
      summary: '-',
      answer: z.object({}),
    })
    const unknown = endpoint({
      name: 'leak.showThing',
      method: 'GET',
      path: '/api/leak/things/:thingId',
      who: 'signed_in',
      summary: '-',
      params: z.object({ thingId: z.string() }),
      answer: z.object({}),
    })
    const routes: Routes = (mount) => {
      mount.query(unclassified, async () => accept({}))
      mount.query(unknown, async () => accept({}))
    }
    const wrong = await walk([routes], 'leak.')
    expect(wrong).toContain('leak.unclassified does not say who may call it: []')
    expect(wrong).toContain('leak.showThing has no sample for :thingId')
  })

  it('a record that is nobody’s, which proves nothing, and a door open to organisations of another kind', async () => {
    const showThing = endpoint({
      name: 'leak.showThing',
      method: 'GET',
      path: '/api/leak/things/:keyId',
      who: 'signed_in',
      summary: '-',
      params: z.object({ keyId: z.uuid() }),
      answer: z.object({}),
    })
    const routes: Routes = (mount) => mount.query(showThing, async () => refuse('conflict', 'request_state'))
    const samples = { 'leak.showThing': { params: { keyId: newId() } } }
    const wrong = await walk([routes], 'leak.', { samples, exceptUnproven: [], shutToOtherKind: true })
    expect(wrong).toEqual([
      'leak.showThing answers 409 request_state to an organisation of another kind, not 403 or 404',
      'leak.showThing answers nobody who may call it, only 409 request_state: give it a record that is there',
      'leak.showThing has a sample for :keyId that is no record of ours',
    ])
    expect(await walk([routes], 'leak.', { samples, exceptUnproven: ['leak.showThing'] })).toEqual([])
  })

  it('a command that acts without its id', async () => {
    const careless = endpoint({
      name: 'leak.actTwice',
      method: 'POST',
      path: '/api/leak/act',
      who: ['agent'],
      summary: '-',
      answer: z.object({}),
    })
    const wrong = await walk([(mount) => mount.open(careless, async () => accept({}))], 'leak.')
    expect(wrong).toContain('leak.actTwice acts for the role agent without Idempotency-Key')
  })

  it('a route put on the server past the mount', async () => {
    const test = await openTestPlatform()
    platforms.push(test)
    // The server is ready, so a route can no longer be added: its drawing is what the walk reads.
    const drawn = test.app.printRoutes({ commonPrefix: false })
    const stray = {
      ...test,
      app: Object.create(test.app, { printRoutes: { value: () => `${drawn}├── /api/stray (GET)\n` } }),
    }
    const wrong = await walkEndpoints(stray, { ids: {}, only: 'leak.' })
    expect(wrong).toEqual(['GET /api/stray is on the server but is no endpoint value'])
  })
})
