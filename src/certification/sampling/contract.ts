import { z } from 'zod'
import { Saved } from '#src/company/contract.ts'
import { CaseEntry, OutletEntry, StaffEntry } from '#src/evaluation/material/contract/dossier.ts'
import {
  SampledPart,
  SampledWhat,
  SamplingFigures,
  SamplingPlan,
  SamplingReceipt,
} from '#src/evaluation/sampling-receipt/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Sha256 } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { BODY } from '../access.ts'
import { PLANNERS } from '../audit/access.ts'

const At = z.iso.datetime()
const Reason = z.string().trim().min(1).max(500)

export const OutletUnit = OutletEntry.omit({ address: true })
export type OutletUnit = z.output<typeof OutletUnit>
export const CaseUnit = CaseEntry
export type CaseUnit = z.output<typeof CaseUnit>
/** No name: the sample file is for everybody. */
export const PersonUnit = StaffEntry.pick({ id: true, outletId: true, isServiceManagement: true })
export type PersonUnit = z.output<typeof PersonUnit>

/** What can be drawn at all. */
export const Population = z.strictObject({
  outlet: z.array(OutletUnit).max(20_000),
  case: z.array(CaseUnit).max(2_000_000),
  person: z.array(PersonUnit).max(200_000),
})
export type Population = z.output<typeof Population>

/** A unit as the drawing sees it. `isCertain`: in without being drawn. */
export type Unit = { id: string; outlet: string; kind: string; city: string; isCertain: boolean }

export const Pick = z.strictObject({
  id: Id,
  how: z.enum(['certain', 'chosen', 'random']),
  stratum: z.string().max(300),
})
export type Pick = z.output<typeof Pick>

/** A key whose signature on checkpoints is taken, and when it was in use. */
export const SealingKey = z.strictObject({ vkey: z.string().max(400), validFrom: At, validUntil: At.nullable() })
export type SealingKey = z.output<typeof SealingKey>

const Picks = z.strictObject({
  outlet: z.array(Pick).max(20_000),
  case: z.array(Pick).max(100_000),
  person: z.array(Pick).max(100_000),
})

export const Drawn = z.strictObject({
  /** Hex: SHA-256 over plan hash, nonce and the root of C2. */
  seed: Sha256,
  c2: z.strictObject({ size: z.int(), rootHex: Sha256, madeAt: At.nullable(), vkey: z.string() }),
  picks: Picks,
})
export type Drawn = z.output<typeof Drawn>

const Added = z.strictObject({
  id: Id,
  what: SampledWhat,
  unitId: Id,
  reason: Reason,
  addedByName: z.string(),
  addedAt: At,
})
export type Added = z.output<typeof Added>

/** Everything that is needed to draw the sample again, without asking anybody. */
export const SampleFile = z.strictObject({
  format: z.literal('starproof-sample'),
  version: z.literal(1),
  plan: SamplingPlan,
  planSha256: Sha256,
  /** 32 bytes in hex, secret until the draw. */
  nonce: Sha256,
  receipt: SamplingReceipt,
  /** The keys by which the body knew the ledger that sealed the plan. */
  keys: z.array(SealingKey).max(200),
  seed: Sha256,
  population: Population,
  picks: Picks,
  /** What the auditors looked at besides, said after the draw. */
  added: z.array(Added.omit({ id: true })).max(10_000),
  drawnAt: At,
})
export type SampleFile = z.output<typeof SampleFile>

/** A plan of an audit as the screen shows it. The nonce is told once the sample is drawn. */
export const SamplingRow = z.object({
  id: Id,
  number: z.int(),
  plan: SamplingPlan,
  planSha256: Sha256,
  packId: Id.nullable(),
  madeByName: z.string(),
  /** Names of the outlets that strata are divided by. */
  outlets: z.array(z.object({ id: Id, name: z.string() })).max(20_000),
  nonce: Sha256.nullable(),
  drawn: Drawn.nullable(),
  drawnAt: At.nullable(),
  added: z.array(Added),
  version: z.int(),
})
export type SamplingRow = z.output<typeof SamplingRow>

/** One unit of the sample in words. `place` of `of`: where it stands in its stratum, for the picture of the draw. */
export const SampleItem = z.object({
  what: SampledWhat,
  id: Id,
  how: z.enum(['certain', 'chosen', 'random', 'added']),
  stratum: z.string(),
  place: z.int(),
  of: z.int(),
  number: z.string(),
  name: z.string(),
  outletName: z.string(),
  kind: z.string(),
  madeOn: Day.nullable(),
  leafIndex: z.int().nullable(),
  reason: z.string(),
})
export type SampleItem = z.output<typeof SampleItem>

const AboutAudit = z.object({ auditId: Id })
const AboutPlan = AboutAudit.extend({ planId: Id })
const Chosen = z.array(z.strictObject({ id: Id, reason: Reason })).max(2_000)

const Wanted = z.strictObject({
  casesFromOn: Day.nullable().default(null),
  chosen: z
    .strictObject({ outlet: Chosen.default([]), case: Chosen.default([]), person: Chosen.default([]) })
    .default({ outlet: [], case: [], person: [] }),
})

export const listSamplingPlans = endpoint({
  name: 'certification.listSamplingPlans',
  method: 'GET',
  path: '/api/certification/audits/:auditId/sampling',
  who: BODY,
  summary: 'Every sampling plan of the audit, newest first, those that were followed by another too',
  params: AboutAudit,
  answer: z.object({ rows: z.array(SamplingRow).max(50) }),
})

export const previewSampling = endpoint({
  name: 'certification.previewSampling',
  method: 'GET',
  path: '/api/certification/audits/:auditId/sampling-preview',
  who: PLANNERS,
  summary: 'Populations, figures and sizes of a plan that would be made now',
  params: AboutAudit,
  query: z.object({ casesFromOn: Day.optional() }),
  answer: z.object({
    figures: SamplingFigures,
    parts: z.object({ outlet: SampledPart, case: SampledPart, person: SampledPart }),
    sealedBy: z.enum(['company', 'body']),
    outlets: z.array(OutletUnit).max(20_000),
    people: z.array(StaffEntry).max(5_000),
  }),
})

export const searchCases = endpoint({
  name: 'certification.searchCases',
  method: 'GET',
  path: '/api/certification/audits/:auditId/cases',
  who: PLANNERS,
  summary: 'Cases of the audited pack whose number contains the search text, to choose or add one',
  params: AboutAudit,
  query: z.object({ search: z.string().trim().min(1).max(40) }),
  answer: z.object({ rows: z.array(CaseUnit).max(50) }),
})

export const makeSamplingPlan = endpoint({
  name: 'certification.makeSamplingPlan',
  method: 'POST',
  path: '/api/certification/audits/:auditId/sampling',
  who: PLANNERS,
  summary:
    'Fixes population, figures and the secret number of a sample and sends the plan to the company. A further plan needs a reason, and both stay.',
  params: AboutAudit,
  body: Wanted.extend({ id: Id, reason: z.string().trim().max(500).default('') }),
  answer: Saved.extend({ planSha256: Sha256 }),
})

export const drawOneSided = endpoint({
  name: 'certification.drawOneSided',
  method: 'POST',
  path: '/api/certification/audits/:auditId/sampling/:planId/one-sided-draw',
  who: PLANNERS,
  summary: 'Draws the sample of a company without a ledger from a later checkpoint of our own; marked one-sided',
  params: AboutPlan,
  body: z.strictObject({ version: z.int() }),
  answer: Saved,
})

export const addToSample = endpoint({
  name: 'certification.addToSample',
  method: 'POST',
  path: '/api/certification/audits/:auditId/sampling/:planId/additions',
  who: PLANNERS,
  summary: 'States that something beside the sample is looked at, and why; recorded as chosen after the draw',
  params: AboutPlan,
  body: z.strictObject({ id: Id, what: SampledWhat, unitId: Id, reason: Reason }),
  answer: Saved,
})

export const listSample = endpoint({
  name: 'certification.listSample',
  method: 'GET',
  path: '/api/certification/audits/:auditId/sampling/:planId/items',
  who: BODY,
  summary: 'The drawn sample in words, with the place of each unit in its stratum',
  params: AboutPlan,
  answer: z.object({ rows: z.array(SampleItem).max(100_000) }),
})

export const downloadSample = endpoint({
  name: 'certification.downloadSample',
  method: 'GET',
  path: '/api/certification/audits/:auditId/sampling/:planId/sample.json',
  who: BODY,
  carries: 'stream',
  summary: 'The sample file: everything by which anybody draws the same sample again with `starproof sample`',
  params: AboutPlan,
  answer: z.string(),
})

export const publishSample = endpoint({
  name: 'certification.publishSample',
  method: 'POST',
  path: '/api/certification/audits/:auditId/sampling/:planId/publication',
  who: PLANNERS,
  summary: 'Sends the sample file to the company, so that it can draw again too',
  params: AboutPlan,
  answer: Saved,
})
