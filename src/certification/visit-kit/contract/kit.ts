import { z } from 'zod'
import { LocalText, Provenance } from '#src/evaluation/scheme/contract.ts'

export const KitKey = z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/)
const LeafIds = z.array(z.string().min(1).max(40)).max(20)

export const HARDWARE_SECTIONS = ['rooms', 'hotline', 'tools', 'vehicles', 'spare_parts', 'information_system'] as const
export const CALL_LINE_KINDS = ['words', 'question'] as const

const KeyPost = z.strictObject({
  id: KitKey,
  name: LocalText,
  /** Must be at both meetings, or be missed there with a reason. */
  required: z.boolean(),
  provenance: Provenance,
})
export type KeyPost = z.output<typeof KeyPost>

const HardwareItem = z.strictObject({
  id: KitKey,
  section: z.enum(HARDWARE_SECTIONS),
  text: LocalText,
  leafIds: LeafIds,
  provenance: Provenance,
})
export type HardwareItem = z.output<typeof HardwareItem>

const InterviewPrompt = z.strictObject({
  id: KitKey,
  postId: KitKey,
  text: LocalText,
  leafIds: LeafIds,
  provenance: Provenance,
})
export type InterviewPrompt = z.output<typeof InterviewPrompt>

export const MOST_CHOICES = 6
const KnowledgeQuestion = z.strictObject({
  id: KitKey,
  text: LocalText,
  choices: z
    .array(z.strictObject({ id: KitKey, text: LocalText }))
    .min(2)
    .max(MOST_CHOICES),
  right: KitKey,
  /** What the right answer is worth in a test. */
  points: z.int().min(1).max(100).default(1),
  leafIds: LeafIds,
  provenance: Provenance,
})
export type KnowledgeQuestion = z.output<typeof KnowledgeQuestion>

/** A line of a satisfaction call: said as it stands, or asked, with the answer written down beside it. */
const CallLine = z.strictObject({
  id: KitKey,
  kind: z.enum(CALL_LINE_KINDS).default('words'),
  text: LocalText,
  leafIds: LeafIds.default([]),
  provenance: Provenance,
})
export type CallLine = z.output<typeof CallLine>

/** What a team takes along: whom it must meet, what it looks at, asks and tests, and the words of a call. Data of the body, in versions. */
export const VisitKit = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  title: LocalText,
  posts: z.array(KeyPost).min(1).max(30),
  agendas: z.strictObject({ opening: z.array(LocalText).max(30), closing: z.array(LocalText).max(30) }),
  hardware: z.array(HardwareItem).max(200),
  interviews: z.array(InterviewPrompt).max(200),
  knowledge: z.strictObject({
    /** Questions of one test. */
    drawn: z.strictObject({ value: z.int().min(1).max(50), provenance: Provenance }),
    /** Share of the points from which a test is passed. */
    passShare: z.strictObject({ basisPoints: z.int().min(0).max(10_000), provenance: Provenance }),
    questions: z.array(KnowledgeQuestion).max(500),
  }),
  callScript: z.array(CallLine).max(30),
})
export type VisitKit = z.output<typeof VisitKit>
