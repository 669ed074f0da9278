import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { SCHEME_KEEPERS, SCHEME_READERS, SEALERS } from '../access.ts'
import { LocalText, Problem, Scheme, SchemeChange, SchemeEdits, Seal } from '../scheme/contract.ts'

/** A scheme as the company uses it. `inUse`: the score is made with it today. */
export const EditionRow = z.object({
  id: Id,
  number: z.int(),
  title: LocalText,
  standard: z.string(),
  schemeId: z.string(),
  schemeVersion: z.int(),
  seal: Seal.nullable(),
  /** Who published what came sealed in a file, as the file says; empty for the organisation's own. */
  publisher: z.string(),
  inUse: z.boolean(),
  madeAt: Instant,
  version: Version,
})
export type EditionRow = z.output<typeof EditionRow>

export const EditionDetail = EditionRow.extend({ scheme: Scheme, unconfirmedCount: z.int() })
export type EditionDetail = z.output<typeof EditionDetail>

/** That another edition is in use from a day, and why (empty: as it was sealed); of those whose day has come, the one with the latest day counts. */
export const Choice = z.object({
  id: Id,
  number: z.int(),
  editionId: Id,
  fromOn: Day,
  reason: z.string(),
  chosenAt: Instant,
  chosenByName: z.string(),
  /** Called off before its day came. */
  withdrawnAt: Instant.nullable(),
  withdrawnReason: z.string().nullable(),
  withdrawnByName: z.string().nullable(),
})
export type Choice = z.output<typeof Choice>

const AboutEdition = z.object({ editionId: Id })
const Changed = z.object({ id: Id, version: Version, unconfirmedCount: z.int() })

export const listEditions = endpoint({
  name: 'evaluation.listEditions',
  method: 'GET',
  path: '/api/evaluation/editions',
  who: SCHEME_READERS,
  summary: 'Editions of every scheme, newest first, and which was chosen from when',
  answer: z.object({ rows: z.array(EditionRow), choices: z.array(Choice) }),
})

export const readEdition = endpoint({
  name: 'evaluation.readEdition',
  method: 'GET',
  path: '/api/evaluation/editions/:editionId',
  who: SCHEME_READERS,
  summary: 'An edition with its whole scheme and the provenance of every figure',
  params: AboutEdition,
  answer: EditionDetail,
})

export const exportScheme = endpoint({
  name: 'evaluation.exportScheme',
  method: 'GET',
  path: '/api/evaluation/editions/:editionId/file',
  who: SCHEME_READERS,
  carries: 'stream',
  summary: 'The scheme as a YAML file',
  params: AboutEdition,
  answer: z.string(),
})

export const editScheme = endpoint({
  name: 'evaluation.editScheme',
  method: 'POST',
  path: '/api/evaluation/editions/:editionId/edits',
  who: SCHEME_KEEPERS,
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
  body: z.strictObject({
    version: Version,
    acceptsUnconfirmed: z.int().min(0),
    /** For a newer version of the scheme in use: from which day it counts. Left out: today. Null: it is put to use later. */
    useFromOn: Day.nullable().optional(),
  }),
  answer: Changed,
})

export const draftEdition = endpoint({
  name: 'evaluation.draftEdition',
  method: 'POST',
  path: '/api/evaluation/editions',
  who: SCHEME_KEEPERS,
  summary: 'Opens a new draft as a copy of an edition; the score stays with the sealed one until the draft is sealed',
  body: z.strictObject({ id: Id, copyOf: Id }),
  answer: Changed,
})

export const importScheme = endpoint({
  name: 'evaluation.importScheme',
  method: 'POST',
  path: '/api/evaluation/editions/import',
  who: SCHEME_KEEPERS,
  summary:
    'Takes a YAML file: sealed and unchanged as the sealed edition that it is, otherwise as the draft of its scheme; refused when unsound',
  body: z.strictObject({ id: Id, text: z.string().min(1).max(900_000) }),
  answer: Changed,
})

const UploadedFile = {
  name: z.string().trim().min(1).max(200),
  base64: z.base64().min(1).max(900_000),
}

/** Where in a workbook; `row` counts from 1 as Excel shows it, `column` is its letters. */
const CellPlace = z.object({ sheet: z.string(), row: z.int(), column: z.string() })

export const FileCheck = z.object({
  problems: z.array(Problem.extend({ place: CellPlace.nullable(), says: LocalText })),
  /** How many there are, also those beyond the list. */
  problemCount: z.int(),
  /** What a sound file would bring. */
  brings: z
    .object({
      title: LocalText,
      standard: z.string(),
      schemeId: z.string(),
      schemeVersion: z.int(),
      leafCount: z.int(),
      seal: Seal.nullable(),
      isSealIntact: z.boolean(),
      publisher: z.string(),
      becomes: z.enum(['draft', 'draft_replaced', 'sealed', 'known']),
      knownId: Id.nullable(),
      /** The number of the edition it is compared with: the draft it replaces, else the newest of its scheme. */
      comparedWith: z.int().nullable(),
      changes: z.array(SchemeChange),
    })
    .nullable(),
})
export type FileCheck = z.output<typeof FileCheck>

export const checkSchemeFile = endpoint({
  name: 'evaluation.checkSchemeFile',
  method: 'POST',
  path: '/api/evaluation/editions/check-file',
  who: SCHEME_KEEPERS,
  summary: 'Says everything that is wrong with a scheme file, each at its place, or what it would bring; keeps nothing',
  body: z.strictObject(UploadedFile),
  answer: FileCheck,
})

export const exportWorkbook = endpoint({
  name: 'evaluation.exportSchemeWorkbook',
  method: 'GET',
  path: '/api/evaluation/editions/:editionId/workbook',
  who: SCHEME_READERS,
  carries: 'stream',
  summary: 'The scheme as an Excel workbook that reads back as exactly the same scheme',
  params: AboutEdition,
  answer: z.string(),
})

export const importWorkbook = endpoint({
  name: 'evaluation.importSchemeWorkbook',
  method: 'POST',
  path: '/api/evaluation/editions/import-workbook',
  who: SCHEME_KEEPERS,
  summary: 'Takes an Excel workbook like a YAML file; refused with sheet, row and column of the first problem',
  body: z.strictObject({ id: Id, ...UploadedFile }),
  answer: Changed,
})

export const chooseEdition = endpoint({
  name: 'evaluation.chooseEdition',
  method: 'POST',
  path: '/api/evaluation/editions/:editionId/use',
  who: SCHEME_KEEPERS,
  summary:
    'Puts a sealed edition, also one of another scheme, to use from a day on; results under the former stay as they are',
  params: AboutEdition,
  body: z.strictObject({ id: Id, fromOn: Day, reason: z.string().trim().min(1).max(500) }),
  answer: z.object({ id: Id }),
})

export const callOffChoice = endpoint({
  name: 'evaluation.callOffEditionChoice',
  method: 'POST',
  path: '/api/evaluation/editions/choices/:choiceId/withdrawal',
  who: SCHEME_KEEPERS,
  summary: 'Calls off, before its day, that another edition will be in use',
  params: z.object({ choiceId: Id }),
  body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
  answer: z.object({ id: Id }),
})
