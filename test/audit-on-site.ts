import { loadBodyRulesOn } from '#src/certification/body-rules/actions.ts'
import type { AssessmentExport } from '#src/evaluation/assessment/contract/export.ts'
import { readScheme } from '#src/evaluation/scheme/read-scheme.ts'
import { sealScheme } from '#src/evaluation/scheme/rules/seal.ts'
import { listLeaves, listUnconfirmed } from '#src/evaluation/scheme/rules/tree.ts'
import type { Finding } from '#src/evaluation/score/contract.ts'
import { scoreAssessment } from '#src/evaluation/score/rules/score.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { addDays } from '#src/shared/instant.ts'
import { han, ma } from './people.ts'

export const OUTLETS = ['上海总部', '苏州网点', '杭州网点'].map((name, at) => ({
  id: `0198a000-0000-7000-8000-0000000a000${at}`,
  code: `W${at}`,
  name,
  kind: 'own',
  cityCode: '3101',
  address: `${name}路 1 号`,
  headcount: 12,
  isCentre: at === 0,
}))
export const CASES = [0, 1, 2].map((at) => ({
  caseId: `0198a000-0000-7000-8000-0000000c000${at}`,
  number: `R26-00000${at + 1}`,
  kind: 'repair',
  outletId: OUTLETS[at]!.id,
  madeOn: `2026-09-0${at + 1}`,
  leafIndex: 10 + at,
}))

/** The scheme of the product, sealed by the company's representative, and a self-evaluation under it in which everything conforms. */
export async function ownAssessment(): Promise<AssessmentExport> {
  const scheme = await readScheme('gbt27922-2011')
  const sealed = sealScheme(
    { scheme, seal: null },
    {
      byPersonId: '0198a000-0000-7000-8000-000000000106',
      byName: '周涛',
      at: '2026-10-01T01:00:00.000Z',
      acceptsUnconfirmed: listUnconfirmed(scheme).length,
    },
  )
  if (!sealed.ok) throw new Error(sealed.refusal.code)
  const seal = sealed.value.seal!
  const findings = listLeaves(scheme).map(
    (leaf): Finding =>
      leaf.mode.value === 'judged'
        ? { leafId: leaf.id, kind: 'judged', conforms: true, reason: '符合' }
        : { leafId: leaf.id, kind: 'sampled', sampled: 10, nonconforming: 0, reason: '抽查' },
  )
  const score = scoreAssessment(scheme, { findings, exclusions: [], specialDeductions: [], bonuses: [] })
  if (!score.ok) throw new Error(score.refusal.code)
  return {
    format: 'starproof-assessment',
    version: 1,
    id: newId(),
    kind: 'self',
    title: '2026 年自评',
    scheme,
    schemeHash: seal.schemeHash,
    seal,
    fromOn: '2025-10-01',
    toOn: '2026-09-30',
    closedAt: '2026-10-02T01:00:00.000Z',
    closedByName: '周涛',
    findings: findings.map((finding) => ({
      finding,
      items: null,
      overruled: null,
      byName: '周涛',
      at: '2026-10-02T01:00:00.000Z',
    })),
    evidence: [],
    adjustments: [],
    score: score.value,
  }
}

export type Prepared = { auditId: string; clientId: string; applicationId: string }
export type Lacking = {
  /** A day of its own for this audit; otherwise one that no other audit made here has. */
  dayOn?: string
  plan?: false
  contract?: false
  team?: false
  own?: false
  sample?: false
  /** A pack that is really there; otherwise its rows stand without a file. */
  pack?: { packId: string; clientId: string; cases: readonly { id: string }[] }
}

/** An audit of the demo company, ready to go on site: han leads, ma goes along, ¥ and days agreed, two of three cases drawn. */
export async function prepareAudit(tx: WriteTx, lacking: Lacking = {}): Promise<Decision<Prepared>> {
  const { orgId, sql, at } = tx
  const [newClientId, newPackId, applicationId, contractId, auditId, planId] = Array.from({ length: 6 }, newId) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const { audits } = await sql
    .selectFrom('audit')
    .select((count) => count.fn.countAll<number>().as('audits'))
    .where('orgId', '=', orgId)
    .executeTakeFirstOrThrow()
  // Nobody is in two places on one day: each audit of a test has a day of its own.
  const dayOn = lacking.dayOn ?? addDays('2026-11-16', Number(audits))
  const uscc = `91310000MA1K${String(audits).padStart(6, '0')}`
  const { packId, clientId } = lacking.pack ?? { packId: newPackId, clientId: newClientId }
  if (!lacking.pack) await addPack(tx, { packId, clientId, uscc })
  const sampled = (lacking.pack?.cases.map((one) => one.id) ?? CASES.map((one) => one.caseId)).slice(0, 2)
  const form = { schemeId: 'gbt27922-2011', scope: '家用空调售后服务', productClasses: ['空调'] }
  const checklist = {
    madeAt: at,
    items: [
      {
        id: 'business_licence',
        state: 'present',
        wanted: 1,
        have: 1,
        files: [{ sha256: 'd'.repeat(64), name: '执照.pdf', validUntilOn: null }],
      },
      { id: 'permits', state: 'expired', wanted: 1, have: 1, files: [] },
    ],
  }
  await sql
    .insertInto('application')
    .values({
      ...{
        orgId,
        id: applicationId,
        number: `AP-${applicationId.slice(-6)}`,
        clientId,
        kind: 'initial',
        via: 'upload',
      },
      ...{
        form: JSON.stringify(form),
        outlets: JSON.stringify(OUTLETS),
        staff: '[]',
        checklist: JSON.stringify(checklist),
      },
      ownAssessment: lacking.own === false ? null : JSON.stringify(await ownAssessment()),
      ...{ packId, receivedAt: at },
    })
    .execute()
  const rules = await loadBodyRulesOn(tx, '2026-11-16')
  await sql
    .insertInto('contract')
    .values({
      ...{ orgId, id: contractId, number: `C-${contractId.slice(-6)}`, applicationId, clientId, rulesId: rules.id },
      ...{ reckoning: '{}', terms: '{}', initialTenths: 20, surveillanceTenths: 10, recertificationTenths: 15 },
      ...{ feeFen: 100, quotedAt: at, signedOn: lacking.contract === false ? null : '2026-11-01' },
    })
    .execute()
  await sql
    .insertInto('audit')
    .values({
      ...{ orgId, id: auditId, number: `A-${auditId.slice(-6)}`, clientId, applicationId, contractId, kind: 'initial' },
      ...{ personDaysTenths: 20, plannedFromOn: dayOn, plannedToOn: dayOn, packId, madeAt: at },
      teamSettledAt: lacking.team === false ? null : at,
    })
    .execute()
  for (const [member, duty] of [
    [han, 'leader'],
    [ma, 'auditor'],
  ] as const)
    await nameMember(tx, auditId, member, duty, dayOn)
  if (lacking.plan !== false)
    await sql
      .insertInto('auditPlan')
      .values({ orgId, auditId, items: JSON.stringify([{ id: newId() }]) })
      .execute()
  if (lacking.sample !== false) {
    const pick = (id: string) => ({ id, how: 'random', stratum: '' })
    const drawn = {
      seed: 'e'.repeat(64),
      c2: { size: 120, rootHex: 'f'.repeat(64), madeAt: null, vkey: '' },
      picks: { outlet: [pick(OUTLETS[0]!.id)], case: sampled.map(pick), person: [] },
    }
    await sql
      .insertInto('samplingPlan')
      .values({
        ...{ orgId, id: planId, auditId, number: 1, packId, plan: '{}', planSha256: 'a'.repeat(64) },
        ...{ outlets: '[]', people: '[]', nonce: 'b'.repeat(64), madeAt: at, receipt: '{}' },
        ...{ drawn: JSON.stringify(drawn), drawnAt: at },
      })
      .execute()
  }
  return accept({ auditId, clientId, applicationId })
}

async function addPack(tx: WriteTx, about: { packId: string; clientId: string; uscc: string }): Promise<void> {
  const { packId, clientId, uscc } = about
  const { orgId, sql, at } = tx
  await sql.insertInto('client').values({ orgId, id: clientId, name: '蓝鲸制冷设备', uscc, madeAt: at }).execute()
  await sql
    .insertInto('packCopy')
    .values({
      ...{ orgId, id: packId, clientId, companyOrgId: newId(), companyName: '蓝鲸制冷设备' },
      ...{ fileSha256: newId().replaceAll('-', '').padEnd(64, '0'), sizeBytes: 1, manifestSha256: 'b'.repeat(64) },
      ...{ checkpoint: 'note', ledgerSize: 100, keys: '[]', caseCount: 3, madeAt: at, layout: '{}' },
      ...{ tileRoots: Buffer.alloc(0), receivedBy: '陶然', receivedAt: at },
    })
    .execute()
  await sql
    .insertInto('packCase')
    .values(CASES.map((one) => ({ orgId, packId, ...one })))
    .execute()
}

async function nameMember(
  tx: WriteTx,
  auditId: string,
  person: { personId: string; name: string },
  duty: 'leader' | 'auditor',
  dayOn: string,
): Promise<void> {
  const { orgId, sql, at } = tx
  const { personId, name } = person
  await sql
    .insertInto('auditor')
    .values({ orgId, personId, daysPerMonth: 20, enteredAt: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await sql
    .insertInto('auditorCompetence')
    .values({
      orgId,
      id: newId(),
      personId,
      schemeId: 'gbt27922-2011',
      validFromOn: '2026-01-01',
      evidence: '注册证书',
      addedAt: at,
    })
    .execute()
  await sql
    .insertInto('auditMember')
    .values({ orgId, auditId, personId, name, duty, personDaysTenths: 10, namedAt: at })
    .execute()
  await sql
    .insertInto('auditBooking')
    .values({ orgId, id: newId(), auditId, personId, fromOn: dayOn, toOn: dayOn })
    .execute()
}
