import type { AssessmentExport } from '#src/evaluation/assessment/contract/export.ts'
import { loadAssessmentResult } from '#src/evaluation/door.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { currentTeam } from '../../audit/access.ts'
import { loadAudit, loadTeam } from '../../audit/store.ts'
import type { VisitLeaf, VisitView } from '../contract/visit.ts'
import { hindrancesOf } from '../rules/open.ts'
import { loadEntries } from '../store/entries.ts'
import { findSample } from '../store/sample.ts'
import { findVisit, loadMaterial } from '../store/visit.ts'

/** The visit with everything a tablet keeps; undefined where there is no such audit. Also what the report is written from. */
export async function loadVisit(tx: Tx, auditId: string): Promise<VisitView | undefined> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return undefined
  const [visit, material, sample] = [
    await findVisit(tx, auditId),
    await loadMaterial(tx, auditId),
    await findSample(tx, auditId),
  ]
  const own = material.ownAssessment as AssessmentExport | null
  const result = visit && (await loadAssessmentResult(tx, visit.assessmentId))
  const { number, clientName, kind, plannedFromOn, plannedToOn } = audit
  const chosen = new Set(sample?.outletIds)
  return {
    ...{ auditId, number, clientName, kind, plannedFromOn, plannedToOn },
    team: currentTeam(await loadTeam(tx, auditId)).map(({ personId, name, duty }) => ({ personId, name, duty })),
    hindrances: hindrancesOf({
      cancelledAt: audit.cancelledAt,
      hasTeam: audit.teamSettledAt !== null,
      hasPlan: material.planItemCount > 0,
      contractSignedOn: material.contractSignedOn,
      isOpen: visit !== undefined,
    }),
    visit: visit
      ? {
          openedAt: visit.openedAt,
          openedByName: visit.openedByName,
          finishedAt: visit.finishedAt,
          finishedByName: visit.finishedByName,
          assessmentId: visit.assessmentId,
          version: visit.version,
          kit: visit.kit,
        }
      : null,
    outlets: sample ? material.outlets.filter((outlet) => chosen.has(outlet.id)) : material.outlets,
    staff: material.staff,
    cases: sample?.cases ?? [],
    leaves: result ? listLeaves(result.scheme).map(leafWords) : [],
    entries: visit ? await loadEntries(tx, auditId) : [],
    ownScore: own?.score ?? null,
    score: result?.score ?? null,
  }
}

function leafWords(leaf: ReturnType<typeof listLeaves>[number]): VisitLeaf {
  const { id: leafId, name, mode, points } = leaf
  return { leafId, name, mode: mode.value, pointsHundredths: points.hundredths }
}
