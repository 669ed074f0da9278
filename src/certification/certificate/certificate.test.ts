import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkCredential } from '#src/server/credential/check.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { checkPdf } from '#src/server/signature/check-pdf.ts'
import { newId } from '#src/shared/id.ts'
import { certified, fileCase, joinAudit } from '#test/certification/certified.ts'
import { beacon, han, jin, lanjing, lin, tao, xu } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { readBodyProfile, saveBodyProfile } from '../body-profile/contract.ts'
import { bodyProfileRoutes } from '../body-profile/routes.ts'
import { listSigningKeys, makeSigningKeys, rotateSigningKey } from '../signing-key/contract.ts'
import { signingKeyRoutes } from '../signing-key/routes.ts'
import { changeCertificate as changeBySystem } from './actions/change.ts'
import * as contract from './contract/endpoints.ts'
import { certificateRoutes } from './routes.ts'
import { listCertificatesOf, listDueCertificates } from './store/certificate.ts'

let folder: string
let test: TestPlatform
let parts: Parameters<typeof certificateRoutes>[0]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'starproof-certificate-'))
  parts = {
    files: openFileStore(folder, 20 * 1024 * 1024),
    sealer: openSealer('a secret of tests only, of no installation'),
    publicUrl: 'https://register.beacon.example',
  }
  test = await openTestPlatform({ routes: [bodyProfileRoutes, signingKeyRoutes(parts), certificateRoutes(parts)] })
})
afterAll(async () => {
  await test.close()
  rmSync(folder, { recursive: true, force: true })
})

const pdfOf = (sha256: string) => readFileSync(parts.files.pathOf(beacon.orgId, sha256))
const change = (certificateId: string, body: object, who = lin) =>
  test
    .as(who)
    .call(contract.changeCertificate, { params: { certificateId }, body: { id: newId(), reason: '内部理由', ...body } })
const read = (certificateId: string, who = lin) =>
  test.as(who).call(contract.readCertificate, { params: { certificateId } })

describe('issuing', () => {
  it('tao issues what was decided: a number, a signed paper that pdfsig accepts, a credential inside it', async () => {
    const { decisionId } = await fileCase(test)
    const waiting = await test.as(tao).call(contract.listWaitingDecisions)
    expect(waiting.body.rows.map((row) => row.id)).toContain(decisionId)
    const issued = await test.as(tao).call(contract.issueCertificate, { body: { id: newId(), decisionId } })
    expect(issued.status).toBe(200)
    expect(issued.body.number).toMatch(/2026/)
    const told = execFileSync('pdfsig', [parts.files.pathOf(beacon.orgId, issued.body.fileSha256)], {
      encoding: 'utf8',
    })
    expect(told).toContain('Signature is Valid')
    expect(told).toContain('Total document signed')
    expect(checkPdf(pdfOf(issued.body.fileSha256)).ok).toBe(true)
    const attached = execFileSync('pdfdetach', ['-list', parts.files.pathOf(beacon.orgId, issued.body.fileSha256)], {
      encoding: 'utf8',
    })
    expect(attached).toContain('credential.json')
    const text = execFileSync('pdftotext', [parts.files.pathOf(beacon.orgId, issued.body.fileSha256), '-'], {
      encoding: 'utf8',
    })
    expect(text).toContain('蓝鲸制冷设备')
    expect(text).toContain(issued.body.number)
    const shown = (await read(issued.body.id)).body
    expect(shown).toMatchObject({
      stars: 4,
      edition: 1,
      standing: { status: 'valid' },
      mayChange: true,
      validUntilOn: '2029-11-15',
    })
    const stored = (await test.platform.query(systemOf(), (tx) => listCertificatesOf(tx, shown.clientId)))[0]!
    expect(await checkCredential(stored.editions[0]!.credential)).toMatchObject({ ok: true })
    expect(stored.editions[0]!.credential.credentialSubject).toMatchObject({
      stars: 4,
      certificateNumber: issued.body.number,
    })
  })

  it('happens once: the same command answers again, another is refused', async () => {
    const { decisionId } = await fileCase(test)
    const commandId = newId()
    const body = { id: newId(), decisionId }
    const first = await test.as(tao).call(contract.issueCertificate, { body, commandId })
    const again = await test.as(tao).call(contract.issueCertificate, { body, commandId })
    expect(again.body).toEqual(first.body)
    const other = await test.as(tao).call(contract.issueCertificate, { body: { id: newId(), decisionId } })
    expect(other).toMatchObject({ status: 409, body: { refusal: { code: 'decision_used' } } })
  })

  it('counts on without a gap, and never without year and running number', async () => {
    const one = await certified(test)
    const two = await certified(test)
    const sequence = (number: string) => Number(/(\d{4,8})$/.exec(number)?.[1])
    expect(sequence(two.number)).toBe(sequence(one.number) + 1)
  })

  it('covers four hundred outlets, some of one name, on paper and in a credential that is soon read', async () => {
    const { id, clientId } = await certified(test, { outlets: 400 })
    const [stored] = await test.platform.query(systemOf(), (tx) => listCertificatesOf(tx, clientId))
    expect(stored!.id).toBe(id)
    const { outlets } = stored!.editions[0]!.credential.credentialSubject as { outlets: object[] }
    expect(outlets).toHaveLength(400)
    expect(await checkCredential(stored!.editions[0]!.credential)).toMatchObject({ ok: true })
  })

  it.each([
    ['a refusal', { kind: 'refuse' }, 'decision_grants_nothing'],
    ['a decision that words no level', { scheme: {} }, 'decision_without_level'],
  ])('is refused after %s', async (_what, given, code) => {
    const { decisionId } = await fileCase(test, given)
    const answer = await test.as(tao).call(contract.issueCertificate, { body: { id: newId(), decisionId } })
    expect(answer).toMatchObject({ status: 409, body: { refusal: { code } } })
  })

  it('is refused to an auditor, and to a decider who took part in the audit, even after leaving the team', async () => {
    const { decisionId, auditId } = await fileCase(test)
    const body = { id: newId(), decisionId }
    expect((await test.as(han).call(contract.issueCertificate, { body })).status).toBe(403)
    await joinAudit(test, auditId, xu, '2026-11-10T00:00:00.000Z')
    expect((await test.as(xu).call(contract.issueCertificate, { body })).body).toMatchObject({
      refusal: { code: 'took_part_in_audit' },
    })
    expect((await test.as(lin).call(contract.issueCertificate, { body })).status).toBe(200)
  })

  it('tells the holder by a letter with paper and credential, delivered here, and by mail', async () => {
    const { id, number } = await certified(test, { isHere: true })
    const rows = await test.arrange(beacon, async (tx) => ({
      ok: true as const,
      value: {
        letters: await tx.sql
          .selectFrom('parcel')
          .select(['kind', 'deliver', 'counterpartName'])
          .where('orgId', '=', tx.orgId)
          .where('recordId', '=', id)
          .execute(),
        mails: await tx.sql
          .selectFrom('message')
          .select(['subject', 'link', 'toAddress'])
          .where('orgId', '=', tx.orgId)
          .where('aboutId', '=', id)
          .execute(),
      },
    }))
    expect(rows.letters).toEqual([{ kind: 'certificate', deliver: 'here', counterpartName: lanjing.name }])
    expect(rows.mails[0]!.subject).toContain(number)
    expect(rows.mails[0]!.link).toContain(`/certificates/${number}`)
  })
})

describe('changes', () => {
  it('lin suspends, and the day before still shows valid; restored it is valid again', async () => {
    const { id } = await certified(test)
    const suspended = await change(id, {
      kind: 'suspend',
      effectiveOn: '2026-11-16',
      untilOn: '2027-02-01',
      publicReason: '逾期未接受监督',
    })
    expect(suspended.status).toBe(200)
    expect((await read(id)).body.standing).toEqual({
      status: 'suspended',
      sinceOn: '2026-11-16',
      untilOn: '2027-02-01',
    })
    expect(
      (await change(id, { kind: 'suspend', effectiveOn: '2026-11-16', untilOn: '2027-02-01', publicReason: '又' }))
        .body,
    ).toMatchObject({ refusal: { code: 'already_suspended' } })
    expect((await change(id, { kind: 'restore', effectiveOn: '2026-11-20' })).status).toBe(200)
    expect((await read(id)).body.standing.status).toBe('suspended')
    expect((await read(id)).body.changes).toHaveLength(2)
  })

  it.each([
    ['in the past', { kind: 'withdraw', effectiveOn: '2026-11-15', publicReason: '弄虚作假' }, 'change_in_the_past'],
    ['without a public reason', { kind: 'withdraw', effectiveOn: '2026-11-16' }, 'public_reason_needed'],
    [
      'for longer than the rules allow',
      { kind: 'suspend', effectiveOn: '2026-11-16', untilOn: '2028-01-01', publicReason: 'x' },
      'suspension_term',
    ],
    ['restored while valid', { kind: 'restore', effectiveOn: '2026-11-16' }, 'not_suspended'],
    ['extended without a decision', { kind: 'extend', effectiveOn: '2026-11-16' }, 'decision_needed'],
    ['too far ahead', { kind: 'cancel', effectiveOn: '2027-11-16', publicReason: 'x' }, 'change_too_far_ahead'],
  ])('are refused %s', async (_what, body, code) => {
    const { id } = await certified(test)
    expect((await change(id, body)).body).toMatchObject({ refusal: { code } })
  })

  it('end with a withdrawal: nothing comes after it', async () => {
    const { id } = await certified(test)
    expect(
      (await change(id, { kind: 'withdraw', effectiveOn: '2026-11-16', publicReason: '提供虚假材料' })).status,
    ).toBe(200)
    expect((await change(id, { kind: 'restore', effectiveOn: '2026-11-17' })).body).toMatchObject({
      refusal: { code: 'certificate_ended' },
    })
    expect((await read(id)).body.standing.status).toBe('withdrawn')
  })

  it('are made by deciders who took no part, and by nobody else', async () => {
    const { id, auditId } = await certified(test)
    const body = { kind: 'cancel', effectiveOn: '2026-11-16', publicReason: '企业申请' }
    for (const person of [tao, han, jin]) expect((await change(id, body, person)).status).toBe(403)
    await joinAudit(test, auditId, xu)
    expect((await change(id, body, xu)).body).toMatchObject({ refusal: { code: 'took_part_in_audit' } })
    expect((await read(id, xu)).body.mayChange).toBe(false)
    expect((await change(id, body, lin)).status).toBe(200)
  })

  it('of stars bring another edition under the same number; the credential before is superseded', async () => {
    const { id, clientId, number } = await certified(test)
    const { decisionId } = await fileCase(test, {
      kind: 'star_change',
      stars: 5,
      levelId: 'five_star',
      clientId,
      certificateId: id,
    })
    const changed = await change(id, { kind: 'star', effectiveOn: '2026-11-18', decisionId })
    expect(changed.body).toMatchObject({ edition: 2 })
    const shown = (await read(id)).body
    expect(shown).toMatchObject({
      number,
      edition: 2,
      stars: 5,
      editions: [{ number: 1 }, { number: 2, validFromOn: '2026-11-18' }],
    })
    expect((await change(id, { kind: 'star', effectiveOn: '2026-11-18', decisionId })).status).toBe(409)
  })

  it('are made by the system under the rules, in its own name', async () => {
    const { id } = await certified(test)
    await test.arrange(beacon, (tx) =>
      changeBySystem(tx, parts, {
        certificateId: id,
        kind: 'suspend',
        effectiveOn: '2026-11-16',
        untilOn: '2027-05-01',
        reason: '监督逾期',
        publicReason: '逾期未接受监督',
      }),
    )
    expect((await read(id)).body.changes[0]).toMatchObject({ kind: 'suspend', madeByName: 'arrange' })
  })
})

describe('lists', () => {
  it('find a certificate by holder or number, page by page', async () => {
    const { number } = await certified(test)
    const found = await test.as(tao).call(contract.listCertificates, { query: { search: number } })
    expect(found.body.rows.map((row) => row.number)).toEqual([number])
    const first = await test.as(tao).call(contract.listCertificates, { query: { limit: 2 } })
    expect(first.body.rows).toHaveLength(2)
    const second = await test
      .as(tao)
      .call(contract.listCertificates, { query: { limit: 2, cursor: first.body.nextCursor } })
    expect(second.body.rows[0]!.id).not.toBe(first.body.rows[0]!.id)
  })

  it('tell which surveillance comes due', async () => {
    const { id } = await certified(test)
    const due = (untilOn: string) => test.platform.query(systemOf(), (tx) => listDueCertificates(tx, untilOn, 500))
    expect((await due('2027-11-15')).map((one) => one.id)).not.toContain(id)
    expect((await due('2027-11-16')).map((one) => one.id)).toContain(id)
  })
})

describe('keys', () => {
  it('are made once, rotated by the general manager, and a paper of the retired key stays accepted', async () => {
    const before = await certified(test)
    expect((await test.as(jin).call(makeSigningKeys, { body: {} })).body).toEqual({ made: 0 })
    test.at('2026-11-16T02:00:00.000Z')
    for (const purpose of ['document', 'credential', 'root'])
      expect(
        (await test.as(jin).call(rotateSigningKey, { params: { purpose }, body: { reason: '每年更换' } })).status,
      ).toBe(200)
    expect(
      (await test.as(tao).call(rotateSigningKey, { params: { purpose: 'root' }, body: { reason: 'x' } })).status,
    ).toBe(403)
    const { rows } = (await test.as(tao).call(listSigningKeys)).body
    expect(
      rows
        .filter((row) => row.validUntil === null)
        .map((row) => row.purpose)
        .sort(),
    ).toEqual(['credential', 'document', 'root'])
    expect(rows.some((row) => 'sealedSecret' in row)).toBe(false)
    const after = await certified(test)
    const [one, two] = [checkPdf(pdfOf(before.fileSha256)), checkPdf(pdfOf(after.fileSha256))]
    expect([one.ok, two.ok]).toEqual([true, true])
    expect(one.signer!.certificatePem).not.toBe(two.signer!.certificatePem)
  })
})

describe('the body as certificates name it', () => {
  it('is entered by those who make the rules, over the version that was read', async () => {
    const read = (await test.as(tao).call(readBodyProfile)).body
    expect(read).toMatchObject({ legalName: beacon.name, version: 0 })
    const body = { ...read, nameEn: 'Beacon Certification', address: '北京市朝阳区', signatory: '金岳' }
    expect((await test.as(tao).call(saveBodyProfile, { body })).status).toBe(403)
    expect((await test.as(jin).call(saveBodyProfile, { body })).body).toEqual({ version: 1 })
    expect((await test.as(jin).call(saveBodyProfile, { body })).status).toBe(409)
    expect((await test.as(jin).call(saveBodyProfile, { body: { ...body, version: 1 } })).body).toEqual({ version: 2 })
    expect((await test.as(jin).call(saveBodyProfile, { body: { ...body, version: 1 } })).status).toBe(409)
  })
})

function systemOf() {
  return { kind: 'system', orgId: beacon.orgId, name: 'test', roles: [] } as const
}
