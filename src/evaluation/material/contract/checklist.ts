import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Sha256, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { DECLARERS, GATHERERS, READERS } from '../access.ts'
import { ChecklistItem, LackingConfirmation, MATERIALS } from './dossier.ts'

const Text = (max: number) => z.string().trim().min(1).max(max)

export const MaterialFile = z.object({
  id: Id,
  materialId: z.enum(MATERIALS),
  name: Text(200),
  fileSha256: Sha256,
  /** The last day on which it is valid; null: for good. */
  validUntilOn: Day.nullable(),
  addedAt: Instant,
  addedByName: z.string(),
  withdrawnAt: Instant.nullable(),
  withdrawnReason: z.string(),
  withdrawnByName: z.string(),
  version: Version,
})
export type MaterialFile = z.output<typeof MaterialFile>

/** One line of the checklist at the desk: what counts, and everything ever brought for it. */
export const MaterialLine = ChecklistItem.extend({
  id: z.enum(MATERIALS),
  from: z.enum(['files', 'records']),
  /** Whether the wanted number is ours and not the standard's. */
  isDefault: z.boolean(),
  /** Counted from the records; null where only files count. */
  records: z.object({ valid: z.int(), expired: z.int() }).nullable(),
  brought: z.array(MaterialFile),
})
export type MaterialLine = z.output<typeof MaterialLine>

const Saved = z.object({ id: Id, version: Version })

export const readChecklist = endpoint({
  name: 'evaluation.readChecklist',
  method: 'GET',
  path: '/api/evaluation/material',
  who: READERS,
  summary: 'What an application needs: present, missing or expired, with the files brought and what the records give',
  answer: z.object({
    madeAt: Instant,
    todayOn: Day,
    lines: z.array(MaterialLine),
    /** What was lacking when somebody last confirmed to apply all the same. */
    confirmed: LackingConfirmation.nullable(),
  }),
})

export const confirmLacking = endpoint({
  name: 'evaluation.confirmLacking',
  method: 'POST',
  path: '/api/evaluation/application/lacking-confirmation',
  who: DECLARERS,
  summary: 'Somebody answers for applying although this material is missing or expired; the body sees it in the pack',
  /** `items`: exactly what is lacking now, as the person saw it. `version` of the form. */
  body: z.strictObject({ version: Version, reason: Text(500), items: LackingConfirmation.shape.items }),
  answer: Saved,
})

export const addMaterial = endpoint({
  name: 'evaluation.addMaterial',
  method: 'POST',
  path: '/api/evaluation/material',
  who: GATHERERS,
  summary: 'Brings a file, uploaded before, for one kind of material',
  body: MaterialFile.pick({ id: true, materialId: true, name: true, fileSha256: true, validUntilOn: true }).strict(),
  answer: Saved,
})

export const withdrawMaterial = endpoint({
  name: 'evaluation.withdrawMaterial',
  method: 'POST',
  path: '/api/evaluation/material/:materialFileId/withdrawal',
  who: GATHERERS,
  summary: 'Withdraws a file with a reason; it stays in the list',
  params: z.object({ materialFileId: Id }),
  body: z.strictObject({ version: Version, reason: Text(500) }),
  answer: Saved,
})
