import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Sha256, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { BODY, DECIDERS } from '../../access.ts'
import { ISSUERS } from '../access.ts'
import { CertificateText, ChangeKind, Status } from './text.ts'

export const StandingShown = z.object({ status: Status, sinceOn: Day, untilOn: Day.nullable() })
export type StandingShown = z.output<typeof StandingShown>

export const CertificateListRow = z.object({
  id: Id,
  number: z.string(),
  clientId: Id,
  holderName: z.string(),
  stars: z.int(),
  edition: z.int(),
  issuedOn: Day,
  validUntilOn: Day,
  standing: StandingShown,
})
export type CertificateListRow = z.output<typeof CertificateListRow>

export const ShownChange = z.object({
  id: Id,
  kind: ChangeKind,
  effectiveOn: Day,
  untilOn: Day.nullable(),
  reason: z.string(),
  publicReason: z.string(),
  edition: z.int().nullable(),
  madeByName: z.string(),
  madeAt: Instant,
})

export const ShownEdition = z.object({ number: z.int(), validFromOn: Day, fileSha256: Sha256, madeAt: Instant })

export const ShownCertificate = CertificateListRow.extend({
  validFromOn: Day,
  decisionId: Id,
  replacesId: Id.nullable(),
  says: CertificateText,
  editions: z.array(ShownEdition),
  changes: z.array(ShownChange),
  /** The page of the public register. */
  registerUrl: z.string(),
  slug: z.string(),
  todayOn: Day,
  longestSuspensionMonths: z.int(),
  /** Whether the reader may change it: a decider, who took no part in its audits. */
  mayChange: z.boolean(),
  version: Version,
})
export type ShownCertificate = z.output<typeof ShownCertificate>

export const listCertificates = endpoint({
  name: 'certification.listCertificates',
  method: 'GET',
  path: '/api/certification/certificates',
  who: BODY,
  summary: 'Certificates of the body with their status today, newest first',
  query: PageQuery.extend({ cursor: Id.optional(), search: z.string().trim().max(100).optional() }),
  answer: pageOf(CertificateListRow),
})

export const readCertificate = endpoint({
  name: 'certification.readCertificate',
  method: 'GET',
  path: '/api/certification/certificates/:certificateId',
  who: BODY,
  summary: 'One certificate: what it says, its editions and everything that became of it',
  params: z.object({ certificateId: Id }),
  answer: ShownCertificate,
})

export const listWaitingDecisions = endpoint({
  name: 'certification.listWaitingDecisions',
  method: 'GET',
  path: '/api/certification/certificates/waiting',
  who: BODY,
  summary: 'Favourable decisions that no certificate carries out yet, at most 200',
  answer: z.object({
    rows: z.array(
      z.object({
        id: Id,
        clientId: Id,
        clientName: z.string(),
        auditNumber: z.string(),
        certificateId: Id.nullable(),
        kind: z.string(),
        /** That it was decided on. */
        standard: z.string(),
        stars: z.int(),
        scope: z.string(),
        decidedAt: Instant,
      }),
    ),
  }),
})

export const issueCertificate = endpoint({
  name: 'certification.issueCertificate',
  method: 'POST',
  path: '/api/certification/certificates',
  who: ISSUERS,
  perMinute: 60,
  summary: 'Issues the certificate that a decision grants or renews',
  body: z.strictObject({ id: Id, decisionId: Id }),
  answer: z.object({ id: Id, number: z.string(), fileSha256: Sha256 }),
})

export const changeCertificate = endpoint({
  name: 'certification.changeCertificate',
  method: 'POST',
  path: '/api/certification/certificates/:certificateId/changes',
  who: DECIDERS,
  perMinute: 60,
  summary:
    'Suspends, restores, withdraws, cancels, extends, reduces, re-stars, maintains, replaces or moves a certificate',
  params: z.object({ certificateId: Id }),
  body: z.strictObject({
    id: Id,
    kind: ChangeKind,
    effectiveOn: Day,
    untilOn: Day.nullable().default(null),
    reason: z.string().trim().min(1).max(2000),
    publicReason: z.string().trim().max(500).default(''),
    decisionId: Id.nullable().default(null),
  }),
  answer: z.object({ id: Id, edition: z.int().nullable() }),
})
