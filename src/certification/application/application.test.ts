import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MATERIALS } from '#src/evaluation/material/contract/dossier.ts'
import { uploadFile } from '#src/server/files/contract.ts'
import { fileRoutes } from '#src/server/files/routes.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { usccCheckDigit } from '#src/shared/uscc.ts'
import { beacon, feng, han, jin, lanjing, lin, tao, wu } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { download, png, upload } from '#test/upload.ts'
import * as contracts from '../certification-contract/contract.ts'
import { changeClient, listClients, readClient } from '../client/contract.ts'
import { certificationRoutes } from '../door.ts'
import * as contract from './contract.ts'
import { reviewersOf, stateOf } from './rules/steps.ts'
import { loadApplication } from './store.ts'

const NINE = '2026-11-16T01:00:00.000Z'
const folder = await mkdtemp(join(tmpdir(), 'starproof-applications-'))
const files = openFileStore(folder, 4 * 1024 * 1024)
const sealer = openSealer('a secret of tests only, of no installation')
const parts = { files, sealer, publicUrl: 'https://beacon.example' }

let test: TestPlatform
beforeAll(async () => {
  test = await openTestPlatform({ routes: [fileRoutes(files), certificationRoutes(parts)] })
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})

const refused = (status: number, code: string, params: object = {}) => ({ status, body: { refusal: { code, params } } })
let made = 0
const nextUscc = () => {
  const first = `91330100MA${String(++made).padStart(7, '0')}`
  return `${first}${usccCheckDigit(first)}`
}
const all = MATERIALS.map((id) => ({ id, state: 'present' as const, wanted: 1, have: 1, files: [] }))

function bodyOf(over: Partial<contract.TypedForm> = {}, checklist: typeof all = all) {
  const form: contract.TypedForm = {
    kind: 'initial',
    applicant: {
      ...{ orgId: null, legalName: '北辰厨具有限公司', uscc: nextUscc(), legalRepresentative: '何北' },
      ...{
        address: '宁波市江北区',
        contactName: '秦川',
        contactPhone: '0574-87650000',
        contactEmail: 'qin@beichen.example',
      },
    },
    ...{
      schemeId: 'gbt27922-2011',
      standard: 'GB/T 27922-2011',
      wantedLevelId: 'three_star',
      scope: '厨具的销售和售后服务',
    },
    ...{
      productClasses: ['灶具'],
      headcount: 1200,
      serviceHeadcount: 200,
      outletCount: 0,
      runningSinceOn: '2024-03-01',
    },
    ...{ isLegalPerson: true, holdsPermits: true, noMajorFailure: true, declaredTrue: true, declaredByName: '何北' },
    declaredAt: NINE,
    ...over,
  }
  return { id: newId(), form, outlets: [], staff: [], checklist }
}
async function add(over: Partial<contract.TypedForm> = {}, checklist?: typeof all) {
  const body = bodyOf(over, checklist)
  const added = await test.as(tao).call(contract.addApplication, { body })
  if (added.status !== 200) throw new Error(JSON.stringify(added.body))
  return body
}
const read = async (applicationId: string) =>
  (await test.as(tao).call(contract.readApplication, { params: { applicationId } })).body
const mails = () =>
  test.platform.database.system.selectFrom('message').selectAll().where('orgId', '=', beacon.orgId).execute()

describe('a paper application that tao types in', () => {
  it('is received with a number and a due day ten working days on; sent twice it is one', async () => {
    const body = bodyOf()
    const commandId = newId()
    const first = await test.as(tao).call(contract.addApplication, { body, commandId })
    const again = await test.as(tao).call(contract.addApplication, { body, commandId })
    expect([first.status, again.status]).toEqual([200, 200])
    expect(again.body).toEqual(first.body)
    const shown = await read(body.id)
    // Monday to Monday, two weeks on: no holiday lies between.
    expect(shown).toMatchObject({
      state: 'reviewing',
      via: 'typed',
      dueOn: '2026-11-30',
      lateDays: 0,
      clientName: '北辰厨具有限公司',
    })
    expect(shown.number).toMatch(/^AP26-\d{6}$/)
    const listed = await test.as(han).call(contract.listApplications, { query: { search: body.form.applicant.uscc } })
    expect(listed.body.rows.map(({ id }) => id)).toEqual([body.id])
    const client = (await test.as(lin).call(listClients, { query: { search: body.form.applicant.uscc } })).body.rows[0]!
    expect((await test.as(lin).call(readClient, { params: { clientId: client.id } })).body).toMatchObject({
      ledgerKeys: [],
      blacklistedUntilOn: null,
    })
  })

  it('is taken by officers only, of a body only', async () => {
    for (const person of [han, lin, jin, feng]) {
      expect((await test.as(person).call(contract.addApplication, { body: bodyOf() })).status).toBe(403)
    }
    expect(await test.as(wu).call(contract.listApplications)).toMatchObject(refused(403, 'certification_bodies_only'))
    expect((await test.as(null).call(contract.listApplications)).status).toBe(401)
  })

  it('needs a credit code with the right check digit, and a whole form', async () => {
    const wrong = bodyOf()
    wrong.form.applicant.uscc = '91350100M000100Y44'
    expect(await test.as(tao).call(contract.addApplication, { body: wrong })).toMatchObject(
      refused(400, 'uscc_check_digit'),
    )
    const untrue = { ...bodyOf(), form: { ...bodyOf().form, declaredTrue: false } }
    expect((await test.as(tao).call(contract.addApplication, { body: untrue })).status).toBe(400)
  })

  it('is refused while the company is blacklisted', async () => {
    const body = bodyOf()
    const { uscc } = body.form.applicant
    await test.arrange(beacon, async (tx) => {
      const entry = { clientName: '北辰', uscc, reason: '提供虚假材料', fromOn: '2026-01-01', untilOn: '2028-12-31' }
      await tx.sql
        .insertInto('blacklistEntry')
        .values({ orgId: tx.orgId, id: newId(), ...entry, madeBy: 'system:test', madeAt: tx.at })
        .execute()
      return accept(null)
    })
    expect(await test.as(tao).call(contract.addApplication, { body })).toMatchObject(
      refused(409, 'blacklisted', { until: '2028-12-31' }),
    )
  })

  it('is not accepted with unmet conditions; further material meets them, late by a day', async () => {
    const { id, form } = await add(
      {},
      all.filter((item) => item.id !== 'service_manual'),
    )
    const params = { applicationId: id }
    expect(
      await test.as(tao).call(contract.acceptApplication, { params, body: { version: 1, reason: '' } }),
    ).toMatchObject(refused(409, 'application_unmet', { checks: 'materials', count: 1 }))
    const asked = { version: 1, reason: '请补交服务手册', materials: ['service_manual'] }
    expect((await test.as(tao).call(contract.askForMore, { params, body: asked })).body).toMatchObject({
      state: 'awaiting',
      version: 2,
    })
    expect(await test.as(tao).call(contract.askForMore, { params, body: asked })).toMatchObject(
      refused(409, 'stale_version'),
    )
    expect(await test.as(tao).call(contract.askForMore, { params, body: { ...asked, version: 2 } })).toMatchObject(
      refused(409, 'already_asked'),
    )
    const [mail] = (await mails()).filter(({ aboutId }) => aboutId === id)
    expect(mail).toMatchObject({ toAddress: form.applicant.contactEmail, reason: 'application_notice' })
    expect(mail!.body).toContain('请于 2026-12-07 前提交')

    test.at('2026-12-08T01:00:00.000Z')
    expect(await read(id)).toMatchObject({ state: 'awaiting', dueOn: '2026-12-07', lateDays: 1 })
    const supply = { version: 2, note: '纸质件已收', materials: ['service_manual'], files: [] }
    expect((await test.as(tao).call(contract.supplyMaterial, { params, body: supply })).body).toMatchObject({
      state: 'reviewing',
    })
    const shown = await read(id)
    expect(shown.steps.map(({ kind, lateDays }) => [kind, lateDays])).toEqual([
      ['received', 0],
      ['more_asked', 1],
      ['supplied', 0],
    ])
    expect(
      (await test.as(tao).call(contract.acceptApplication, { params, body: { version: 3, reason: '' } })).body,
    ).toMatchObject({ state: 'accepted' })
    const reviewed = await test.arrange(beacon, async (tx) => accept(await loadApplication(tx, id)))
    expect(reviewersOf(reviewed!.steps)).toEqual([tao.personId])
    test.at(NINE)
  })

  it('can be refused with reasons, once, and withdrawn', async () => {
    const { id } = await add()
    const params = { applicationId: id }
    expect(
      (await test.as(tao).call(contract.refuseApplication, { params, body: { version: 1, reason: ' ' } })).status,
    ).toBe(400)
    expect(
      (await test.as(lin).call(contract.refuseApplication, { params, body: { version: 1, reason: '材料不实' } }))
        .status,
    ).toBe(403)
    expect(
      (await test.as(tao).call(contract.refuseApplication, { params, body: { version: 1, reason: '材料不实' } })).body
        .state,
    ).toBe('refused')
    expect(
      await test.as(tao).call(contract.withdrawApplication, { params, body: { version: 2, reason: '不做了' } }),
    ).toMatchObject(refused(409, 'application_over'))
    const other = await add()
    expect(
      (
        await test.as(tao).call(contract.withdrawApplication, {
          params: { applicationId: other.id },
          body: { version: 1, reason: '企业来函' },
        })
      ).body.state,
    ).toBe('withdrawn')
  })

  it('is found by every state in which it can be', async () => {
    for (const state of contract.APPLICATION_STATES) {
      const rows = (await test.as(tao).call(contract.listApplications, { query: { state, limit: 200 } })).body.rows
      expect(rows.every((row) => row.state === state)).toBe(true)
    }
    const stored = (await test.as(tao).call(contract.listApplications, { query: { limit: 200 } })).body.rows
    for (const row of stored) {
      const one = await test.arrange(beacon, async (tx) => accept(await loadApplication(tx, row.id)))
      expect(row.state).toBe(stateOf(one!.steps))
    }
    const first = await test.as(tao).call(contract.listApplications, { query: { limit: 2 } })
    const second = await test
      .as(tao)
      .call(contract.listApplications, { query: { limit: 2, cursor: first.body.nextCursor! } })
    expect(new Set([...first.body.rows, ...second.body.rows].map(({ id }) => id)).size).toBe(4)
  })

  it('updates what is known of the client; two officers cannot change it at once', async () => {
    const { form } = await add()
    const client = (await test.as(tao).call(listClients, { query: { search: form.applicant.uscc } })).body.rows[0]!
    const change = {
      version: client.version,
      name: '北辰厨具股份有限公司',
      address: '宁波',
      contactName: '秦川',
      contactPhone: '',
      contactEmail: '',
    }
    const params = { clientId: client.id }
    expect((await test.as(tao).call(changeClient, { params, body: change })).status).toBe(200)
    expect(await test.as(tao).call(changeClient, { params, body: change })).toMatchObject(refused(409, 'stale_version'))
    expect((await test.as(jin).call(changeClient, { params, body: change })).status).toBe(403)
  })
})

async function accepted(over: Partial<contract.TypedForm> = {}) {
  const body = await add(over)
  const taken = await test
    .as(tao)
    .call(contract.acceptApplication, { params: { applicationId: body.id }, body: { version: 1, reason: '' } })
  if (taken.status !== 200) throw new Error(JSON.stringify(taken.body))
  return body
}

describe('a quotation', () => {
  it('of 1,200 people: 16 person-days, ¥51,000, offered as a signed-off PDF, signed with the scan', async () => {
    const { id: applicationId } = await accepted()
    const reckoned = await test.as(han).call(contracts.reckonApplication, { params: { applicationId } })
    expect(reckoned.body.initial).toMatchObject({ totalTenths: 160, feeFen: 5_100_000 })
    const id = newId()
    expect(
      (await test.as(tao).call(contracts.quoteContract, { body: { id, applicationId, adjustments: [] } })).body,
    ).toMatchObject({ state: 'quoted' })
    expect(
      await test.as(tao).call(contracts.quoteContract, { body: { id: newId(), applicationId, adjustments: [] } }),
    ).toMatchObject({ status: 409 })
    const params = { contractId: id }
    const shown = (await test.as(lin).call(contracts.readContract, { params })).body
    expect(shown).toMatchObject({
      initialTenths: 160,
      surveillanceTenths: 55,
      recertificationTenths: 100,
      feeFen: 5_100_000,
      state: 'quoted',
    })
    expect(shown.terms).toMatchObject({ bodyName: beacon.name, clientName: '北辰厨具有限公司', validMonths: 36 })

    const signing = {
      version: 1,
      signedOn: '2026-11-16',
      signedByClient: '何北',
      signedByBody: '金岳',
      fileSha256: '0'.repeat(64),
    }
    expect(await test.as(tao).call(contracts.signContract, { params, body: signing })).toMatchObject(
      refused(409, 'contract_state', { state: 'quoted' }),
    )
    expect((await test.as(tao).call(contracts.offerContract, { params, body: { version: 1 } })).body).toMatchObject({
      state: 'offered',
      version: 2,
    })
    expect((await mails()).filter(({ aboutId }) => aboutId === id)).toMatchObject([{ reason: 'quotation' }])
    const saved = await download(test, han, contracts.downloadContract, params)
    expect(saved.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    const word = await test
      .as(han)
      .call(contracts.downloadContract, { params, query: { format: 'docx', language: 'en' } })
    expect(word.headers['content-type']).toContain('wordprocessingml')

    expect(await test.as(tao).call(contracts.signContract, { params, body: { ...signing, version: 2 } })).toMatchObject(
      refused(400, 'file_unknown'),
    )
    const scan = (await upload(test, tao, uploadFile, png('signed'))).body.sha256
    const body = { ...signing, version: 2, fileSha256: scan }
    expect(
      await test.as(tao).call(contracts.signContract, { params, body: { ...body, signedOn: '2026-11-15' } }),
    ).toMatchObject(refused(400, 'signed_day'))
    expect((await test.as(tao).call(contracts.signContract, { params, body })).body.state).toBe('signed')
    expect(await test.as(tao).call(contracts.offerContract, { params, body: { version: 3 } })).toMatchObject(
      refused(409, 'contract_state'),
    )
    expect(
      await test
        .as(tao)
        .call(contract.withdrawApplication, { params: { applicationId }, body: { version: 2, reason: '不做了' } }),
    ).toMatchObject(refused(409, 'application_has_contract'))
    expect((await read(applicationId)).contractId).toBe(id)
  }, 60_000)

  it('waits for acceptance, for officers, and for an explanation of 300 people in 300 outlets', async () => {
    const { id: applicationId } = await add({ headcount: 300, outletCount: 300 })
    const quote = () =>
      test.as(tao).call(contracts.quoteContract, { body: { id: newId(), applicationId, adjustments: [] } })
    expect(await quote()).toMatchObject(refused(409, 'application_not_accepted', { state: 'reviewing' }))
    const params = { applicationId }
    await test.as(tao).call(contract.acceptApplication, { params, body: { version: 1, reason: '' } })
    expect(await quote()).toMatchObject(refused(409, 'headcount_unexplained', { headcount: 300, outlets: 300 }))
    expect((await read(applicationId)).headcount.implausible).toMatchObject({
      perOutletTenths: 10,
      leastTenths: 20,
      reasons: ['too_few_per_outlet'],
    })
    const corrected = { version: 2, headcount: 900, reason: '含劳务派遣人员，按社保名册核实' }
    expect((await test.as(tao).call(contract.correctHeadcount, { params, body: corrected })).status).toBe(200)
    expect(
      await test.as(tao).call(contract.correctHeadcount, { params, body: { ...corrected, version: 3 } }),
    ).toMatchObject(refused(409, 'headcount_same'))
    expect(
      await test.as(tao).call(contract.explainHeadcount, { params, body: { version: 3, reason: '合理' } }),
    ).toMatchObject(refused(409, 'headcount_plausible'))
    expect(
      (await test.as(han).call(contracts.quoteContract, { body: { id: newId(), applicationId, adjustments: [] } }))
        .status,
    ).toBe(403)
    const quoted = await quote()
    // 876–1175: 14.5; eighteen of three hundred outlets without a headcount of their own: 9; together 23.5.
    const shown = (await test.as(tao).call(contracts.readContract, { params: { contractId: quoted.body.id } })).body
    expect(shown.reckoning.initial.lines.map(({ code, tenths }) => [code, tenths])).toEqual([
      ['band', 145],
      ['outlets_least', 90],
      ['total', 235],
    ])
    expect((await read(applicationId)).steps.at(-1)).toMatchObject({
      kind: 'headcount_corrected',
      detail: { headcount: 900, before: 300 },
    })
  })

  it('goes on with the stated headcount once somebody says why it is right', async () => {
    const { id: applicationId } = await accepted({ headcount: 300, outletCount: 300 })
    const params = { applicationId }
    expect(
      (await test.as(tao).call(contract.explainHeadcount, { params, body: { version: 2, reason: '无人值守自助网点' } }))
        .status,
    ).toBe(200)
    const adjustments = [{ tenths: -20, reason: '网点流程完全相同' }]
    const id = newId()
    expect(
      (await test.as(tao).call(contracts.quoteContract, { body: { id, applicationId, adjustments } })).status,
    ).toBe(200)
    const asked = await test
      .as(tao)
      .call(contracts.reckonApplication, { params, query: { adjustments: '-20 网点流程完全相同' } })
    const shown = (await test.as(tao).call(contracts.readContract, { params: { contractId: id } })).body
    expect(asked.body).toEqual(shown.reckoning)
    expect(
      (await test.as(tao).call(contracts.reckonApplication, { params, query: { adjustments: 'nonsense' } })).status,
    ).toBe(400)
    expect(
      (
        await test.as(tao).call(contracts.quoteContract, {
          body: { id: newId(), applicationId, adjustments: [{ tenths: 10, reason: '' }] },
        })
      ).status,
    ).toBe(400)
  })

  it('that is cancelled makes way for another', async () => {
    const { id: applicationId } = await accepted()
    const id = newId()
    await test.as(tao).call(contracts.quoteContract, { body: { id, applicationId, adjustments: [] } })
    const params = { contractId: id }
    const cancelled = await test
      .as(tao)
      .call(contracts.cancelContract, { params, body: { version: 1, reason: '范围有误' } })
    expect(cancelled.body.state).toBe('cancelled')
    expect(
      await test.as(tao).call(contracts.cancelContract, { params, body: { version: 2, reason: '再次' } }),
    ).toMatchObject(refused(409, 'contract_state'))
    expect(
      (await test.as(tao).call(contracts.quoteContract, { body: { id: newId(), applicationId, adjustments: [] } }))
        .status,
    ).toBe(200)
    const rows = (await test.as(han).call(contracts.listContracts, { query: { search: '北辰', limit: 200 } })).body.rows
    expect(
      rows
        .filter((row) => row.applicationId === applicationId)
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['cancelled', 'quoted'])
    const page = await test.as(han).call(contracts.listContracts, { query: { limit: 1 } })
    const next = await test
      .as(han)
      .call(contracts.listContracts, { query: { limit: 1, cursor: page.body.nextCursor! } })
    expect(next.body.rows[0]!.id).not.toBe(page.body.rows[0]!.id)
  })

  it('of another organisation is not there', async () => {
    expect((await test.as(tao).call(contracts.readContract, { params: { contractId: newId() } })).status).toBe(404)
    expect((await test.as(wu).call(contracts.listContracts)).status).toBe(403)
    expect(lanjing.orgId).not.toBe(beacon.orgId)
  })
})
