import type { Reference } from '../contract/draft.ts'
import type { SheetMapping } from '../contract/mapping.ts'
import type { RowValues } from './column.ts'
import type { ImportLog } from './log.ts'
import type { Register } from './register.ts'

/** What the builders of drafts share: where the row stands, and how references are resolved. References never guess. */
export class RowContext {
  readonly source: string
  readonly sheet: SheetMapping
  readonly log: ImportLog
  readonly register: Register
  readonly place: { sheet: string; rows: number[] }

  constructor(source: string, sheet: SheetMapping, log: ImportLog, register: Register, row: number) {
    this.source = source
    this.sheet = sheet
    this.log = log
    this.register = register
    this.place = { sheet: sheet.sheet, rows: [row] }
  }

  #refuse(row: RowValues, field: string, code: string, params: Record<string, string | number> = {}): void {
    const at = row.cellOf(field)
    if (at) this.log.cell(at.place, row.row, at.cell, 'cell_refused', code, params)
  }

  #warn(row: RowValues, field: string, code: string, params: Record<string, string | number> = {}): void {
    const at = row.cellOf(field)
    if (at) this.log.cell(at.place, row.row, at.cell, 'warning', code, params)
  }

  outletByCode(row: RowValues, field: string): Reference | null {
    const code = row.values[field] as string | null | undefined
    if (!code) return null
    const key = this.register.keyOf(this.source, 'outlet', code)
    if (this.register.brings('outlet') && !this.register.has(key)) {
      this.#refuse(row, field, 'outlet_not_found', { code })
      return { key: null, text: code }
    }
    return { key, text: code }
  }

  /** By staff number; else by a name that exactly one person bears. */
  technician(row: RowValues): Reference | null {
    const code = row.values.technicianCode as string | null | undefined
    const name = (row.values.technicianName ?? null) as string | null
    if (code) {
      const key = this.register.keyOf(this.source, 'staff', code)
      if (!this.register.brings('staff') || this.register.has(key)) return { key, text: name ?? code }
      this.#refuse(row, 'technicianCode', 'staff_not_found', { code })
      return { key: null, text: name ?? code }
    }
    if (name === null) {
      // Two names in the cell: the words stay readable, the person stays unknown.
      const at = row.refused.has('technicianName') ? row.cellOf('technicianName') : null
      return at ? { key: null, text: typeof at.cell === 'string' ? at.cell.trim().slice(0, 100) : null } : null
    }
    const bearers = this.register.staffNamed(name)
    if (bearers.length === 1) return { key: bearers[0]!.key, text: name }
    if (bearers.length > 1) this.#refuse(row, 'technicianName', 'name_shared', { name, people: bearers.length })
    else this.#refuse(row, 'technicianName', 'staff_not_found', { name })
    return { key: null, text: name }
  }

  /** By customer number; else as the mapping allows. An unknown customer keeps the file's words. */
  customer(row: RowValues): Reference | null {
    const code = row.values.customerCode as string | null | undefined
    const name = (row.values.customerName ?? null) as string | null
    if (code) {
      const key = this.register.keyOf(this.source, 'customer', code)
      if (this.register.brings('customer') && !this.register.has(key)) {
        this.#refuse(row, 'customerCode', 'customer_not_found', { code })
        return { key: null, text: name ?? code }
      }
      const known = this.register.customer(key)
      if (known && name !== null && known.name !== name) {
        this.#warn(row, 'customerName', 'customer_name_differs', { registered: known.name })
      }
      return { key, text: name ?? known?.name ?? code }
    }
    if (name === null) return null
    const phone = (row.values.customerPhone ?? null) as string | null
    const rule = this.sheet.matchCustomerBy
    const bearers = this.register.customersNamed(name)
    const fitting = rule === 'name_and_phone' ? bearers.filter((one) => phone !== null && one.phone === phone) : bearers
    if (rule !== 'never' && fitting.length === 1) return { key: fitting[0]!.key, text: name }
    if (rule === 'unique_name' && bearers.length > 1) {
      this.#refuse(row, 'customerName', 'name_shared', { name, customers: bearers.length })
    } else if (row.cellOf('customerCode')) this.#warn(row, 'customerCode', 'customer_number_missing', { name })
    else this.#refuse(row, 'customerName', 'customer_not_found', { name })
    return { key: null, text: name }
  }
}
