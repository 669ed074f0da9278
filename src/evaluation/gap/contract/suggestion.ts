import { z } from 'zod'
import { LocalText, Provenance } from '../../scheme/contract.ts'

const Yuan = z.int().min(0).max(100_000_000)
const Days = z.int().min(0).max(3650)
const LeafEntry = z.strictObject({ name: LocalText, yuan: Yuan, days: Days })
const MeasureEntry = z.strictObject({
  name: LocalText,
  yuan: Yuan,
  /** For as long as it lasts; of measures that are counted over twelve months. */
  monthlyYuan: Yuan.optional(),
  /** Of measures that are counted as they stand; the others take as long as a span. */
  days: Days.optional(),
  /** What still goes wrong while the action works. */
  residualPercent: z.number().min(0).max(100).optional(),
})
export type MeasureSuggestion = z.output<typeof MeasureEntry>

/** `standards/gap-actions.yaml`: what a company can do about lost points, with rough figures of ours. */
export const Suggestions = z.strictObject({
  provenance: Provenance,
  /** How long an action on a measure of twelve months may be kept up. */
  spans: z
    .array(z.strictObject({ days: z.int().min(1).max(365), suffix: LocalText }))
    .min(1)
    .max(4),
  /** For what has no entry of its own; `{{name}}` is the leaf or the measure. */
  fallback: z.strictObject({ leaf: LeafEntry, measure: MeasureEntry }),
  measures: z.record(z.string(), MeasureEntry),
  /** By scheme, then by leaf. */
  leaves: z.record(z.string(), z.record(z.string(), LeafEntry)),
})
export type Suggestions = z.output<typeof Suggestions>
