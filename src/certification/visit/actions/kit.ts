import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import type { VisitKit } from '../contract/kit.ts'
import { checkKit } from '../rules/kit.ts'
import { findNewestKit, insertKit } from '../store/kit.ts'
import { readDefaultKit } from '../store/kit-file.ts'

/** The newest version; the first visit installs what comes with the product as version 1. */
export async function kitInUse(tx: WriteTx): Promise<{ id: string; number: number }> {
  const newest = await findNewestKit(tx)
  if (newest) return newest
  const id = newId()
  await insertKit(tx, id, 1, await readDefaultKit())
  note(tx, id, 1)
  return { id, number: 1 }
}

/** What visits are opened with now, also before anything was saved. */
export async function readKit(tx: Tx) {
  const newest = await findNewestKit(tx)
  return newest ?? { id: null, number: 0, madeAt: null, madeByName: '', kit: await readDefaultKit() }
}

/** A new version as a whole. `number` is that of the version that was changed. */
export async function saveKit(
  tx: WriteTx,
  given: { kitId: string; number: number; kit: VisitKit },
): Promise<Decision<{ number: number }>> {
  const sound = checkKit(given.kit)
  if (!sound.ok) return sound
  const { number } = await readKit(tx)
  if (number !== given.number) return refuse('conflict', 'visit_kit_changed', { number })
  await insertKit(tx, given.kitId, number + 1, given.kit)
  note(tx, given.kitId, number + 1)
  return accept({ number: number + 1 })
}

function note(tx: WriteTx, recordId: string, number: number): void {
  tx.record({ recordType: 'visit_kit', recordId, verb: 'visit_kit.saved', content: { number } })
}
