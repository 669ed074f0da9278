import { afterAll, describe, expect, it } from 'vitest'
import { STARTING_PROMISES } from '#src/company/promise/rules.ts'
import { createPortalRequest } from '#src/service/request/contract/make.ts'
import { newId } from '#src/shared/id.ts'
import { arrangeCompany, DEDUCTION, DRAWING, EVIDENCE, GAP_ACTION } from './company-records.ts'
import { exampleOf } from './example.ts'
import { lanjing, zhou } from './people.ts'
import { isOfBody, walkEndpoints } from './walk.ts'
import { openWholePlatform } from './whole.ts'

const test = await openWholePlatform()
afterAll(() => test.close())

const { invitationSecret, checkpointSize, ...ids } = await arrangeCompany(test)

describe('every endpoint that a company has', () => {
  it('answers nobody, other organisations and each role as its value says', async () => {
    const found = await walkEndpoints(test, {
      only: (endpoint) => !isOfBody(endpoint),
      ids,
      exceptUnproven: [
        // Only for whoever is of the staff; nobody of the walk is.
        'company.readOwnFile',
        // Refused before the application is declared, which takes a closed self-assessment.
        'evaluation.downloadApplicationPack',
      ],
      showsNames: ['parcel.listRecipients'],
      samples: {
        'account.createInvitation': {
          body: { id: newId(), name: '何静', phone: '13800000000', roles: ['agent'] },
        },
        'account.showInvitation': { params: { secret: invitationSecret! } },
        'account.acceptInvitation': {
          params: { secret: invitationSecret! },
          body: { as: 'new_person', userName: 'he', password: 'quiet river at dusk' },
        },
        'account.updateOrganisation': {
          body: { name: '明灯', timeZone: 'Asia/Shanghai', language: 'en', hotline: '', version: 1 },
        },
        'company.addQualificationKind': { body: { code: 'welder', name: { zh: '焊工', en: 'Welder' } } },
        'company.addQualification': { body: { id: newId(), staffId: ids.staffId, kindCode: 'refrigeration' } },
        'company.makePromise': { body: { id: newId(), code: 'spare_parts', terms: STARTING_PROMISES[0]!.terms } },
        // Several companies are on this installation, so that the public page needs to be told which.
        'service.createPortalRequest': {
          body: { ...(exampleOf(createPortalRequest.body!) as object), org: lanjing.slug },
        },
        'service.readPortal': { query: { org: lanjing.slug } },
        'evidence.proveGrowth': { query: { from: checkpointSize, to: checkpointSize } },
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
        'evaluation.drawLeafSample': { body: { id: newId(), ...DRAWING, version: 1, size: 1, reason: '再抽' } },
        'evaluation.readPopulation': { query: { of: DRAWING.of } },
        'evaluation.findRecords': { query: { of: DRAWING.of } },
        'evaluation.assignDeduction': { body: { version: 1, ownerId: zhou.personId, dueOn: '2099-12-31' } },
        'evaluation.addEvidence': { body: { id: newId(), ...EVIDENCE } },
        'evaluation.addAdjustment': { body: { id: newId(), ...DEDUCTION } },
        'evaluation.addRoundAdjustment': { body: { id: newId(), ...DEDUCTION } },
        // Answered without a search, which would take its time for every role.
        'evaluation.findGapPlans': { query: { level: 'pass', most_days: 0 } },
        'evaluation.saveGapAction': { body: { version: 1, ...GAP_ACTION } },
        'evaluation.assumeGapLeaf': { body: { id: newId(), leafId: '5.1.4.1', reason: '已成册' } },
        'evaluation.assignGapItem': { body: { version: 1, ownerId: zhou.personId, dueOn: '2026-12-01' } },
        'evaluation.saveMapping': {
          body: { version: 1, pairs: [{ oldLeafId: '5.1.1.1', fate: 'kept', newLeafIds: ['5.1.1.1'] }] },
        },
        'evaluation.carryFindings': { body: { leafIds: ['5.1.1.1'] } },
        'evaluation.readEndedTransition': { params: { transitionId: ids.endedTransitionId! } },
        'evaluation.checkSchemeFile': { body: { name: 'x.yaml', base64: 'eA==' } },
        'evaluation.importSchemeWorkbook': { body: { id: newId(), name: 'scheme.xlsx', base64: 'AAAA' } },
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
        'evaluation.checkSchemeFile',
        // A command, but one that makes the pack first, and there is none before the application is declared.
        'evaluation.sendApplication',
        // A command as well, but it looks for the letter put aside first, and there is none.
        'parcel.examine',
      ],
    })
    expect(found).toEqual([])
  }, 240_000)
})
