import type { AssessmentExport } from '#src/evaluation/assessment/contract/export.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { dayOf } from '#src/shared/instant.ts'
import { bodyDay, loadBodyRulesOn } from '../../body-rules/actions.ts'
import type { BodyRulesVersion } from '../../body-rules/contract/rules.ts'
import { findBlacklisted, lastCancelledOn } from '../../client/store.ts'
import { loadPack } from '../../pack-copy/store.ts'
import type { ApplicationCheck, HeadcountCheck } from '../contract.ts'
import { checkApplication } from '../rules/check.ts'
import { headcountOf } from '../rules/headcount.ts'
import { hasScheme, type StoredApplication } from '../store.ts'

export type Examined = {
  rules: BodyRulesVersion
  todayOn: string
  checks: ApplicationCheck[]
  headcount: HeadcountCheck
}

/** Every check of an application as it stands now, by the rules in force today. */
export async function examine(tx: Tx, application: StoredApplication): Promise<Examined> {
  const { form, outlets, staff, checklist, steps, clientId, packId } = application
  const todayOn = await bodyDay(tx)
  const version = await loadBodyRulesOn(tx, todayOn)
  const { rules } = version
  const stated = { headcount: form.headcount, outletCount: form.outletCount, outlets, staffCount: staff.length }
  const headcount = headcountOf(rules, stated, steps)
  const barred = await findBlacklisted(tx, form.applicant.uscc, todayOn)
  const own = application.ownAssessment as AssessmentExport | null
  const pack = packId === null ? undefined : await loadPack(tx, packId)
  const checks = checkApplication({
    ...{ form, checklist, rules, todayOn, headcount },
    outletsListed: outlets.length,
    receivedOn: dayOf(Date.parse(application.receivedAt)),
    blacklistedUntilOn: barred?.untilOn ?? null,
    cancelledOn: await lastCancelledOn(tx, clientId),
    // A sealed scheme in the pack is taken over when the audit opens.
    schemeKnown: (own?.seal != null && own.scheme.id === form.schemeId) || (await hasScheme(tx, form.schemeId)),
    pack: pack ? { cases: pack.caseCount, unproven: pack.unprovenCount, newKey: pack.newKey !== null } : null,
  })
  return { rules: version, todayOn, checks, headcount }
}
