import { z } from 'zod'
import { LocalText, Provenance } from '#src/evaluation/scheme/contract.ts'

const Key = z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/)
const LeafIds = z.array(z.string().min(1).max(40)).max(20)

export const HARDWARE_SECTIONS = ['rooms', 'hotline', 'tools', 'vehicles', 'spare_parts', 'information_system'] as const

const KeyPost = z.strictObject({
  id: Key,
  name: LocalText,
  /** Must be at both meetings, or be missed there with a reason. */
  required: z.boolean(),
  provenance: Provenance,
})
export type KeyPost = z.output<typeof KeyPost>

const HardwareItem = z.strictObject({
  id: Key,
  section: z.enum(HARDWARE_SECTIONS),
  text: LocalText,
  leafIds: LeafIds,
  provenance: Provenance,
})
export type HardwareItem = z.output<typeof HardwareItem>

const InterviewPrompt = z.strictObject({
  id: Key,
  postId: Key,
  text: LocalText,
  leafIds: LeafIds,
  provenance: Provenance,
})

export const KnowledgeQuestion = z.strictObject({
  id: Key,
  text: LocalText,
  choices: z
    .array(z.strictObject({ id: Key, text: LocalText }))
    .min(2)
    .max(6),
  right: Key,
  leafIds: LeafIds,
  provenance: Provenance,
})
export type KnowledgeQuestion = z.output<typeof KnowledgeQuestion>

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
    /** Share of right answers from which a test is passed. */
    passShare: z.strictObject({ basisPoints: z.int().min(0).max(10_000), provenance: Provenance }),
    questions: z.array(KnowledgeQuestion).max(500),
  }),
  callScript: z.array(z.strictObject({ id: Key, text: LocalText, provenance: Provenance })).max(30),
})
export type VisitKit = z.output<typeof VisitKit>
