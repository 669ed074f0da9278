import { z } from 'zod'
import { isZone } from '#src/shared/cell/zone.ts'
import { RequestKind } from '../../request/contract/words.ts'
import { fieldOf, Target } from './field.ts'

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** One column and the field it fills, with all that its text cannot say by itself. */
export const ColumnMapping = z.object({
  /** Counted from 1 (column A). */
  column: z.int().min(1).max(500),
  /** The header as it was when the mapping was made; a sheet whose header differs is refused. */
  header: z.string().max(200),
  field: z.string().max(40),
  /** Order of day and month where the year comes last. */
  dateOrder: z.enum(['dmy', 'mdy']).optional(),
  /** Year of dates written without one. */
  year: z.int().min(1990).max(2200).optional(),
  /** Plain numbers are Excel day counts. */
  serialNumbers: z.boolean().optional(),
  /** Cell text → choice of the field, or → mark from 1 to 5. */
  values: z.record(z.string().max(200), z.union([z.string().max(40), z.number()])).optional(),
  /** What an empty yes/no cell means; unless stated it is unknown. */
  blank: z.enum(['unknown', 'no']).optional(),
})
export type ColumnMapping = z.infer<typeof ColumnMapping>

export const SheetMapping = z
  .object({
    sheet: z.string().max(200),
    target: Target,
    headerRow: z.int().min(1),
    columns: z.array(ColumnMapping).min(1).max(100),
    /**
     * How a row without a customer number finds its customer: by name and telephone together, or by a name that only one customer bears,
     * or not at all.
     */
    matchCustomerBy: z.enum(['name_and_phone', 'unique_name', 'never']).default('never'),
    /** The order belongs to the outlet of its technician, where the row names none. */
    outletFromTechnician: z.boolean().default(false),
    /** What the orders or cases of this sheet are: registers hold one kind, and promises ask for it. */
    requestKind: RequestKind.default('repair'),
    /** One expiry beside several licences holds for each of them; otherwise such an expiry is refused. */
    expiryHoldsForAll: z.boolean().default(false),
  })
  .superRefine((sheet, context) => {
    const used = new Set<string>()
    for (const { field } of sheet.columns) {
      if (!fieldOf(sheet.target, field))
        context.addIssue({ code: 'custom', message: `no field ${field} in ${sheet.target}` })
      if (used.has(field)) context.addIssue({ code: 'custom', message: `field ${field} mapped twice` })
      used.add(field)
    }
  })
export type SheetMapping = z.infer<typeof SheetMapping>

/** Everything a person states about a file before it is read into records; kept, so that next month's file is read the same way. */
export const Mapping = z.object({
  /** The system or register the file comes from; part of every record's identity, so keep it the same for later files. */
  source: z.string().trim().min(1).max(80),
  /** IANA zone of all wall-clock times in the file. */
  zone: z.string().max(60).refine(isZone, 'unknown time zone'),
  /** Cell texts that stand for "not known". */
  unknownMarks: z.array(z.string().max(20)).max(30).default([]),
  /** No record can be older than this. */
  notBeforeOn: Day.default('1990-01-01'),
  /** Work older than every version of a promise is measured by the promise's first version; otherwise it has no clock of that promise. */
  measureBeforePromises: z.boolean().default(true),
  /** A record whose row says something else than at its last import: only list it, or take the file's word. */
  onChanged: z.enum(['list', 'update']).default('list'),
  sheets: z
    .array(SheetMapping)
    .min(1)
    .max(50)
    .refine((sheets) => new Set(sheets.map(({ sheet }) => sheet)).size === sheets.length, 'a sheet is mapped twice'),
})
export type Mapping = z.infer<typeof Mapping>

/** Something the suggestion could not know and a person should look at. */
export const MappingQuestion = z.object({
  sheet: z.string(),
  column: z.int().nullable(),
  header: z.string().nullable(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type MappingQuestion = z.infer<typeof MappingQuestion>
