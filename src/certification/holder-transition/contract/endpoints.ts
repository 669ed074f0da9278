import { z } from 'zod'
import { Saved } from '#src/company/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { BODY, OFFICERS } from '../../access.ts'
import { ANNOUNCERS, ENDERS } from '../access.ts'
import { EditionNamed, HolderRow, HolderState, PlanOption, TransitionDetail, TransitionRow } from './transition.ts'

const AboutTransition = z.object({ transitionId: Id })
const AboutHolder = AboutTransition.extend({ certificateId: Id })
const Reason = z.string().trim().min(1).max(500)
const HolderFilter = z.object({
  /** `open`: neither moved nor ended. */
  state: z.enum([...HolderState.options, 'open', 'all']).default('all'),
  search: z.string().trim().max(100).optional(),
})

export const listTransitions = endpoint({
  name: 'certification.listHolderTransitions',
  method: 'GET',
  path: '/api/certification/holder-transitions',
  who: BODY,
  summary: 'Transitions of certificate holders to a new edition of a standard, newest first',
  query: PageQuery.extend({ cursor: Id.optional() }),
  answer: pageOf(TransitionRow),
})

export const readTransitionChoices = endpoint({
  name: 'certification.readHolderTransitionChoices',
  method: 'GET',
  path: '/api/certification/holder-transitions/choices',
  who: BODY,
  summary:
    'Standards of which the body holds a sealed edition, with how many certificates are on each, and the days by the rules',
  query: z.object({ startOn: Day.optional() }),
  answer: z.object({
    editions: z.array(EditionNamed.extend({ holders: z.int() })).max(200),
    startOn: Day,
    cutOffOn: Day,
    endOn: Day,
  }),
})

export const startTransition = endpoint({
  name: 'certification.startHolderTransition',
  method: 'POST',
  path: '/api/certification/holder-transitions',
  who: OFFICERS,
  summary: 'Drafts a transition between two sealed editions; days other than those by the rules need a reason',
  body: z.strictObject({
    id: Id,
    fromEditionId: Id,
    toEditionId: Id,
    startOn: Day,
    /** Null: as the rules reckon. */
    cutOffOn: Day.nullable().default(null),
    endOn: Day.nullable().default(null),
    basis: Reason,
    daysReason: z.string().trim().max(500).default(''),
  }),
  answer: Saved,
})

export const announceTransition = endpoint({
  name: 'certification.announceHolderTransition',
  method: 'POST',
  path: '/api/certification/holder-transitions/:transitionId/announcement',
  who: ANNOUNCERS,
  summary: 'Announces a drafted transition: every holder is told, and from its days it binds',
  params: AboutTransition,
  body: z.strictObject({ version: Version }),
  answer: Saved,
})

export const callOffTransition = endpoint({
  name: 'certification.callOffHolderTransition',
  method: 'POST',
  path: '/api/certification/holder-transitions/:transitionId/calling-off',
  who: ENDERS,
  summary: 'Calls a transition off, with the reason; one that was announced only by the general manager',
  params: AboutTransition,
  body: z.strictObject({ version: Version, reason: Reason }),
  answer: Saved,
})

export const readTransition = endpoint({
  name: 'certification.readHolderTransition',
  method: 'GET',
  path: '/api/certification/holder-transitions/:transitionId',
  who: BODY,
  summary: 'One transition: its days, how many holders stand where, and how that came over time',
  params: AboutTransition,
  answer: TransitionDetail,
})

export const listHolders = endpoint({
  name: 'certification.listTransitionHolders',
  method: 'GET',
  path: '/api/certification/holder-transitions/:transitionId/holders',
  who: BODY,
  summary:
    'Everybody with a certificate on the old edition since the start, with where they stand; by name of the holder',
  params: AboutTransition,
  query: PageQuery.extend(HolderFilter.shape).extend({ cursor: z.string().max(400).optional() }),
  answer: pageOf(HolderRow),
})

export const exportHolders = endpoint({
  name: 'certification.exportTransitionHolders',
  method: 'GET',
  path: '/api/certification/holder-transitions/:transitionId/workbook',
  who: BODY,
  carries: 'stream',
  summary: 'Holders and progress as an Excel workbook, for the authority',
  params: AboutTransition,
  query: HolderFilter.extend({ language: z.enum(['zh-CN', 'en']).default('zh-CN') }),
  answer: z.string(),
})

export const readPlanOptions = endpoint({
  name: 'certification.readTransitionOptions',
  method: 'GET',
  path: '/api/certification/holder-transitions/:transitionId/holders/:certificateId/options',
  who: BODY,
  summary: 'Audits by which a holder can move, with the person-days each gets',
  params: AboutHolder,
  answer: z.object({ holder: HolderRow, options: z.array(PlanOption).max(50) }),
})

export const planHolder = endpoint({
  name: 'certification.planTransitionHolder',
  method: 'POST',
  path: '/api/certification/holder-transitions/:transitionId/holders/:certificateId/plans',
  who: OFFICERS,
  summary: 'Plans the move of a holder with an audit that is planned, with the next of its kind, or with a special one',
  params: AboutHolder,
  body: z.strictObject({
    id: Id,
    /** The audit planned already; null: one is made. */
    auditId: Id.nullable().default(null),
    kind: PlanOption.shape.kind,
    /** Only where no contract says it. */
    baseTenths: z.int().min(1).max(10_000).nullable().default(null),
    plannedFromOn: Day.nullable().default(null),
    plannedToOn: Day.nullable().default(null),
    reason: Reason,
  }),
  answer: z.object({ id: Id, auditId: Id, number: z.string(), personDaysTenths: z.int() }),
})

export const withdrawPlan = endpoint({
  name: 'certification.withdrawTransitionPlan',
  method: 'POST',
  path: '/api/certification/holder-transitions/:transitionId/plans/:planId/withdrawal',
  who: OFFICERS,
  summary:
    'Takes a plan back before its audit begins; the audit stays, on the old edition and without what it got on top',
  params: AboutTransition.extend({ planId: Id }),
  body: z.strictObject({ reason: Reason }),
  answer: z.object({ id: Id }),
})
