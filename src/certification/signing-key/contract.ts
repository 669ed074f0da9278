import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { BODY, RULE_MAKERS } from '../access.ts'

/** `root` certifies the others and nothing else; `document` signs PDFs, `credential` signs credentials and status lists. */
export const PURPOSES = ['root', 'document', 'credential'] as const
export const Purpose = z.enum(PURPOSES)
export type Purpose = z.output<typeof Purpose>

export const SigningKey = z.object({
  id: Id,
  purpose: Purpose,
  certificatePem: z.string(),
  /** SHA-256 of the certificate, lowercase hex: for comparing by eye or ear. */
  fingerprint: z.string(),
  /** Keys of credentials only: the key as it stands in proofs. */
  publicKeyMultibase: z.string().nullable(),
  rootId: Id,
  validFrom: Instant,
  validUntil: Instant.nullable(),
  retiredReason: z.string(),
})
export type SigningKey = z.output<typeof SigningKey>

export const listSigningKeys = endpoint({
  name: 'certification.listSigningKeys',
  method: 'GET',
  path: '/api/certification/signing-keys',
  who: BODY,
  summary: 'Every key the body has signed certificates with, newest first; public halves only',
  answer: z.object({
    rows: z.array(SigningKey),
    /** Identity of the body in credentials. */
    did: z.string(),
    /** Short name of the body in public addresses. */
    slug: z.string(),
  }),
})

export const makeSigningKeys = endpoint({
  name: 'certification.makeSigningKeys',
  method: 'POST',
  path: '/api/certification/signing-keys',
  who: RULE_MAKERS,
  summary: 'Makes the keys of the body where it has none; the first certificate would make them otherwise',
  body: z.strictObject({}),
  answer: z.object({ made: z.int() }),
})

export const rotateSigningKey = endpoint({
  name: 'certification.rotateSigningKey',
  method: 'POST',
  path: '/api/certification/signing-keys/:purpose/rotation',
  who: RULE_MAKERS,
  summary: 'Retires the key in use and makes another; a new root certifies new keys for both purposes',
  params: z.object({ purpose: Purpose }),
  body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
  answer: z.object({ made: z.int() }),
})

const Body = z.object({ slug: z.string().regex(/^[a-z0-9-]{2,40}$/) })

export const publicDidDocument = endpoint({
  name: 'certification.publicDidDocument',
  method: 'GET',
  path: '/api/public/bodies/:slug/did.json',
  who: 'public',
  perMinute: 120,
  carries: 'stream',
  summary: 'DID document (did:web) of a certification body: every key it signed credentials with',
  params: Body,
  answer: z.string(),
})

export const publicRoot = endpoint({
  name: 'certification.publicRoot',
  method: 'GET',
  path: '/api/public/bodies/:slug/root.pem',
  who: 'public',
  perMinute: 120,
  carries: 'stream',
  summary: 'Root certificate of a body, PEM; with `all` those it used before, too',
  params: Body,
  query: z.object({ all: z.literal('1').optional() }),
  answer: z.string(),
})

export const publicKeys = endpoint({
  name: 'certification.publicKeys',
  method: 'GET',
  path: '/api/public/bodies/:slug/keys.json',
  who: 'public',
  perMinute: 30,
  carries: 'stream',
  summary: 'Every key of a body with its dates, those of its ledger too, as a credential signed by the body',
  params: Body,
  answer: z.string(),
})

/** Type of the credential that lists a body's keys. */
export const KEYS_TYPE = 'CertificationBodyKeys'
/** Context of its words. */
export const KEYS_CONTEXT = {
  [KEYS_TYPE]: 'urn:starproof:keys#CertificationBodyKeys',
  issuerCertificate: 'urn:starproof:keys#issuerCertificate',
  rootCertificates: { '@id': 'urn:starproof:keys#rootCertificates', '@container': '@list' },
  keys: {
    '@id': 'urn:starproof:keys#keys',
    '@container': '@list',
    '@context': {
      purpose: 'urn:starproof:keys#purpose',
      key: 'urn:starproof:keys#key',
      certificate: 'urn:starproof:keys#certificate',
      validFromAt: 'urn:starproof:keys#validFromAt',
      validUntilAt: 'urn:starproof:keys#validUntilAt',
    },
  },
} as const
