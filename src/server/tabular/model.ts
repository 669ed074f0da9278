/** A workbook as values: what `writeWorkbook` writes. Pure, so that rules can say what a workbook holds. */

export type WrittenColumn = {
  title: string
  /** In characters; from the contents when absent. */
  width?: number
  /** Excel's number format for figures in this column, e.g. `0.00` or `0%`. */
  numberFormat?: string
}
export type WrittenSheet = {
  name: string
  columns: readonly WrittenColumn[]
  /** One value per column. Texts stay texts whatever they begin with; days and instants are given as texts. */
  rows: readonly (readonly (string | number | boolean | null)[])[]
}
