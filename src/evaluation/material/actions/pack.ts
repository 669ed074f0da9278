import { renderPdf, renderWord } from '#src/server/document/render.ts'
import type { ExtraMember } from '#src/server/pack/write.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { exportAssessment } from '../../assessment/actions/read.ts'
import type { AssessmentExport } from '../../assessment/contract/export.ts'
import { findLastClosedSelf } from '../../assessment/store/round.ts'
import { makePack, type PackMade, type PackOptions, type PackParts } from '../../evidence/door.ts'
import {
  type ApplicationForm,
  type Checklist,
  DOSSIER_MEMBER,
  type OutletEntry,
  type StaffEntry,
} from '../contract/dossier.ts'
import { caseEntryOf } from '../rules/cases.ts'
import { canApply, checklistOf } from '../rules/checklist.ts'
import { formOf } from '../rules/form.ts'
import { composeReport } from '../rules/report/compose.ts'
import type { ReportData } from '../rules/report/data.ts'
import type { Language } from '../rules/report/words.ts'
import { listCaseRows } from '../store/dossier.ts'
import { readLines } from './checklist.ts'
import { loadForm } from './form.ts'
import { loadReport } from './report.ts'

type Dossier = {
  form: ApplicationForm
  checklist: Checklist
  outlets: OutletEntry[]
  staff: StaffEntry[]
  assessment: AssessmentExport | undefined
  report: ReportData
}

const PAGE = 20_000

/**
 * Writes the signed application of a company to `path`: an evidence pack with the dossier beside the ledger, whole, since a body must see
 * the originals. Refuses `application_not_declared`, `lacking_not_confirmed` and what `makePack` refuses; what is lacking, and who answers for that,
 * stands in the checklist.
 */
export async function makeApplicationPack(
  parts: PackParts,
  orgId: string,
  path: string,
  options: Pick<PackOptions, 'signal' | 'onProgress'> & { language: Language },
): Promise<Decision<PackMade>> {
  const actor = { kind: 'system', orgId, name: 'pack', roles: [] } as const
  const loaded = await parts.platform.query(actor, (tx) => loadDossier(tx))
  if (!loaded.ok) return loaded
  const model = composeReport(loaded.value.report, options.language)
  const [pdf, word] = await Promise.all([renderPdf(model), renderWord(model)])
  const members = ({ size }: { size: number }): ExtraMember[] => [
    ...dossierMembers(loaded.value),
    { name: DOSSIER_MEMBER.cases, content: caseLines(parts, orgId, size) },
    { name: DOSSIER_MEMBER.reportPdf, content: pdf },
    { name: DOSSIER_MEMBER.reportWord, content: word },
  ]
  const { signal, onProgress } = options
  return makePack(parts, orgId, path, { signal, onProgress, members })
}

async function loadDossier(tx: Parameters<typeof loadForm>[0]): Promise<Decision<Dossier>> {
  const { saved, draft, scheme, outlets, staff } = await loadForm(tx)
  if (!saved?.declaredAt || !scheme) return refuse('conflict', 'application_not_declared')
  const { lines, confirmed } = await readLines(tx)
  const allowed = canApply(lines, confirmed)
  if (!allowed.ok) return allowed
  const report = await loadReport(tx)
  if (!report.ok) return report
  const closed = await findLastClosedSelf(tx)
  const declared = { at: saved.declaredAt, byName: saved.declaredByName }
  return accept({
    form: formOf(draft, { orgId: tx.orgId, scheme, declared }),
    checklist: checklistOf(lines, tx.at, confirmed),
    outlets,
    staff: staff.map(({ serves: _, ...one }) => one),
    assessment: closed && (await exportAssessment(tx, closed.id)),
    report: report.value,
  })
}

function dossierMembers({ form, checklist, outlets, staff, assessment }: Dossier): ExtraMember[] {
  const of = (name: string, value: unknown) => ({ name, content: canonicalJson(value) })
  return [
    of(DOSSIER_MEMBER.form, form),
    of(DOSSIER_MEMBER.checklist, checklist),
    of(DOSSIER_MEMBER.outlets, outlets),
    of(DOSSIER_MEMBER.staff, staff),
    ...(assessment ? [of(DOSSIER_MEMBER.assessment, assessment)] : []),
  ]
}

/** In short readings, as the ledger up to the checkpoint no longer changes. */
async function* caseLines({ platform }: PackParts, orgId: string, size: number): AsyncGenerator<Uint8Array> {
  const actor = { kind: 'system', orgId, name: 'pack', roles: [] } as const
  for (let start = 0; start < size; start += PAGE) {
    const rows = await platform.query(actor, (tx) => listCaseRows(tx, start, Math.min(start + PAGE, size)))
    if (rows.length > 0) yield Buffer.from(rows.map((row) => `${canonicalJson(caseEntryOf(row))}\n`).join(''))
  }
}
