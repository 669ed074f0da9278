import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { pageOf } from '#src/shared/page.ts'
import { StandingShown } from '../certificate/contract/endpoints.ts'
import { CertificateText, ChangeKind } from '../certificate/contract/text.ts'

/** Everything here is for anybody, without signing in: what a certification body publishes about its certificates, and nothing else. */

const Body = z.object({ slug: z.string(), name: z.string() })

export const RegisterRow = z.object({
  number: z.string(),
  holderName: z.string(),
  body: Body,
  stars: z.int(),
  validUntilOn: Day,
  standing: StandingShown,
})
export type RegisterRow = z.output<typeof RegisterRow>

export const RegisterEntry = z.object({
  body: Body.extend({
    address: z.string(),
    approvalNumber: z.string(),
    website: z.string(),
    rootFingerprint: z.string(),
  }),
  /** What it said on the day asked about. */
  says: CertificateText,
  /** The day asked about, today by default, in the body's own calendar. */
  onDay: Day,
  todayOn: Day,
  standing: StandingShown,
  editions: z.array(z.object({ number: z.int(), validFromOn: Day })),
  changes: z.array(
    z.object({
      kind: ChangeKind,
      effectiveOn: Day,
      untilOn: Day.nullable(),
      publicReason: z.string(),
      edition: z.int().nullable(),
      madeAt: Instant,
    }),
  ),
  /** The last surveillance passed, where there was one. */
  maintainedOn: Day.nullable(),
})
export type RegisterEntry = z.output<typeof RegisterEntry>

const Slug = z.string().regex(/^[a-z0-9-]{2,40}$/)

export const searchRegister = endpoint({
  name: 'register.search',
  method: 'GET',
  path: '/api/public/certificates',
  who: 'public',
  perMinute: 30,
  summary: 'Certificates by number, credit code, or two or more characters of the holder’s name; status today',
  query: z.object({
    search: z.string().trim().min(2).max(100),
    body: Slug.optional(),
    limit: z.coerce.number().int().min(1).max(20).default(20),
    cursor: Id.optional(),
  }),
  answer: pageOf(RegisterRow),
})

const About = z.object({ number: z.string().min(1).max(80) })
/** `body`: short name of the certification body, where several on one installation use the same number. */
const Which = z.object({ body: Slug.optional() })

export const readRegister = endpoint({
  name: 'register.read',
  method: 'GET',
  path: '/api/public/certificates/:number',
  who: 'public',
  perMinute: 60,
  summary: 'A certificate with its status today or on any day past, its scope and its history',
  params: About,
  query: Which.extend({ on: Day.optional() }),
  answer: RegisterEntry,
})

const file = { method: 'GET', who: 'public', carries: 'stream', params: About, answer: z.string() } as const
const OfEdition = Which.extend({ edition: z.coerce.number().int().min(1).max(1000).optional() })

export const readPaper = endpoint({
  ...file,
  name: 'register.readPaper',
  path: '/api/public/certificates/:number/certificate.pdf',
  perMinute: 30,
  summary: 'The signed certificate (PDF/A-3, PAdES); `edition` for an earlier one',
  query: OfEdition,
})

export const readCredential = endpoint({
  ...file,
  name: 'register.readCredential',
  path: '/api/public/certificates/:number/credential.json',
  perMinute: 60,
  summary: 'The certificate as W3C Verifiable Credential 2.0; `edition` for an earlier one',
  query: OfEdition,
})

export const readProof = endpoint({
  ...file,
  name: 'register.readProof',
  path: '/api/public/certificates/:number/proof.json',
  perMinute: 30,
  summary:
    'Proof that the certificate and each change of it stand in the ledger of the body, under a signed checkpoint',
  query: Which,
})

export const readBundle = endpoint({
  ...file,
  name: 'register.readBundle',
  path: '/api/public/certificates/:number/bundle.zip',
  perMinute: 10,
  summary:
    'Everything needed to verify a certificate without this site: paper, credential, status lists, keys, root, proof',
  query: Which,
})

export const readBadge = endpoint({
  ...file,
  name: 'register.readBadge',
  path: '/api/public/certificates/:number/badge.svg',
  perMinute: 240,
  summary: 'A badge for web pages that always shows the status of the day',
  query: Which.extend({ lang: z.enum(['zh', 'en']).default('zh') }),
})

export const readStatusList = endpoint({
  name: 'register.readStatusList',
  method: 'GET',
  path: '/api/public/bodies/:slug/status/:purpose/:list',
  who: 'public',
  perMinute: 60,
  carries: 'stream',
  summary: 'Bitstring status list of a body as a credential; `on` for the list as it stood on a day past',
  params: z.object({
    slug: Slug,
    purpose: z.enum(['revocation', 'suspension']),
    list: z.coerce.number().int().min(0).max(1000),
  }),
  query: z.object({ on: Day.optional() }),
  answer: z.string(),
})

/** The file `proof.json`. */
export const PROOF_FORMAT = 'starproof-certificate-proof'
export const CertificateProof = z.strictObject({
  format: z.literal(PROOF_FORMAT),
  version: z.literal(1),
  body: z.strictObject({ orgId: z.uuid(), name: z.string().max(200) }),
  number: z.string().max(80),
  /** Signed note over the tree head of the body's ledger (C2SP tlog-checkpoint). */
  checkpoint: z.string().max(65_536),
  keys: z
    .array(
      z.strictObject({
        vkey: z.string().max(400),
        validFrom: z.iso.datetime(),
        validUntil: z.iso.datetime().nullable(),
      }),
    )
    .max(500),
  entries: z
    .array(
      z.strictObject({
        leafIndex: z.int().min(0),
        /** The text whose hash stands in the ledger; its `commitment` is SHA-256(salt, content). */
        leaf: z.string().max(16_384),
        content: z.string().max(1_000_000),
        salt: z.string().regex(/^[0-9a-f]{32}$/),
        /** Audit path, leaf side first (RFC 9162), base64. */
        path: z.array(z.string().max(64)).max(64),
      }),
    )
    .max(1000),
})
export type CertificateProof = z.output<typeof CertificateProof>
