import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gu, han, lin, ma, type SeedPerson, xu } from '#seeds/people.ts'
import { downloadParcel, listParcels, uploadParcel } from '#src/account/parcel/contract.ts'
import { changeCertificate, issueCertificate } from '#src/certification/certificate/contract/endpoints.ts'
import * as decision from '#src/certification/decision/contract.ts'
import { readBundle, readCredential, readPaper, readRegister } from '#src/certification/register/contract.ts'
import { addressOf } from '#src/client/address.ts'
import {
  closeAssessment,
  listAssessments,
  readAssessment,
  reopenAssessment,
} from '#src/evaluation/assessment/contract/round.ts'
import { listEditions, readEdition, sealScheme } from '#src/evaluation/edition/contract.ts'
import { declareApplication, downloadApplicationPack } from '#src/evaluation/material/contract/application.ts'
import { listUnconfirmed } from '#src/evaluation/scheme/rules/tree.ts'
import { newId } from '#src/shared/id.ts'
import { addDays } from '#src/shared/instant.ts'
import { DESK, expectAccessible, openBrowser, openSight, PHONE, picture, type Sight, signIn } from './browser.ts'
import { type ApiPerson, apiPerson } from './caller.ts'
import * as road from './road.ts'
import { clockAhead, type JourneyServer, startServer } from './server.ts'

const CLI = new URL('../../src/cli/main.ts', import.meta.url).pathname
/** Not done at first: enough to stay at three stars. */
const WEAK = ['5.1.3.2', '5.1.4.1']

let company: JourneyServer
let body: JourneyServer
let clock: Awaited<ReturnType<typeof clockAhead>>
let browser: Browser
let folder: string
const sights: Sight[] = []
beforeAll(async () => {
  clock = await clockAhead()
  ;[company, body] = await Promise.all([startServer(), startServer(clock.env)])
  browser = await openBrowser()
  folder = await mkdtemp(join(tmpdir(), 'starproof-certificate-'))
})
afterAll(async () => {
  await browser?.close()
  await company?.stop()
  await body?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function desk(server: JourneyServer, userName: string): Promise<Page> {
  const sight = await openSight(browser, server.address, DESK)
  sights.push(sight)
  await signIn(sight.page, '/desk/', userName)
  return sight.page
}

/** `starproof …` on the command line, without server, database or data folder. */
function starproof(...args: string[]) {
  const ran = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', env: { PATH: process.env.PATH } })
  return { code: ran.status, out: ran.stdout + ran.stderr }
}

const letters = {
  /** The newest letter of a kind that this person's organisation sent, as the file they would carry. */
  take: async (person: ApiPerson, kind: string): Promise<Buffer> => {
    const query = { direction: 'out', kind } as const
    const newest = async () => (await person.call(listParcels, { query })).rows[0]?.id
    await expect.poll(newest, { timeout: 20_000 }).toBeDefined()
    return person.download(downloadParcel, { params: { parcelId: (await newest())! } })
  },
}

async function keep(name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

/** The same bytes with one in the middle changed. */
function bitten(content: Buffer, at = Math.floor(content.length / 2)): Buffer {
  const changed = Buffer.from(content)
  changed[at] = changed[at]! ^ 1
  return changed
}

const found: {
  pack?: Buffer
  auditId?: string
  stars?: number
  certificateId?: string
  number?: string
  paper?: Buffer
  credential?: Buffer
} = {}
const publicFile = async (endpoint: { path: string }, query: object = {}) =>
  Buffer.from(
    await (await fetch(body.address + addressOf(endpoint.path, { number: found.number }, query))).arrayBuffer(),
  )

describe('the company', () => {
  let zhou: ApiPerson
  let assessmentId = ''
  const round = () => zhou.call(readAssessment, { params: { assessmentId } })

  it('seals the scheme, evaluates itself and stands at three stars', async () => {
    zhou = await apiPerson(company.address, 'zhou')
    const editionId = (await zhou.call(listEditions, {})).rows[0]!.id
    const edition = await zhou.call(readEdition, { params: { editionId } })
    const acceptsUnconfirmed = listUnconfirmed(edition.scheme).length
    await zhou.call(sealScheme, { params: { editionId }, body: { version: edition.version, acceptsUnconfirmed } })
    assessmentId = (await zhou.call(listAssessments, {})).rows[0]!.id
    await road.judgeAll(zhou, assessmentId, WEAK)
    const { version, score } = await round()
    expect(score.grade?.levelId).toBe('three_star')
    await zhou.call(closeAssessment, { params: { assessmentId }, body: { version } })
    const page = await desk(company, 'zhou')
    await page.goto('/desk/star-board')
    await page.getByRole('heading', { name: '星级看板' }).waitFor()
    await expect.poll(() => page.getByText('三星级').count(), { timeout: 20_000 }).toBeGreaterThan(0)
  })

  it('finds the cheapest way to four stars and takes it as its plan', async () => {
    const page = await desk(company, 'zhou')
    await page.goto('/desk/gap')
    await page.getByRole('radio', { name: /四星级/ }).check({ force: true })
    await page.getByRole('button', { name: '采用这个方案' }).first().waitFor()
    await expectAccessible(page)
    await picture(page, 'gap', true)
    await page.getByRole('button', { name: '采用这个方案' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: '采用方案' }).click()
    await page.getByRole('tab', { name: '执行中的计划' }).click()
    await page.getByText('通往四星级').waitFor()
    await picture(page, 'gap-plan', true)
  })

  it('does what was missing, and only then the score moves', async () => {
    const closed = await round()
    await zhou.call(reopenAssessment, {
      params: { assessmentId },
      body: { version: closed.version, reason: '提升计划已完成' },
    })
    const { leaves } = await round()
    for (const leafId of WEAK) {
      const leaf = leaves.find((one) => one.leafId === leafId)!
      const mode = leaf.kind === 'sampled' ? 'sampled' : 'judged'
      await road.judge(zhou, assessmentId, { id: leafId, mode: { value: mode } }, true, leaf.version)
    }
    const { version, score } = await round()
    expect(score.grade?.levelId).toBe('four_star')
    await zhou.call(closeAssessment, { params: { assessmentId }, body: { version } })
  })

  it('gathers its material, declares the application and takes the signed pack along', async () => {
    const { version } = await road.prepareApplication(zhou)
    const page = await desk(company, 'zhou')
    await page.goto('/desk/material')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expectAccessible(page)
    await picture(page, 'material', true)
    await zhou.call(declareApplication, { body: { version } })
    found.pack = await zhou.download(downloadApplicationPack, { query: {} })
  })
})

describe('the body, on another installation', () => {
  let tao: ApiPerson
  let feng: ApiPerson
  let zhou: ApiPerson
  let hanPerson: ApiPerson
  let maPerson: ApiPerson
  beforeAll(async () => {
    tao = await apiPerson(body.address, 'tao')
    feng = await apiPerson(body.address, 'feng')
    hanPerson = await apiPerson(body.address, 'han')
    maPerson = await apiPerson(body.address, 'ma')
    zhou = await apiPerson(company.address, 'zhou')
  })

  it('refuses a pack of which one byte was changed, and names the place', async () => {
    await expect(tao.upload(uploadParcel, 'bitten.starpack', bitten(found.pack!))).rejects.toThrow(
      /"code":"parcel_damaged".*"place":"[a-z][^"]+"/,
    )
    const told = starproof('verify', await keep('bitten.starpack', bitten(found.pack!)))
    expect(told.code).not.toBe(0)
  })

  it('takes the pack in, contracts, names a team', async () => {
    const taken = await tao.upload(uploadParcel, 'lanjing.starpack', found.pack!)
    const { auditId, packId } = await road.contractAndPlan(tao, taken.ledTo!.recordId)
    found.auditId = auditId
    await road.nameTeam(tao, feng, auditId, packId)
  })

  it('draws a sample that neither side could bend, and that anybody draws again', async () => {
    const flow = await road.drawSample(tao, zhou, found.auditId!, letters)
    const again = starproof(
      'sample',
      await keep('sample.json', flow.sample),
      await keep('lanjing.starpack', found.pack!),
    )
    expect(again.out).not.toMatch(/✗/)
    expect(again.code).toBe(0)
    const other = JSON.parse(flow.sample.toString())
    other.nonce = `${other.nonce?.startsWith('0') ? '1' : '0'}${String(other.nonce).slice(1)}`
    expect(starproof('sample', await keep('bent.json', Buffer.from(JSON.stringify(other)))).code).not.toBe(0)
    await road.planVisit(hanPerson, found.auditId!, [han.personId, ma.personId])
  })

  it('audits; one nonconformity is raised, corrected at the company, and verified', async () => {
    await road.auditOnSite(hanPerson, found.auditId!, ['5.1.6.2'])
    await road.correctFinding({ tao, han: hanPerson, ma: maPerson, zhou }, found.auditId!, letters)
    await road.report(hanPerson, found.auditId!)
  })

  it('decides by people who took no part', async () => {
    const params = { auditId: found.auditId! }
    const people = new Map<SeedPerson, ApiPerson>()
    for (const one of [lin, xu, gu]) people.set(one, await apiPerson(body.address, one.userName))
    const first = await people.get(lin)!.call(decision.readCase, { params })
    expect(first.hindrances).toEqual(['not_reviewed'])
    const checks = decision.REVIEW_CHECKS.map((id) => ({ id, conforms: true, note: '' }))
    const review = {
      id: newId(),
      reportVersion: first.report!.version,
      checks,
      verdict: 'recommended' as const,
      words: '材料与结论一致',
    }
    await people.get(lin)!.call(decision.reviewReport, { params, body: review })
    const proposal = {
      id: newId(),
      kind: 'grant' as const,
      scope: road.SCOPE,
      outletIds: first.outlets.map(({ id }) => id),
      reason: '符合要求',
    }
    let { version } = await people.get(xu)!.call(decision.proposeDecision, { params, body: proposal })
    for (const person of people.values())
      ({ version } = await person.call(decision.castVote, {
        params: { proposalId: proposal.id },
        body: { version, inFavour: true },
      }))
    const page = await desk(body, 'gu')
    await page.goto(`/desk/decisions/${found.auditId}`)
    await page.getByRole('button', { name: '计票并作出决定' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '计票并作出决定' }).click()
    await page.getByText(/决定人：/).waitFor()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await expectAccessible(page)
    await picture(page, 'decision', true)
    const decided = await people.get(lin)!.call(decision.readCase, { params })
    expect(decided.decisions).toHaveLength(1)
    found.stars = decided.decisions[0]!.stars
    expect(found.stars).toBe(4)
    const issued = await tao.call(issueCertificate, { body: { id: newId(), decisionId: decided.decisions[0]!.id } })
    found.certificateId = issued.id
    found.number = issued.number
  })
})

describe('the public', () => {
  it('finds the certificate on the phone: valid, with its stars', async () => {
    const sight = await openSight(browser, body.address, PHONE)
    sights.push(sight)
    await sight.page.goto(`/certificates/${encodeURIComponent(found.number!)}`)
    await sight.page.getByText('有效').first().waitFor()
    await sight.page.getByText('蓝鲸制冷设备').first().waitFor()
    await expectAccessible(sight.page)
    await picture(sight.page, 'certificate-public', true)
  })

  it('verifies paper and credential from the files alone, also with stock tools', async () => {
    found.paper = await publicFile(readPaper)
    found.credential = await publicFile(readCredential)
    const paper = await keep('certificate.pdf', found.paper)
    const told = starproof('verify', paper, await keep('credential.json', found.credential))
    expect(told.out).toContain(found.number!)
    expect(told.code).toBe(0)
    const bundle = await keep('bundle.zip', await publicFile(readBundle))
    expect(starproof('verify', bundle).code).toBe(0)
    const pdfsig = spawnSync('pdfsig', [paper], { encoding: 'utf8' })
    expect(pdfsig.stdout).toContain('Signature is Valid')
    expect(pdfsig.stdout).toContain('Total document signed')
  })

  it('sees through a changed byte in paper and credential', async () => {
    const paper = starproof('verify', await keep('bitten.pdf', bitten(found.paper!)))
    expect(paper.code).not.toBe(0)
    const text = found.credential!.toString()
    const credential = starproof('verify', await keep('bitten.json', Buffer.from(text.replace('商用', '家用'))))
    expect(text).toContain('商用')
    expect(credential.code).not.toBe(0)
  })
})

describe('a suspension', () => {
  it('shows at once, while on the day before the certificate still was valid', async () => {
    const issuedOn = road.today()
    const suspendedOn = addDays(issuedOn, 2)
    await clock.set(2)
    const linPerson = await apiPerson(body.address, 'lin')
    await linPerson.call(changeCertificate, {
      params: { certificateId: found.certificateId! },
      body: {
        ...{ id: newId(), kind: 'suspend' as const, effectiveOn: suspendedOn, untilOn: addDays(suspendedOn, 90) },
        ...{ reason: '重大投诉未按期处理', publicReason: '投诉处理期间暂停' },
      },
    })
    const read = async (query: object) =>
      (await fetch(body.address + addressOf(readRegister.path, { number: found.number }, query))).json()
    expect(await read({})).toMatchObject({ onDay: suspendedOn, standing: { status: 'suspended' } })
    expect(await read({ on: addDays(suspendedOn, -1) })).toMatchObject({ standing: { status: 'valid' } })
    const sight = await openSight(browser, body.address, PHONE)
    sights.push(sight)
    await sight.page.goto(`/certificates/${encodeURIComponent(found.number!)}`)
    await sight.page.getByText('暂停').first().waitFor()
    await picture(sight.page, 'certificate-suspended', true)
    const bundle = await keep('bundle2.zip', await publicFile(readBundle))
    expect(starproof('verify', bundle, '--on', suspendedOn).code).not.toBe(0)
    expect(starproof('verify', bundle, '--on', suspendedOn).out).toContain('SUSPENDED')
    expect(starproof('verify', bundle, '--on', addDays(suspendedOn, -1)).code).toBe(0)
  })

  it('leaves no fault on any screen', () => {
    expect(sights.flatMap((sight) => sight.faults)).toEqual([])
  })
})
