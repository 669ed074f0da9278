import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '#src/shared/id.ts'
import { arrangeBody, OTHER_COMPANY, paperApplication } from './body-records.ts'
import { beacon } from './people.ts'
import { isOfBody, isOfBothKinds, walkEndpoints } from './walk.ts'
import { openWholePlatform } from './whole.ts'

const test = await openWholePlatform()
afterAll(() => test.close())

const { ids, visitedAuditId } = await arrangeBody(test)
const ofVisited = { params: { auditId: visitedAuditId } }
const { rulesInForceId = '', kitInUseId = '' } = ids
const samples = {
  'certification.addApplication': { body: paperApplication(newId()) },
  'certification.declareConflict': {
    body: {
      ...{ id: newId(), personId: ids.personId, uscc: OTHER_COMPANY, companyName: '某公司', kind: 'worked_for' },
      ...{ fromOn: '2026-11-16', says: '曾任职' },
    },
  },
  'certification.importVisitKit': { body: { id: newId(), name: 'kit.xlsx', base64: 'AAAA', from: '年度修订' } },
  'certification.saveBodyProfile': {
    body: {
      ...{ legalName: '明灯认证有限公司', nameEn: '', address: '', approvalNumber: '', website: '', signatory: '' },
      version: 0,
    },
  },
  'certification.compareRules': { query: { since: rulesInForceId } },
  'certification.readReport': ofVisited,
  'certification.downloadReport': ofVisited,
  'certification.readDecisionCase': ofVisited,
  'certification.reviewReport': ofVisited,
  'certification.proposeDecision': ofVisited,
  'certification.withdrawTransitionPlan': { params: { planId: ids.holderPlanId ?? '' } },
  'register.readStatusList': { params: { purpose: 'revocation' } },
  'certification.readWorkload': { query: { fromMonth: '2026-11' } },
}
const options = {
  home: beacon,
  ids: {
    ...ids,
    ...{ leafId: '5.3.1.1', slug: beacon.slug, purpose: 'document', list: '1', form: 'docx', name: 'cases.jsonl' },
  },
  samples,
  sharedIds: [rulesInForceId, kitInUseId],
}

describe('every endpoint of a certification body', () => {
  it('answers nobody, another body, companies and each role as its value says', async () => {
    const found = await walkEndpoints(test, {
      ...options,
      only: isOfBody,
      shutToOtherKind: true,
      exceptUnproven: [],
    })
    expect(found).toEqual([])
  }, 240_000)

  it('shares letters and assessments with companies, and keeps a body’s own apart as well', async () => {
    const found = await walkEndpoints(test, {
      ...options,
      only: isOfBothKinds,
      // A command, but it looks for the letter put aside first, and there is none.
      notCommands: ['parcel.examine'],
      exceptUnproven: [],
      showsNames: ['parcel.listRecipients'],
    })
    expect(found).toEqual([])
  }, 120_000)
})
