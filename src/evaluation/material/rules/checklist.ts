import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Checklist, ChecklistItem, MaterialFile, MaterialId, MaterialLine } from '../contract.ts'
import type { WantedMaterial } from './wanted.ts'

/** No more than a person can read in one list; also the limit of one item of a checklist. */
export const MOST_FILES = 200

/** What the records give for a material: how many count today, and how many counted once. */
export type FromRecords = Partial<Record<MaterialId, { valid: number; expired: number }>>

export type ChecklistGrounds = {
  wanted: readonly WantedMaterial[]
  brought: readonly MaterialFile[]
  records: FromRecords
  todayOn: string
}

/** Present, expired or missing, line by line. Expired: it would be enough, were it still valid. Withdrawn files are shown and never count. */
export function reckonChecklist({ wanted, brought, records, todayOn }: ChecklistGrounds): MaterialLine[] {
  return wanted.map(({ id, from, wanted: count, isDefault }) => {
    const own = brought.filter((one) => one.materialId === id)
    const kept = own.filter((one) => one.withdrawnAt === null)
    const valid = kept.filter((one) => !isExpired(one, todayOn))
    const counted = from === 'records' ? (records[id] ?? { valid: 0, expired: 0 }) : null
    const have = valid.length + (counted?.valid ?? 0)
    const once = kept.length + (counted?.valid ?? 0) + (counted?.expired ?? 0)
    const state: ChecklistItem['state'] = have >= count ? 'present' : once >= count ? 'expired' : 'missing'
    const files = kept.map(({ fileSha256: sha256, name, validUntilOn }) => ({ sha256, name, validUntilOn }))
    return { id, state, wanted: count, have, files, from, isDefault, records: counted, brought: own }
  })
}

export function isExpired({ validUntilOn }: Pick<MaterialFile, 'validUntilOn'>, todayOn: string): boolean {
  return validUntilOn !== null && validUntilOn < todayOn
}

/** The checklist as it crosses to a certification body. */
export function checklistOf(lines: readonly MaterialLine[], madeAt: string): Checklist {
  return { madeAt, items: lines.map(({ id, state, wanted, have, files }) => ({ id, state, wanted, have, files })) }
}

export function canBring(brought: readonly MaterialFile[], fileSha256: string): Decision<null> {
  const kept = brought.filter((one) => one.withdrawnAt === null)
  if (brought.length >= MOST_FILES) return refuse('conflict', 'too_many_material_files', { max: MOST_FILES })
  if (kept.some((one) => one.fileSha256 === fileSha256)) return refuse('conflict', 'material_repeated')
  return accept(null)
}

export function canWithdraw(file: MaterialFile | undefined): Decision<null> {
  if (!file) return refuse('not_found', 'not_found')
  return file.withdrawnAt === null ? accept(null) : refuse('conflict', 'material_withdrawn')
}
