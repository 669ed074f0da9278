import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { prepareAudit } from '#test/audit-on-site.ts'
import { beacon, han, lin, ma, tao, zhou } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { png, upload } from '#test/upload.ts'
import { raiseNonconformity, readNonconformity, tellClient, verifyAnswer } from '../nonconformity/contract.ts'
import { nonconformityRoutes } from '../nonconformity/routes.ts'
import * as contract from './contract.ts'
import { clientLinkRoutes } from './routes.ts'
import { canUpload, linkExpiry, linkMail, openLink, sharedState } from './rules.ts'

const folder = await mkdtemp(join(tmpdir(), 'starproof-links-'))
const parts = { files: openFileStore(folder, 64 * 1024), sealer: openSealer('a secret of tests only') }
let test: TestPlatform
beforeAll(async () => {
  test = await openTestPlatform({ routes: [nonconformityRoutes(parts), clientLinkRoutes(parts)] })
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})
const MONDAY = '2026-11-16T01:00:00.000Z'
beforeEach(() => test.at(MONDAY))
const gone = { status: 404, body: { refusal: { kind: 'not_found', code: 'link_expired', params: {} } } }

const prepare = () => test.arrange(beacon, (tx) => prepareAudit(tx))
const make = async (clientId: string, more: object = {}, commandId?: string) =>
  test.as(tao).call(contract.makeClientLink, {
    params: { clientId },
    body: { id: newId(), ...more },
    ...(commandId ? { commandId } : {}),
  })
const open = (secret: string) => test.as(null).call(contract.openClientLink, { params: { secret } })
const raise = async (auditId: string, statement: string, gradeId = 'minor') => {
  const body = { id: newId(), gradeId, clause: '5.1', leafIds: [], statement, evidence: '现场所见' }
  expect((await test.as(han).call(raiseNonconformity, { params: { auditId }, body })).status).toBe(200)
  return body.id
}
const tell = (auditId: string) => test.as(tao).call(tellClient, { params: { auditId }, body: { via: 'link' } })
const words = { correction: '已更换', cause: '疏忽', correctiveAction: '每月检查', answeredByName: '周涛' }
const answer = (secret: string, nonconformityId: string, more: object = {}) =>
  test.as(null).call(contract.answerByClientLink, { params: { secret, nonconformityId }, body: { ...words, ...more } })

describe('a client without Starproof', () => {
  let secret: string
  let other: string
  let mine: string
  let theirs: string
  let auditId: string

  it('is given a link by tao; only its hash is kept, and a repeated command tells nothing', async () => {
    const [one, two] = [await prepare(), await prepare()]
    auditId = one.auditId
    const commandId = newId()
    const id = newId()
    const made = await make(one.clientId, { id }, commandId)
    expect(made.body).toMatchObject({ expiresAt: '2027-02-14T01:00:00.000Z', mailed: false })
    secret = made.body.secret!
    expect((await make(one.clientId, { id }, commandId)).body.secret).toBeNull()
    other = (await make(two.clientId)).body.secret!
    const everywhere = await test.platform.query(
      { kind: 'system', orgId: beacon.orgId, name: 't', roles: [] },
      async (tx) => [
        ...(await tx.sql.selectFrom('command').selectAll().execute()),
        ...(await tx.sql.selectFrom('history').selectAll().execute()),
        ...(await tx.sql.selectFrom('clientLink').selectAll().execute()),
      ],
    )
    expect(JSON.stringify(everywhere)).not.toContain(secret)
    mine = await raise(auditId, '热线牌没有英文')
    theirs = await raise(two.auditId, '别家的发现')
    await tell(two.auditId)
    expect(
      (await test.as(han).call(contract.makeClientLink, { params: { clientId: one.clientId }, body: { id } })).status,
    ).toBe(403)
    expect((await test.as(zhou).call(contract.listClientLinks, { params: { clientId: one.clientId } })).status).toBe(
      403,
    )
    expect((await make(newId())).status).toBe(404)
    expect(await make(one.clientId, { mail: true })).toMatchObject({
      status: 400,
      body: { refusal: { code: 'client_without_mail' } },
    })
  })

  it('sees its application, and of findings only its own and only what it was told', async () => {
    expect((await open(secret)).body).toMatchObject({
      clientName: '蓝鲸制冷设备',
      bodyName: beacon.name,
      nonconformities: [],
    })
    await tell(auditId)
    const seen = (await open(secret)).body
    expect(seen.nonconformities).toMatchObject([
      { id: mine, state: 'open', dueOn: '2026-12-16', mayAnswer: true, isOverdue: false },
    ])
    expect(seen.applications).toHaveLength(1)
    expect((await open(other)).body.nonconformities.map((one) => one.id)).toEqual([theirs])
  })

  it('answers with photos it sent itself, and never another’s finding', async () => {
    expect((await answer(secret, theirs)).status).toBe(404)
    const sent = await upload(test, null, contract.uploadByClientLink, png('sign'), {
      params: { secret },
      name: '新牌.png',
    })
    expect(sent).toMatchObject({ status: 200, body: { name: '新牌.png' } })
    const foreign = await answer(other, theirs, { files: [sent.body.sha256] })
    expect(foreign).toMatchObject({ status: 400, body: { refusal: { code: 'file_unknown' } } })
    expect((await answer(secret, mine, { cause: '' })).status).toBe(400)
    expect((await answer(secret, mine, { files: [sent.body.sha256] })).body).toEqual({ state: 'answered' })
    const inside = (await test.as(lin).call(readNonconformity, { params: { nonconformityId: mine } })).body
    expect(inside.answers).toMatchObject([{ via: 'link', answeredByName: '周涛', files: [{ name: '新牌.png' }] }])
    const text = await upload(test, null, contract.uploadByClientLink, Buffer.from('<script>'), { params: { secret } })
    expect(text).toMatchObject({ status: 400, body: { refusal: { code: 'file_type_not_allowed' } } })
  })

  it('reads a verdict when it is told of it, not before', async () => {
    const { version } = (await test.as(lin).call(readNonconformity, { params: { nonconformityId: mine } })).body
    const body = { verdict: 'insufficient', reason: '照片看不清', version }
    expect((await test.as(ma).call(verifyAnswer, { params: { nonconformityId: mine }, body })).status).toBe(200)
    expect((await open(secret)).body.nonconformities).toMatchObject([
      { state: 'answered', reason: '', mayAnswer: false },
    ])
    await tell(auditId)
    expect((await open(secret)).body.nonconformities).toMatchObject([
      { state: 'open', reason: '照片看不清', mayAnswer: true },
    ])
  })

  it('downloads what shows a finding of its own, nothing else', async () => {
    const file = await test.arrange(beacon, async (tx) => {
      const stored = await parts.files.put(beacon.orgId, (await import('node:stream')).Readable.from([png('found')]))
      if (!stored.ok) return stored
      const row = { orgId: tx.orgId, ...stored.value, uploadedBy: 'x', uploadedAt: tx.at }
      await tx.sql.insertInto('file').values(row).execute()
      const shown = { orgId: tx.orgId, nonconformityId: mine, sha256: stored.value.sha256, name: '牌.png' }
      await tx.sql.insertInto('nonconformityFile').values(shown).execute()
      return accept(stored.value.sha256)
    })
    const get = (who: string) =>
      test.as(null).call(contract.downloadByClientLink, { params: { secret: who, sha256: file } })
    expect((await get(secret)).status).toBe(200)
    expect((await get(other)).status).toBe(404)
    expect((await open(secret)).body.nonconformities[0]!.files).toEqual([{ sha256: file, name: '牌.png' }])
  })

  it('finds the link shut when it is guessed, expired or revoked, and never learns which', async () => {
    expect(await open(Buffer.alloc(32, 7).toString('base64url'))).toMatchObject(gone)
    test.at('2027-02-14T01:00:00.000Z')
    expect(await open(secret)).toMatchObject(gone)
    test.at(MONDAY)
    const { clientId } = (await test.as(lin).call(readNonconformity, { params: { nonconformityId: mine } })).body
    const links = (await test.as(tao).call(contract.listClientLinks, { params: { clientId } })).body.rows
    expect(links).toMatchObject([{ madeByName: '陶然', lastUsedAt: MONDAY, revokedAt: null }])
    const params = { clientId, linkId: links[0]!.id }
    const body = { reason: '发错了人' }
    expect((await test.as(tao).call(contract.revokeClientLink, { params, body })).status).toBe(200)
    expect((await test.as(tao).call(contract.revokeClientLink, { params, body })).status).toBe(404)
    expect(await open(secret)).toMatchObject(gone)
    expect(await answer(secret, mine)).toMatchObject(gone)
    expect(await upload(test, null, contract.uploadByClientLink, png(), { params: { secret } })).toMatchObject(gone)
  })
})

it('the mail that brings a link goes to the client’s address and is kept without the secret once sent', async () => {
  const { clientId } = await prepare()
  await test.arrange(beacon, async (tx) => {
    await tx.sql.updateTable('client').set({ contactEmail: 'qm@lanjing.example' }).where('id', '=', clientId).execute()
    return accept(null)
  })
  expect((await make(clientId, { mail: true })).body.mailed).toBe(true)
  const mails = await test.platform.query({ kind: 'system', orgId: beacon.orgId, name: 't', roles: [] }, (tx) =>
    tx.sql.selectFrom('message').select(['toAddress', 'link', 'reason']).where('reason', '=', 'client_link').execute(),
  )
  expect(mails).toMatchObject([{ toAddress: 'qm@lanjing.example', link: expect.stringMatching(/^\/c\//) }])
})

describe('rules', () => {
  const link = { orgId: 'o', id: 'l', clientId: 'c', expiresAt: linkExpiry(MONDAY, 1), revokedAt: null }
  it.each([
    ['its last moment', link, '2026-11-17T00:59:59.999Z', true],
    ['expired', link, '2026-11-17T01:00:00.000Z', false],
    ['revoked', { ...link, revokedAt: MONDAY }, MONDAY, false],
    ['unknown', undefined, MONDAY, false],
  ])('%s', (_words, found, now, expected) => expect(openLink(found, now).ok).toBe(expected))

  it('a link brings in sixty files', () => {
    expect([canUpload(59).ok, canUpload(60).ok]).toEqual([true, false])
  })

  it('what was not told yet is not shown', () => {
    const round = { round: 1, dueOn: '2026-12-16', answeredAt: MONDAY, verifyDueOn: '2026-12-01' }
    const closed = { withdrawnAt: null, rounds: [round], verdicts: [{ round: 1, verdict: 'accepted' as const }] }
    expect(sharedState(closed, 'open:1')).toBe('answered')
    expect(sharedState(closed, 'closed:1')).toBe('closed')
    expect(sharedState({ ...closed, withdrawnAt: MONDAY, rounds: [{ ...round, answeredAt: null }] }, 'open:1')).toBe(
      'open',
    )
  })

  it('the mail says until when', () => {
    const about = { bodyName: '明灯认证', clientName: '蓝鲸', expiresAt: '2027-02-14T01:00:00.000Z' }
    for (const language of ['zh-CN', 'en'] as const) expect(linkMail({ ...about, language }).body).toContain('{{link}}')
  })
})
