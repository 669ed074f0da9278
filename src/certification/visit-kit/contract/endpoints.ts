import { z } from 'zod'
import { LocalText } from '#src/evaluation/scheme/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { BODY, RULE_MAKERS } from '../../access.ts'
import { VisitKit } from './kit.ts'

/** A version of the kit. In use from its day until the day of the next; never changed once its day is set. */
export const KitRow = z.object({
  id: Id,
  number: z.int(),
  /** Null: a draft. */
  validFromOn: Day.nullable(),
  state: z.enum(['draft', 'coming', 'in_use', 'past']),
  madeAt: Instant,
  madeByName: z.string(),
  /** Visits still open that were begun with this version and keep it. */
  openVisitCount: z.int(),
  /** Points that are our default or were only recalled. */
  unconfirmedCount: z.int(),
  version: Version,
})
export type KitRow = z.output<typeof KitRow>

/** Indicators to choose from: those of the newest edition of each scheme of the body. */
export const KitScheme = z.object({
  schemeId: z.string(),
  title: LocalText,
  leaves: z.array(z.object({ leafId: z.string(), name: LocalText })),
})
export type KitScheme = z.output<typeof KitScheme>

export const KitDetail = KitRow.extend({ kit: VisitKit, schemes: z.array(KitScheme) })
export type KitDetail = z.output<typeof KitDetail>

const AboutKit = z.object({ kitId: Id })
const Changed = z.object({ id: Id, version: Version, unconfirmedCount: z.int() })
const From = z.string().trim().min(1).max(300)

export const listVisitKits = endpoint({
  name: 'certification.listVisitKits',
  method: 'GET',
  path: '/api/certification/visit-kits',
  who: BODY,
  summary: 'Versions of what audit teams take along, newest first',
  answer: z.object({ rows: z.array(KitRow).max(200) }),
})

export const readVisitKit = endpoint({
  name: 'certification.readVisitKit',
  method: 'GET',
  path: '/api/certification/visit-kits/:kitId',
  who: BODY,
  summary: 'One version with its checklists, questions and words, and the indicators that points can belong to',
  params: AboutKit,
  answer: KitDetail,
})

export const draftVisitKit = endpoint({
  name: 'certification.draftVisitKit',
  method: 'POST',
  path: '/api/certification/visit-kits',
  who: RULE_MAKERS,
  summary: 'Opens a draft as a copy of a version',
  body: z.strictObject({ id: Id, copyOf: Id }),
  answer: Changed,
})

export const saveVisitKit = endpoint({
  name: 'certification.saveVisitKit',
  method: 'PUT',
  path: '/api/certification/visit-kits/:kitId',
  who: RULE_MAKERS,
  summary:
    'Saves the draft as a whole; what was changed or is named as confirmed is then confirmed by this person, from this source',
  params: AboutKit,
  body: z.strictObject({
    version: Version,
    kit: VisitKit,
    /** What the person read the points in, or whose decision they are. */
    from: From,
    /** Ids of points confirmed as they stand. */
    confirms: z.array(z.string().max(60)).max(1_000).default([]),
  }),
  answer: Changed,
})

export const dropVisitKit = endpoint({
  name: 'certification.dropVisitKit',
  method: 'DELETE',
  path: '/api/certification/visit-kits/:kitId',
  who: RULE_MAKERS,
  summary: 'Throws the draft away',
  params: AboutKit,
  query: z.object({ version: z.coerce.number().int().min(1) }),
  answer: z.object({ id: Id }),
})

export const putVisitKitToUse = endpoint({
  name: 'certification.putVisitKitToUse',
  method: 'POST',
  path: '/api/certification/visit-kits/:kitId/use',
  who: RULE_MAKERS,
  summary:
    'Visits opened from that day on use the draft; the caller states how many points are unconfirmed. Open visits keep theirs',
  params: AboutKit,
  body: z.strictObject({ version: Version, fromOn: Day, acceptsUnconfirmed: z.int().min(0) }),
  answer: Changed,
})

export const downloadVisitKit = endpoint({
  name: 'certification.downloadVisitKit',
  method: 'GET',
  path: '/api/certification/visit-kits/:kitId/workbook',
  who: BODY,
  carries: 'stream',
  summary: 'The version as an Excel workbook that can be brought back',
  params: AboutKit,
  answer: z.string(),
})

export const importVisitKit = endpoint({
  name: 'certification.importVisitKit',
  method: 'POST',
  path: '/api/certification/visit-kits/import',
  who: RULE_MAKERS,
  summary:
    'Takes an Excel workbook as the draft, in place of the one there may be; refused with sheet, row and column of the first problem',
  body: z.strictObject({
    id: Id,
    name: z.string().trim().min(1).max(200),
    base64: z.base64().min(1).max(900_000),
    from: From,
  }),
  answer: Changed,
})
