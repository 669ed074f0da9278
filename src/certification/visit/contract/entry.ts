import { z } from 'zod'
import { Day, Instant, Latitude, Longitude, Sha256 } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'

const Text = (max: number) => z.string().trim().max(max)
const Words = (max: number) => z.string().trim().min(1).max(max)
const Key = z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/)
const LeafId = z.string().min(1).max(40)

export const MEETINGS = ['opening', 'closing'] as const
export const Meeting = z.enum(MEETINGS)
export type Meeting = z.output<typeof Meeting>

export const CALL_RESULTS = ['satisfied', 'middle', 'bad', 'no_answer'] as const
export const HARDWARE_VERDICTS = ['conforms', 'nonconforming', 'not_applicable'] as const

const MeetingHeld = z.strictObject({ kind: z.literal('meeting'), meeting: Meeting, place: Text(200), note: Text(2000) })

/** Whether a key post came: who is present signs, who is not is missed with a reason. */
const Attendance = z.strictObject({
  kind: z.literal('attendance'),
  meeting: Meeting,
  postId: Key,
  personName: Words(60),
  isPresent: z.boolean(),
  signatureSha256: Sha256.nullable(),
  /** The name was typed and confirmed instead of drawn. */
  isTyped: z.boolean(),
  absentReason: Text(300),
})

const HardwareCheck = z.strictObject({
  kind: z.literal('hardware'),
  outletId: Id,
  itemId: Key,
  verdict: z.enum(HARDWARE_VERDICTS),
  note: Text(1000),
})

const Interview = z.strictObject({
  kind: z.literal('interview'),
  personName: Words(60),
  post: Words(100),
  answers: z
    .array(z.strictObject({ question: Words(600), answer: Words(2000) }))
    .min(1)
    .max(30),
  note: Text(2000),
})

/** The questions are those that the entry's own id draws from the kit; what is right is counted by the server. */
const KnowledgeTest = z.strictObject({
  kind: z.literal('knowledge_test'),
  personName: Words(60),
  post: Words(100),
  answers: z
    .array(z.strictObject({ questionId: Key, choiceId: Key.nullable() }))
    .min(1)
    .max(50),
  note: Text(1000),
})

/** A case of the sample against its original: what it shows for each leaf, or why it could not be looked at. */
const RecordCheck = z.strictObject({
  kind: z.literal('record_check'),
  caseId: Id,
  verdicts: z.array(z.strictObject({ leafId: LeafId, conforms: z.boolean() })).max(40),
  excusedReason: Text(500),
  note: Text(2000),
})

const SatisfactionCall = z.strictObject({
  kind: z.literal('call'),
  caseId: Id.nullable(),
  /** Who was called, as little as is needed to know: no telephone number. */
  customerName: Text(100),
  result: z.enum(CALL_RESULTS),
  note: Text(2000),
})

const PhotoTaken = z.strictObject({
  kind: z.literal('photo'),
  fileSha256: Sha256,
  caption: Text(200),
  /** The entry that it shows something of. */
  aboutId: Id.nullable(),
  place: z
    .strictObject({ longitude: Longitude, latitude: Latitude, accuracyMetres: z.int().min(0).max(1_000_000) })
    .nullable(),
})

const FreeNote = z.strictObject({ kind: z.literal('note'), text: Words(4000) })
/** Takes back what should not have been entered; it stays in the record. */
const Withdrawal = z.strictObject({ kind: z.literal('withdrawal'), reason: Words(300) })

export const VisitEntryContent = z.discriminatedUnion('kind', [
  MeetingHeld,
  Attendance,
  HardwareCheck,
  Interview,
  KnowledgeTest,
  RecordCheck,
  SatisfactionCall,
  PhotoTaken,
  FreeNote,
  Withdrawal,
])
export type VisitEntryContent = z.output<typeof VisitEntryContent>
export type EntryKind = VisitEntryContent['kind']
export type ContentOf<K extends EntryKind> = Extract<VisitEntryContent, { kind: K }>

/** As a person on site makes it, with an id minted there. */
export const NewVisitEntry = z.strictObject({
  id: Id,
  occurredAt: Instant,
  leafIds: z.array(LeafId).max(40).default([]),
  /** An earlier entry of the same kind that this one stands for from now on. */
  replacesId: Id.nullable().default(null),
  content: VisitEntryContent,
})
export type NewVisitEntry = z.output<typeof NewVisitEntry>

export const VisitEntry = z.object({
  id: Id,
  occurredAt: Instant,
  recordedAt: Instant,
  leafIds: z.array(LeafId),
  replacesId: Id.nullable(),
  byPersonId: Id,
  byName: z.string(),
  content: VisitEntryContent,
})
export type VisitEntry = z.output<typeof VisitEntry>

/** A sampled case as the pack has it. */
export const SampledCase = z.object({
  caseId: Id,
  number: z.string(),
  kind: z.string(),
  outletId: Id.nullable(),
  madeOn: Day,
  leafIndex: z.int(),
})
export type SampledCase = z.output<typeof SampledCase>
