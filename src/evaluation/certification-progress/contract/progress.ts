import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Sha256 } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { READERS } from '../access.ts'
import { CertificateDue } from './letter.ts'

/** Kinds of letters that are steps of a certification: what a body sends, and what the company sends to it. */
export const STEPS = {
  in: [
    'application_notice',
    'quotation',
    'document_review',
    'audit_plan',
    'sampling_plan',
    'sample',
    'nonconformities',
    'certificate',
    'certificate_notice',
  ],
  out: ['pack', 'supply', 'sampling_receipt', 'corrections'],
} as const

export const Step = z.object({
  parcelId: Id,
  direction: z.enum(['in', 'out']),
  kind: z.enum([...STEPS.in, ...STEPS.out]),
  bodyName: z.string(),
  madeAt: Instant,
  /** Number of the application, contract, audit or certificate; empty where the letter has none. */
  reference: z.string(),
  /** What became of it, in a word of the letter: `accepted`, `nonconforming`, `suspend` … */
  what: z.string(),
  /** In the words of the sender. */
  says: z.string(),
  /** Days that the letter names: of a visit, of a change, until when an answer is awaited. */
  fromOn: Day.nullable(),
  toOn: Day.nullable(),
  /** What is enclosed is not what this kind of letter says here. */
  isReadable: z.boolean(),
})
export type Step = z.output<typeof Step>

/** What the company has to do next. */
export const TASKS = ['supply', 'review', 'contract', 'visit', 'receipt', 'correct'] as const
export const Task = z.object({
  kind: z.enum(TASKS),
  bodyName: z.string(),
  reference: z.string(),
  /** The letter that asks for it. */
  parcelId: Id,
  byOn: Day.nullable(),
  isOverdue: z.boolean(),
  /** Nonconformities: how many. */
  count: z.int(),
})
export type Task = z.output<typeof Task>

export const STATUSES = ['not_yet_valid', 'valid', 'suspended', 'withdrawn', 'cancelled', 'expired'] as const
export const Standing = z.object({ status: z.enum(STATUSES), sinceOn: Day, untilOn: Day.nullable() })

/** `ahead`: its time has not come. `open`: it can be done. `near`: the last day is near. `passed`: it is over. */
export const DUE_STATES = ['ahead', 'open', 'near', 'passed'] as const
export const DueItem = CertificateDue.extend({
  bodyName: z.string(),
  number: z.string(),
  state: z.enum(DUE_STATES),
  /** Until the last day; negative when it has passed. */
  daysLeft: z.int(),
})
export type DueItem = z.output<typeof DueItem>

/** What a certificate says, read from its credential. */
export const CertificateSays = z.object({
  certificateNumber: z.string().min(1).max(80),
  edition: z.int().min(1),
  /** Of the holder. */
  name: z.string().max(200),
  creditCode: z.string().max(18),
  scope: z.string().max(1000),
  standard: z.string().max(60),
  level: z.string().max(200),
  stars: z.int().min(0).max(5),
  issuedOn: Day,
  validFromOn: Day,
  validUntilOn: Day,
})
export type CertificateSays = z.output<typeof CertificateSays>

/** Why a certificate is not held, by what is wrong with it. */
export const PROBLEMS = {
  paper: [
    'paper_damaged',
    'paper_key_not_listed',
    'paper_key_not_in_use',
    'root_not_listed',
    'credential_not_on_paper',
  ],
  credential: [
    'credential_damaged',
    'credential_key_not_listed',
    'credential_key_not_in_use',
    'keys_damaged',
    'issuers_differ',
    'credential_unreadable',
  ],
  sender: ['sender_not_listed'],
  content: ['letter_differs', 'holder_other', 'edition_known'],
} as const
export const CertificateProblem = z.object({
  code: z.enum([...PROBLEMS.paper, ...PROBLEMS.credential, ...PROBLEMS.sender, ...PROBLEMS.content]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type CertificateProblem = z.output<typeof CertificateProblem>

export const ReceivedCertificate = z.object({
  id: Id,
  parcelId: Id,
  bodyName: z.string(),
  /** As the letter names it. */
  number: z.string(),
  edition: z.int(),
  fileSha256: Sha256,
  says: CertificateSays.nullable(),
  problems: z.array(CertificateProblem),
  /** It verifies, and no newer edition of it was received. */
  isHeld: z.boolean(),
  /** It verifies, and this newer edition took its place. */
  replacedByEdition: z.int().nullable(),
  /** Today, by what the body told until now; null where it does not verify. */
  standing: Standing.nullable(),
  /** The newest notice that its standing rests on. */
  notice: z.object({ parcelId: Id, kind: z.string(), publicReason: z.string() }).nullable(),
  rootFingerprint: z.string(),
  /** The pinned key that the letter was signed with: whether a person compared it, or put it aside since. */
  signer: z.object({ fingerprint: z.string(), state: z.enum(['compared', 'first_seen', 'put_aside']) }),
  registerUrl: z.string(),
  madeAt: Instant,
  receivedAt: Instant,
})
export type ReceivedCertificate = z.output<typeof ReceivedCertificate>

export const readCertification = endpoint({
  name: 'evaluation.readCertification',
  method: 'GET',
  path: '/api/evaluation/certification',
  who: READERS,
  summary: 'How the certification stands today: what to do next, the certificate held, what it has to have by when',
  answer: z.object({
    todayOn: Day,
    /** Those due first. */
    tasks: z.array(Task).max(300),
    /** Verified, newest edition, valid or suspended today; the one valid longest. */
    held: ReceivedCertificate.nullable(),
    /** Of all certificates held, the next last day first. */
    due: z.array(DueItem).max(1000),
  }),
})

export const listSteps = endpoint({
  name: 'evaluation.listCertificationSteps',
  method: 'GET',
  path: '/api/evaluation/certification/steps',
  who: READERS,
  summary: 'The letters of the certification, sent and received, newest first, each with what it says',
  query: PageQuery.extend({ cursor: Id.optional() }),
  answer: pageOf(Step),
})

export const listReceivedCertificates = endpoint({
  name: 'evaluation.listReceivedCertificates',
  method: 'GET',
  path: '/api/evaluation/certificates',
  who: READERS,
  summary:
    'Certificates that bodies sent, newest first, with what was found when they were verified and their status today',
  query: PageQuery.extend({ cursor: Id.optional() }),
  answer: pageOf(ReceivedCertificate),
})

const params = z.object({ receivedCertificateId: Id })

export const downloadPaper = endpoint({
  name: 'evaluation.downloadCertificatePaper',
  method: 'GET',
  path: '/api/evaluation/certificates/:receivedCertificateId/paper',
  who: READERS,
  carries: 'stream',
  summary: 'The signed PDF of a certificate as it was received',
  params,
  answer: z.string(),
})

export const downloadCredential = endpoint({
  name: 'evaluation.downloadCertificateCredential',
  method: 'GET',
  path: '/api/evaluation/certificates/:receivedCertificateId/credential',
  who: READERS,
  carries: 'stream',
  summary: 'The signed credential of a certificate as it was received',
  params,
  answer: z.string(),
})
