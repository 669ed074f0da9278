import type { AssessmentExport } from '#src/evaluation/assessment/contract/export.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import { bodyDay } from '../../body-rules/actions.ts'
import type { ApplicationDetail, ApplicationRow, ApplicationState } from '../contract.ts'
import { openDue, stateOf, withLateness } from '../rules/steps.ts'
import { type ApplicationHead, findContractOf, listApplicationHeads, loadApplication } from '../store.ts'
import { examine } from './examine.ts'

const STAFF_SHOWN = 500

export async function showApplications(
  tx: Tx,
  asked: { limit: number; cursor?: string; state?: ApplicationState; search?: string; clientId?: string },
): Promise<Page<ApplicationRow>> {
  const todayOn = await bodyDay(tx)
  const heads = await listApplicationHeads(tx, { ...asked, limit: asked.limit + 1 })
  return cutPage(
    heads.map((head) => rowOf(head, todayOn)),
    asked.limit,
    (row) => row.id,
  )
}

export async function showApplication(tx: Tx, id: string): Promise<Decision<ApplicationDetail>> {
  const application = await loadApplication(tx, id)
  if (!application) return refuse('not_found', 'not_found')
  const { rules, todayOn, checks, headcount } = await examine(tx, application)
  const { form, outlets, staff, checklist, packId, steps } = application
  return accept({
    ...rowOf(application, todayOn),
    ...{ form, outlets, checklist, packId, checks, headcount },
    staff: staff.slice(0, STAFF_SHOWN),
    staffCount: staff.length,
    ownScore: ownScoreOf(application.ownAssessment as AssessmentExport | null),
    steps: withLateness(steps, todayOn),
    rulesNumber: rules.number,
    contractId: await findContractOf(tx, id),
  })
}

function ownScoreOf(own: AssessmentExport | null): ApplicationDetail['ownScore'] {
  const value = own?.score.score
  return value ? { hundredths: value.hundredths, levelId: own.score.grade?.levelId ?? null } : null
}

function rowOf(head: ApplicationHead, todayOn: string): ApplicationRow {
  const { id, number, clientId, clientName, kind, via, receivedAt, version, steps } = head
  return {
    ...{ id, number, clientId, clientName, kind, via, receivedAt, version },
    state: stateOf(steps),
    ...openDue(steps, todayOn),
  }
}
