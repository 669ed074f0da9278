import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { REPRESENTATIVES, SEALERS, VIEWERS } from '../access.ts'
import { LocalText, Scheme, SchemeEdits, Seal } from '../scheme/contract.ts'

/** A scheme as the company uses it. `inUse`: the score is made with it, the newest sealed one, or the draft while none is sealed. */
export const EditionRow = z.object({
  id: Id,
  number: z.int(),
  title: LocalText,
  standard: z.string(),
  schemeId: z.string(),
  schemeVersion: z.int(),
  seal: Seal.nullable(),
  inUse: z.boolean(),
  madeAt: Instant,
  version: Version,
})
export type EditionRow = z.output<typeof EditionRow>

export const EditionDetail = EditionRow.extend({ scheme: Scheme, unconfirmedCount: z.int() })
export type EditionDetail = z.output<typeof EditionDetail>

const AboutEdition = z.object({ editionId: Id })
const Changed = z.object({ id: Id, version: Version, unconfirmedCount: z.int() })

export const listEditions = endpoint({
  name: 'evaluation.listEditions',
  method: 'GET',
  path: '/api/evaluation/editions',
  who: VIEWERS,
  summary: 'Editions of the scheme, newest first',
  answer: z.object({ rows: z.array(EditionRow) }),
})

export const readEdition = endpoint({
  name: 'evaluation.readEdition',
  method: 'GET',
  path: '/api/evaluation/editions/:editionId',
  who: VIEWERS,
  summary: 'An edition with its whole scheme and the provenance of every figure',
  params: AboutEdition,
  answer: EditionDetail,
})

export const exportScheme = endpoint({
  name: 'evaluation.exportScheme',
  method: 'GET',
  path: '/api/evaluation/editions/:editionId/file',
  who: VIEWERS,
  carries: 'stream',
  summary: 'The scheme as a YAML file',
  params: AboutEdition,
  answer: z.string(),
})

export const editScheme = endpoint({
  name: 'evaluation.editScheme',
  method: 'POST',
  path: '/api/evaluation/editions/:editionId/edits',
  who: REPRESENTATIVES,
  summary: 'Changes figures or confirms them; all edits or none, and only until the seal',
  params: AboutEdition,
  body: z.strictObject({
    version: Version,
    edits: SchemeEdits,
    /** What the person read the figures in. */
    from: z.string().trim().min(1).max(300),
  }),
  answer: Changed,
})

export const sealScheme = endpoint({
  name: 'evaluation.sealScheme',
  method: 'POST',
  path: '/api/evaluation/editions/:editionId/seal',
  who: SEALERS,
  summary: 'Closes an edition for good; the caller states how many figures are unconfirmed',
  params: AboutEdition,
  body: z.strictObject({ version: Version, acceptsUnconfirmed: z.int().min(0) }),
  answer: Changed,
})

export const draftEdition = endpoint({
  name: 'evaluation.draftEdition',
  method: 'POST',
  path: '/api/evaluation/editions',
  who: REPRESENTATIVES,
  summary: 'Opens a new draft as a copy of an edition; the score stays with the sealed one until the draft is sealed',
  body: z.strictObject({ id: Id, copyOf: Id }),
  answer: Changed,
})

export const importScheme = endpoint({
  name: 'evaluation.importScheme',
  method: 'POST',
  path: '/api/evaluation/editions/import',
  who: REPRESENTATIVES,
  summary:
    'Takes a YAML file as the draft, in place of the one there may be; refused with the first problem when unsound',
  body: z.strictObject({ id: Id, text: z.string().min(1).max(900_000) }),
  answer: Changed,
})
