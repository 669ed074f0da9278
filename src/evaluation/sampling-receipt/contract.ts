import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Sha256 } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { VIEWERS } from '../access.ts'

const Count = z.int().min(0).max(10_000_000)
const BasisPoints = z.int().min(0).max(10_000)
const At = z.iso.datetime()
const Note = z
  .string()
  .min(1)
  .max(16 * 1024)
const Reason = z.string().trim().min(1).max(500)
const Words = z.string().max(300)

/** What can be drawn by chance: places to visit, cases to check against their originals, people to talk to. */
export const SampledWhat = z.enum(['outlet', 'case', 'person'])
export type SampledWhat = z.output<typeof SampledWhat>

/** The figures of the body's rules by which sizes are reckoned; factor in hundredths, shares in basis points. */
export const SamplingFigures = z.strictObject({
  auditKind: z.enum(['initial', 'surveillance', 'recertification', 'special']),
  outletFactorHundredths: Count,
  caseShare: BasisPoints,
  caseMinimum: Count,
  caseMaximum: Count,
  personShare: BasisPoints,
  personMinimum: Count,
  randomShare: BasisPoints,
})
export type SamplingFigures = z.output<typeof SamplingFigures>

export const STRATUM_TRAITS = ['outlet', 'kind', 'city'] as const

/** One population of the plan: how many units, their hash, and how many are drawn from which stratum. */
export const SampledPart = z.strictObject({
  count: Count,
  /** SHA-256 of the units, each as canonical JSON on a line of its own, in canonical order. */
  sha256: Sha256,
  /** What the rules ask for in all: those always in, those chosen, those drawn. */
  size: Count,
  /** How many of them are drawn by chance. */
  random: Count,
  stratifiedBy: z.array(z.enum(STRATUM_TRAITS)).max(3),
  strata: z.array(z.strictObject({ key: Words, count: Count, random: Count })).max(10_000),
  /** Always in: the centre. */
  certain: z.array(Id).max(1_000),
  /** Picked by an auditor before the seed could be known. */
  chosen: z.array(z.strictObject({ id: Id, reason: Reason })).max(2_000),
})
export type SampledPart = z.output<typeof SampledPart>

/** What a certification body fixes before its sample can be known: body of the letter `sampling_plan`. */
export const SamplingPlan = z.strictObject({
  format: z.literal('starproof-sampling-plan'),
  version: z.literal(1),
  id: Id,
  auditId: Id,
  auditNumber: z.string().min(1).max(60),
  /** 1 for the first plan of an audit; another one names the plan it follows and why. */
  number: z.int().min(1).max(1_000),
  follows: z.strictObject({ planSha256: Sha256, reason: Reason }).nullable(),
  body: z.strictObject({ orgId: Id, name: Words }),
  /** Without an id: the company has no ledger of its own. */
  company: z.strictObject({ orgId: Id.nullable(), name: Words }),
  madeAt: At,
  /** Whose later checkpoint goes into the seed. `body`: one-sided, because the company has no ledger. */
  sealedBy: z.enum(['company', 'body']),
  /** The signed checkpoint C1 of that ledger; the cases are those that it covers. */
  checkpoint: Note,
  /** Only cases made since that day; null: all of them. */
  casesFromOn: Day.nullable(),
  figures: SamplingFigures,
  parts: z.strictObject({ outlet: SampledPart, case: SampledPart, person: SampledPart }),
  /** SHA-256 of the 32 secret bytes that the body has drawn. */
  nonceSha256: Sha256,
})
export type SamplingPlan = z.output<typeof SamplingPlan>

const Path = z.array(Sha256).max(64)

/** Proof that the plan was noted in a ledger after C1: body of the letter `sampling_receipt`. */
export const SamplingReceipt = z.strictObject({
  format: z.literal('starproof-sampling-receipt'),
  version: z.literal(1),
  planId: Id,
  planSha256: Sha256,
  /** The ledger's entry, opened: its leaf, and the content and salt behind the leaf's commitment. */
  entry: z.strictObject({
    leaf: z.string().max(16 * 1024),
    content: z.string().max(64 * 1024),
    salt: z.string().regex(/^[0-9a-f]{32}$/),
    index: z.int().min(0),
  }),
  inclusion: Path,
  /** The signed checkpoint C2, which covers the entry. */
  checkpoint: Note,
  /** That the ledger at C1 is the beginning of the ledger at C2. */
  consistency: Path,
})
export type SamplingReceipt = z.output<typeof SamplingReceipt>

/** A plan that this company was told, and when its receipt went out. */
export const ReceivedPlan = z.object({
  id: Id,
  bodyName: z.string(),
  auditNumber: z.string(),
  number: z.int(),
  planSha256: Sha256,
  parts: z.object({ outlet: SampledPart, case: SampledPart, person: SampledPart }),
  followsReason: z.string().nullable(),
  receivedAt: At,
  answeredAt: At.nullable(),
})
export type ReceivedPlan = z.output<typeof ReceivedPlan>

export const listReceivedPlans = endpoint({
  name: 'evaluation.listReceivedPlans',
  method: 'GET',
  path: '/api/evaluation/sampling-plans',
  who: VIEWERS,
  summary: 'Sampling plans of certification bodies that were noted in our ledger, newest first',
  query: PageQuery.extend({ cursor: Id.optional() }),
  answer: pageOf(ReceivedPlan),
})
