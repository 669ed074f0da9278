import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { MaterialFile, MaterialLine } from '../contract/checklist.ts'
import type { Checklist, ChecklistItem, LackingConfirmation, LackingItem, MaterialId } from '../contract/dossier.ts'
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
export function checklistOf(
  lines: readonly MaterialLine[],
  madeAt: string,
  confirmed: LackingConfirmation | null,
): Checklist {
  const items = lines.map(({ id, state, wanted, have, files }) => ({ id, state, wanted, have, files }))
  return confirmed && lackingOf(lines).length > 0 ? { madeAt, items, confirmed } : { madeAt, items }
}

/** What is not there, in the order of the list. */
export function lackingOf(lines: readonly Pick<MaterialLine, 'id' | 'state'>[]): LackingItem[] {
  return lines.flatMap(({ id, state }) => (state === 'present' ? [] : [{ id, state }]))
}

/** What is lacking, and nobody has yet answered for applying without it. Something that expired since was not what they meant. */
export function unconfirmed(
  lines: readonly Pick<MaterialLine, 'id' | 'state'>[],
  confirmed: LackingConfirmation | null,
): LackingItem[] {
  return lackingOf(lines).filter(
    ({ id, state }) => !confirmed?.items.some((item) => item.id === id && item.state === state),
  )
}

/** Only what is lacking now can be confirmed, and all of it: the person must have seen the list as it stands. */
export function canConfirmLacking(
  lines: readonly Pick<MaterialLine, 'id' | 'state'>[],
  items: readonly LackingItem[],
): Decision<null> {
  const keys = (list: readonly LackingItem[]) => list.map(({ id, state }) => `${id} ${state}`).sort()
  const [now, seen] = [keys(lackingOf(lines)), keys(items)]
  const isSame = now.length === seen.length && now.every((key, place) => key === seen[place])
  return isSame ? accept(null) : refuse('conflict', 'lacking_changed', { count: now.length })
}

/** An application may lack something, but not unnoticed. */
export function canApply(
  lines: readonly Pick<MaterialLine, 'id' | 'state'>[],
  confirmed: LackingConfirmation | null,
): Decision<null> {
  const left = unconfirmed(lines, confirmed)
  return left.length === 0 ? accept(null) : refuse('conflict', 'lacking_not_confirmed', { count: left.length })
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
