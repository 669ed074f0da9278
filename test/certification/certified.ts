import { issueCertificate } from '#src/certification/certificate/contract/endpoints.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, lanjing, type TestOrganisation, type TestPerson, tao } from '../people.ts'
import type { TestPlatform } from '../platform.ts'

type Given = {
  /** The body; beacon by default. */
  org?: TestOrganisation
  kind?: string
  scheme?: unknown
  stars?: number
  levelId?: string
  clientId?: string
  certificateId?: string
  name?: string
  outlets?: number
  /** The client is the company of this installation. */
  isHere?: boolean
}

let made = 0

/** A client, an audit of it and a decision, as those features leave them. */
export async function fileCase(test: TestPlatform, given: Given = {}) {
  const [decisionId, auditId, newClientId] = [newId(), newId(), newId()]
  const clientId = given.clientId ?? newClientId
  made += 1
  const nth = String(made).padStart(4, '0')
  const scheme = given.scheme ?? {
    ...{ id: 'gbt27922-2011', version: 1, standard: 'GB/T 27922-2011', levelName: { zh: '四星级', en: 'Four stars' } },
    title: { zh: '商品售后服务评价体系', en: 'Evaluation system for after-sales service of commodities' },
  }
  const outlets = Array.from({ length: given.outlets ?? 1 }, (_, nth) => ({
    ...{ id: newId(), code: `S${nth}`, kind: 'centre', cityCode: '310100', headcount: 40, isCentre: nth === 0 },
    ...{ name: nth === 0 ? '上海总部' : '服务站', address: '上海市浦东新区张江路 88 号' },
  }))
  await test.arrange(given.org ?? beacon, async (tx) => {
    const { orgId } = tx
    if (!given.clientId)
      await tx.sql
        .insertInto('client')
        .values({
          orgId,
          id: clientId,
          name: given.name ?? lanjing.name,
          uscc: `91310000MA1K${nth}0A`,
          address: '上海市浦东新区张江路 88 号',
          contactEmail: 'wu@lanjing.example',
          companyOrgId: given.isHere ? lanjing.orgId : null,
          madeAt: tx.at,
        })
        .execute()
    await tx.sql
      .insertInto('audit')
      .values({
        orgId,
        id: auditId,
        number: `A26-${nth}`,
        clientId,
        kind: 'initial',
        certificateId: given.certificateId ?? null,
        personDaysTenths: 30,
        madeAt: tx.at,
      })
      .execute()
    await tx.sql
      .insertInto('decision')
      .values({
        ...{
          orgId,
          id: decisionId,
          clientId,
          auditId,
          kind: given.kind ?? 'grant',
          levelId: given.levelId ?? 'four_star',
        },
        ...{ stars: given.stars ?? 4, scoreHundredths: 9150, scope: '家用空调与冷柜的安装、维修和投诉处理' },
        ...{ scheme: JSON.stringify(scheme), outlets: JSON.stringify(outlets), decidedBy: JSON.stringify([]) },
        ...{ reason: '符合', decidedAt: tx.at, madeBy: 'person:x' },
      })
      .execute()
    return accept(null)
  })
  return { decisionId, auditId, clientId }
}

/** A certificate issued by tao. */
export async function certified(test: TestPlatform, given: Given = {}) {
  const filed = await fileCase(test, given)
  const id = newId()
  const { body } = await test.as(tao).call(issueCertificate, { body: { id, decisionId: filed.decisionId } })
  return { ...filed, id, number: body.number, fileSha256: body.fileSha256 }
}

/** Puts a person on the team of an audit; with `leftAt`, somebody who has left it again. */
export async function joinAudit(test: TestPlatform, auditId: string, person: TestPerson, leftAt: string | null = null) {
  await test.arrange(beacon, async (tx) => {
    const { personId, name } = person
    await tx.sql
      .insertInto('auditMember')
      .values({
        orgId: tx.orgId,
        auditId,
        personId,
        name,
        duty: 'observer',
        namedAt: '2026-11-01T00:00:00.000Z',
        leftAt,
      })
      .execute()
    return accept(null)
  })
}
