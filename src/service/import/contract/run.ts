import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { IMPORTERS } from '../access.ts'
import { Mapping, MappingQuestion } from './mapping.ts'
import { ImportProblem, ImportReport, PROBLEM_EFFECTS } from './report.ts'

/** `mapping`: waits for a person. `waiting`: to be carried out by the server, also after a restart. */
export const RunState = z.enum(['mapping', 'waiting', 'running', 'done', 'failed', 'cancelled'])
export type RunState = z.output<typeof RunState>

const Params = z.record(z.string(), z.union([z.string(), z.number()]))

/** What stands in a file, in its own words: enough to say how it is to be read. */
export const ImportLook = z.object({
  form: z.enum(['csv', 'xlsx']),
  sheets: z
    .array(
      z.object({
        name: z.string(),
        hidden: z.boolean(),
        headerRow: z.int().nullable(),
        rowCount: z.int(),
        notes: z.array(z.object({ code: z.string(), params: Params })),
        /** Columns of the header row, in order, each with different values found below. */
        columns: z.array(
          z.object({ column: z.int(), letters: z.string(), header: z.string(), samples: z.array(z.string()) }),
        ),
        firstRows: z.array(z.object({ row: z.int(), cells: z.array(z.string()) })),
      }),
    )
    .max(200),
  questions: z.array(MappingQuestion),
})
export type ImportLook = z.infer<typeof ImportLook>

/** A report as it is kept: its problems are pages of their own. */
export const KeptReport = ImportReport.omit({ problems: true })
export type KeptReport = z.infer<typeof KeptReport>

export const ImportRunRow = z.object({
  id: Id,
  fileName: z.string(),
  sizeBytes: z.int(),
  state: RunState,
  startedByName: z.string(),
  recordsPlanned: z.int(),
  recordsSeen: z.int(),
  recordsAdded: z.int(),
  uploadedAt: Instant,
  finishedAt: Instant.nullable(),
})
export type ImportRunRow = z.output<typeof ImportRunRow>

export const ImportRun = z.object({
  id: Id,
  fileName: z.string(),
  fileSha256: z.string(),
  sizeBytes: z.int(),
  state: RunState,
  look: ImportLook,
  mapping: Mapping.nullable(),
  failure: z.object({ code: z.string(), params: Params }).nullable(),
  report: KeptReport.nullable(),
  recordsPlanned: z.int(),
  recordsSeen: z.int(),
  uploadedAt: Instant,
  finishedAt: Instant.nullable(),
  version: Version,
})
export type ImportRun = z.output<typeof ImportRun>

const AboutImport = z.object({ importId: Id })

/** Multipart with one part `file`, CSV or Excel. It is looked into at once; nothing is written yet. */
export const uploadImport = endpoint({
  name: 'service.uploadImport',
  method: 'POST',
  path: '/api/service/imports',
  who: IMPORTERS,
  carries: 'upload',
  summary: 'Upload a CSV or Excel register; answers the id of its import',
  answer: z.object({ id: Id }),
})

export const listImports = endpoint({
  name: 'service.listImports',
  method: 'GET',
  path: '/api/service/imports',
  who: IMPORTERS,
  summary: 'Imports, newest first',
  query: PageQuery.extend({
    cursor: z
      .string()
      .regex(/^\d{4}-[\dT:.-]+Z~[0-9a-f-]{36}$/)
      .optional(),
  }),
  answer: pageOf(ImportRunRow),
})

export const readImport = endpoint({
  name: 'service.readImport',
  method: 'GET',
  path: '/api/service/imports/:importId',
  who: IMPORTERS,
  summary: 'One import: what is in the file, how it is read, how far it is, what became of it',
  params: AboutImport,
  answer: ImportRun,
})

/** Nothing is written but the mapping: the answer says what would become of every row. */
export const planFileImport = endpoint({
  name: 'service.planImport',
  method: 'PUT',
  path: '/api/service/imports/:importId/mapping',
  who: IMPORTERS,
  summary: 'Say how the file is to be read; answers what would be imported and what would be refused',
  params: AboutImport,
  body: z.object({ mapping: Mapping, version: Version }),
  answer: z.object({ report: KeptReport, version: Version }),
})

export const startImport = endpoint({
  name: 'service.startImport',
  method: 'POST',
  path: '/api/service/imports/:importId/start',
  who: IMPORTERS,
  summary: 'Import as planned, in the background',
  params: AboutImport,
  body: z.object({ version: Version }),
  answer: z.object({ state: RunState }),
})

/** What was saved stays: every record of it is complete, and the same file can go on later. */
export const cancelImport = endpoint({
  name: 'service.cancelImport',
  method: 'POST',
  path: '/api/service/imports/:importId/cancellation',
  who: IMPORTERS,
  summary: 'Stop an import, or discard one that was not started',
  params: AboutImport,
  answer: z.object({ state: RunState }),
})

const ProblemChoice = {
  sheet: z.string().max(200).optional(),
  code: z.string().max(60).optional(),
  effect: z.enum(PROBLEM_EFFECTS).optional(),
}

export const listImportProblems = endpoint({
  name: 'service.listImportProblems',
  method: 'GET',
  path: '/api/service/imports/:importId/problems',
  who: IMPORTERS,
  summary: 'What could not be used, with sheet, row, column and reason',
  params: AboutImport,
  query: PageQuery.extend({
    ...ProblemChoice,
    cursor: z
      .string()
      .regex(/^\d{1,9}$/)
      .optional(),
  }),
  answer: pageOf(ImportProblem.extend({ seq: z.int() })),
})

export const exportImportProblems = endpoint({
  name: 'service.exportImportProblems',
  method: 'GET',
  path: '/api/service/imports/:importId/problems.xlsx',
  who: IMPORTERS,
  carries: 'stream',
  summary: 'The same as an Excel file, to repair the register by',
  params: AboutImport,
  query: z.object({ ...ProblemChoice, language: z.enum(['zh-CN', 'en']).default('zh-CN') }),
  answer: z.string(),
})
