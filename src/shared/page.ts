import { z } from 'zod'

/** Every list is answered in pages: at most `limit` rows and the cursor of the next page, absent on the last. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})

export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row), nextCursor: z.string().nullable() })
}

export type Page<T> = { rows: T[]; nextCursor: string | null }

/** Cuts one row more than asked for into a page. `cursorOf` makes the cursor from the last row shown. */
export function cutPage<T>(rows: T[], limit: number, cursorOf: (row: T) => string): Page<T> {
  if (rows.length <= limit) return { rows, nextCursor: null }
  const shown = rows.slice(0, limit)
  return { rows: shown, nextCursor: cursorOf(shown[shown.length - 1]!) }
}
