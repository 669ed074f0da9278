import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { createApiKey } from '#src/account/api-key/contract.ts'
import { createInvitation } from '#src/account/invitation/contract.ts'
import { listSessions } from '#src/account/session/contract.ts'
import { STARTING_PROMISES } from '#src/company/promise/rules.ts'
import { uploadImport } from '#src/service/import/contract/run.ts'
import { makeTrackingLink } from '#src/service/tracking/contract.ts'
import { newId } from '#src/shared/id.ts'
import { lanjing, li, sun, zheng } from './people.ts'
import { walkEndpoints } from './walk.ts'
import { openWholePlatform } from './whole.ts'

const test = await openWholePlatform()
afterAll(() => test.close())

const TABLES = {
  requestId: 'service_request',
  workOrderId: 'work_order',
  customerId: 'customer',
  staffId: 'staff',
  outletId: 'outlet',
  departmentId: 'department',
  modelId: 'product_model',
  productId: 'installed_product',
  promiseId: 'promise',
  qualificationId: 'qualification',
}

/** One id of lanjing for each kind of record. */
async function idsOf(): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  for (const [name, table] of Object.entries(TABLES)) {
    const row = await test.arrange(lanjing, async (tx) => {
      const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)} order by id limit 1`.execute(tx.sql)
      return { ok: true, value: rows[0] }
    })
    ids[name] = row!.id
  }
  return ids
}

/** 孙丽 uploads a small register, so that there is an import to ask about. */
async function uploadRegister(): Promise<string> {
  const line = 'a-line-between-parts'
  const head = `--${line}\r\nContent-Disposition: form-data; name="file"; filename="网点.csv"\r\n\r\n`
  const answer = await test.app.inject({
    method: 'POST',
    url: uploadImport.path,
    headers: {
      'content-type': `multipart/form-data; boundary=${line}`,
      'x-starproof': '1',
      'idempotency-key': newId(),
      ...(await test.openSessionOf(sun)),
    },
    payload: `${head}编号,名称\r\nA1,上海服务站\r\n\r\n--${line}--\r\n`,
  })
  return answer.json().id
}

describe('every endpoint of the product', () => {
  it('answers nobody, other organisations and each role as its value says', async () => {
    await test.settle()
    const ids = await idsOf()
    const invited = { id: newId(), name: '何静', phone: '13800000000', roles: ['agent'] }
    const invitation = await test.as(zheng).call(createInvitation, { body: invited })
    const invitationSecret = invitation.body.path!.split('/').at(-1)!
    const key = { id: newId(), name: '门户', roles: ['agent'] }
    await test.as(zheng).call(createApiKey, { body: key })
    const session = (await test.as(li).call(listSessions)).body.rows[0]!
    const link = await test.as(sun).call(makeTrackingLink, { params: { requestId: ids.requestId }, body: {} })
    const importId = await uploadRegister()
    const found = await walkEndpoints(test, {
      ids: {
        ...ids,
        personId: li.personId,
        sessionId: session.id,
        invitationId: invited.id,
        keyId: key.id,
        secret: link.body.secret,
        code: 'refrigeration',
        recordType: 'service_request',
        recordId: ids.requestId!,
        leafIndex: '0',
        leafId: '5.1.1.1',
        measureId: 'answer_in_time',
        ratingId: newId(),
        adjustmentId: newId(),
        editionId: newId(),
        assessmentId: newId(),
        evidenceId: newId(),
        importId,
        messageId: newId(),
        sha256: 'a'.repeat(64),
        id: newId(),
        kind: 'repair',
      },
      samples: {
        'account.createInvitation': { body: { ...invited, id: newId() } },
        'account.showInvitation': { params: { secret: invitationSecret } },
        'account.acceptInvitation': {
          params: { secret: invitationSecret },
          body: { as: 'new_person', userName: 'he', password: 'quiet river at dusk' },
        },
        'account.updateOrganisation': {
          body: { name: '明灯', timeZone: 'Asia/Shanghai', language: 'en', hotline: '', version: 1 },
        },
        'company.addQualificationKind': { body: { code: 'welder', name: { zh: '焊工', en: 'Welder' } } },
        'company.addQualification': { body: { id: newId(), staffId: ids.staffId, kindCode: 'refrigeration' } },
        'company.makePromise': { body: { id: newId(), code: 'spare_parts', terms: STARTING_PROMISES[0]!.terms } },
        'service.appointVisit': {
          body: { windowFromAt: '2026-11-17T01:00:00.000Z', windowToAt: '2026-11-17T03:00:00.000Z' },
        },
        'service.planImport': {
          body: {
            version: 1,
            mapping: {
              source: 'register',
              zone: 'Asia/Shanghai',
              sheets: [
                {
                  sheet: '网点',
                  target: 'outlet',
                  headerRow: 1,
                  columns: [{ column: 1, header: '编号', field: 'code' }],
                },
              ],
            },
          },
        },
        'evaluation.judgeLeaf': { body: { version: 0, judgement: { kind: 'missing', reason: '' } } },
        'evaluation.addEvidence': {
          body: {
            id: newId(),
            ...{ kind: 'url', title: '官网', url: 'https://example.com' },
            ...{ effectiveFromOn: '2026-11-01', effectiveToOn: null },
          },
        },
        'evaluation.editScheme': {
          body: {
            version: 1,
            from: 'GB/T 27922-2011',
            edits: [{ op: 'set_points', nodeId: '5.1.1.1', hundredths: 200 }],
          },
        },
      },
      notCommands: [
        'account.signIn',
        'account.signOut',
        'account.switchOrganisation',
        'account.revokeSession',
        'account.revokeOtherSessions',
        'account.changePassword',
      ],
    })
    expect(found).toEqual([])
  })
})
