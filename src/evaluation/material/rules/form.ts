import { z } from 'zod'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { isUscc } from '#src/shared/uscc.ts'
import type { Scheme } from '../../scheme/contract.ts'
import { ApplicationDraft } from '../contract/application.ts'
import { ApplicationForm, type OutletEntry, type StaffEntry } from '../contract/dossier.ts'

type Counted = { headcount: number; serviceHeadcount: number; outletCount: number }
type SchemeNamed = Pick<Scheme, 'id' | 'standard' | 'rules'>

/** Members of staff on the books, those of them who serve, and the outlets that are open. */
export function countedOf(
  outlets: readonly OutletEntry[],
  staff: readonly (StaffEntry & { serves: boolean })[],
): Counted {
  return {
    headcount: staff.length,
    serviceHeadcount: staff.filter((one) => one.serves || one.isServiceManagement).length,
    outletCount: outlets.length,
  }
}

/** The form as the records fill it in; what they cannot know stays blank, and nothing is ticked for anybody. */
export function prefilled(given: Counted & { name: string; runningSinceOn: string | null }): ApplicationDraft {
  const { name, headcount, serviceHeadcount, outletCount, runningSinceOn } = given
  const blank = { uscc: '', legalRepresentative: '', address: '', contactName: '', contactPhone: '', contactEmail: '' }
  return {
    ...{ kind: 'initial', legalName: name, ...blank, wantedLevelId: '', scope: '', productClasses: [] },
    ...{ headcount, serviceHeadcount, outletCount, runningSinceOn },
    ...{ isLegalPerson: false, holdsPermits: false, noMajorFailure: false, centreOutletId: null },
  }
}

const STATED_OF_APPLICANT = [
  'legalName',
  'uscc',
  'legalRepresentative',
  'address',
  'contactName',
  'contactPhone',
] as const

/** Fields that an application cannot be without and that are blank or wrong, in the order of the form. */
export function lackingFields(draft: ApplicationDraft, scheme: SchemeNamed | undefined, todayOn: string): string[] {
  const isLevel = scheme?.rules.levels.some((level) => level.id === draft.wantedLevelId) ?? false
  const checks: [string, boolean][] = [
    ...STATED_OF_APPLICANT.map((field): [string, boolean] => [
      field,
      field === 'uscc' ? isUscc(draft.uscc) : draft[field] !== '',
    ]),
    ['contactEmail', z.email().safeParse(draft.contactEmail).success],
    ['wantedLevelId', isLevel],
    ['scope', draft.scope !== ''],
    ['productClasses', draft.productClasses.length > 0],
    ['headcount', (draft.headcount ?? 0) >= 1],
    ['serviceHeadcount', draft.serviceHeadcount !== null && draft.serviceHeadcount <= (draft.headcount ?? 0)],
    ['outletCount', draft.outletCount !== null],
    ['runningSinceOn', draft.runningSinceOn !== null && draft.runningSinceOn <= todayOn],
  ]
  return checks.flatMap(([field, holds]) => (holds ? [] : [field]))
}

export function canDeclare(lacking: readonly string[]): Decision<null> {
  return lacking.length === 0 ? accept(null) : refuse('conflict', 'application_incomplete', { count: lacking.length })
}

/** The form as it crosses, in the name of whoever declared it. Call it with a draft that lacks nothing. */
export function formOf(
  draft: ApplicationDraft,
  about: { orgId: string; scheme: SchemeNamed; declared: { at: string; byName: string } },
): ApplicationForm {
  const { legalName, uscc, legalRepresentative, address, contactName, contactPhone, contactEmail } = draft
  const { centreOutletId: _, ...stated } = ApplicationDraft.parse(draft)
  const { kind, wantedLevelId, scope, productClasses, headcount, serviceHeadcount, outletCount, runningSinceOn } =
    stated
  const { isLegalPerson, holdsPermits, noMajorFailure } = stated
  return ApplicationForm.parse({
    ...{ format: 'starproof-application', version: 1, kind },
    applicant: {
      orgId: about.orgId,
      ...{ legalName, uscc, legalRepresentative, address, contactName, contactPhone, contactEmail },
    },
    ...{ schemeId: about.scheme.id, standard: about.scheme.standard, wantedLevelId, scope, productClasses },
    ...{ headcount, serviceHeadcount, outletCount, runningSinceOn, isLegalPerson, holdsPermits, noMajorFailure },
    ...{ declaredTrue: true, declaredByName: about.declared.byName, declaredAt: about.declared.at },
  } satisfies Record<keyof ApplicationForm, unknown>)
}
