import { z } from 'zod'
import { Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery } from '#src/shared/page.ts'

/** Lists of this area continue after the last record shown; its id is the cursor. */
export const Listing = PageQuery.extend({
  cursor: Id.optional(),
  search: z.string().trim().max(60).optional(),
})

/** What a change answers: never the record itself, so that answers kept for repeated commands hold no personal data. */
export const Saved = z.object({ id: Id, version: Version })
export type Saved = z.output<typeof Saved>

export const Name = z.string().trim().min(1).max(100)
export const Text = (max: number) => z.string().trim().max(max).default('')
export const ProvinceCode = z
  .string()
  .regex(/^(\d{2})?$/)
  .default('')
export const CityCode = z
  .string()
  .regex(/^(\d{4})?$/)
  .default('')
export const QualificationCode = z.string().regex(/^[a-z0-9_]{2,40}$/)
export const LocalWords = z.object({ zh: z.string().trim().min(1).max(80), en: z.string().trim().min(1).max(80) })
