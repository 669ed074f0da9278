import { FIELDS, type Field, type Target } from '../contract/field.ts'
import { type ColumnMapping, Mapping, type SheetMapping } from '../contract/mapping.ts'
import type { ImportLook } from '../contract/run.ts'
import { fieldNamed } from './suggest.ts'

export function fieldsOf(target: Target): { name: string; required: boolean }[] {
  return Object.entries(FIELDS[target] as Record<string, Field>).map(([name, { required }]) => ({
    name,
    required: required === true,
  }))
}

/** Where nothing was recognised: a person says sheet by sheet what it is. */
export function emptyMapping(fileName: string): Mapping {
  const source =
    fileName
      .replace(/\.[A-Za-z0-9]{1,5}$/, '')
      .trim()
      .slice(0, 80) || 'import'
  const { sheets: _, ...rest } = Mapping.parse({
    ...{ source, zone: 'Asia/Shanghai' },
    sheets: [{ sheet: source, target: 'outlet', headerRow: 1, columns: [{ column: 1, header: '', field: 'code' }] }],
  })
  return { ...rest, sheets: [] }
}

/** A sheet as holding this: columns whose headers name one of its fields are taken, the rest is for a person. */
export function mapSheet(sheet: ImportLook['sheets'][number], target: Target): SheetMapping {
  const taken = new Set<string>()
  const columns = sheet.columns.flatMap(({ column, header }): ColumnMapping[] => {
    const field = fieldNamed(target, header)
    if (field === null || taken.has(field)) return []
    taken.add(field)
    return [{ column, header, field }]
  })
  return {
    ...{ sheet: sheet.name, target, headerRow: sheet.headerRow ?? 1, columns },
    ...{ matchCustomerBy: 'never', outletFromTechnician: false, expiryHoldsForAll: false, requestKind: 'repair' },
  }
}

/** The same mapping with this sheet in its place, or without it. */
export function withSheet(mapping: Mapping, name: string, sheet: SheetMapping | null): Mapping {
  const place = mapping.sheets.findIndex((one) => one.sheet === name)
  const sheets = mapping.sheets.filter((one) => one.sheet !== name)
  if (sheet) sheets.splice(place < 0 ? sheets.length : place, 0, sheet)
  return { ...mapping, sheets }
}

export function withColumn(sheet: SheetMapping, column: number, next: ColumnMapping | null): SheetMapping {
  const others = sheet.columns.filter((one) => one.column !== column)
  return { ...sheet, columns: (next ? [...others, next] : others).toSorted((a, b) => a.column - b.column) }
}

/** What keeps a sheet from being read: required fields without a column, fields with two. */
export type Gap = { sheet: string; code: 'missing' | 'twice'; fields: string[] }

export function gapsOf(mapping: Mapping): Gap[] {
  return mapping.sheets.flatMap(({ sheet, target, columns }): Gap[] => {
    const chosen = columns.map(({ field }) => field)
    const missing = fieldsOf(target).filter(({ name, required }) => required && !chosen.includes(name))
    const twice = new Set(chosen.filter((field, index) => chosen.indexOf(field) !== index))
    return [
      ...(missing.length > 0 ? [{ sheet, code: 'missing' as const, fields: missing.map(({ name }) => name) }] : []),
      ...(twice.size > 0 ? [{ sheet, code: 'twice' as const, fields: [...twice] }] : []),
    ]
  })
}
