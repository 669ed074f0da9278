import type { NewVisitEntry, VisitEntry } from '../contract/entry.ts'
import { addVisitEntry, type VisitView } from '../contract/visit.ts'
import { leafIdsOf } from './enter.ts'

/** A command of this person that the server does not have yet. */
export type Pending = { endpointName: string; body: unknown }

/** The visit as it will stand once the pending commands have arrived, in their order: what the tablet shows without a network. */
export function foresee(
  view: VisitView,
  pending: readonly Pending[],
  me: { personId: string; name: string },
): VisitView {
  if (!view.visit) return view
  const { kit } = view.visit
  const leafIds = new Set(view.leaves.map((leaf) => leaf.leafId))
  const known = new Set(view.entries.map((entry) => entry.id))
  const made = pending
    .filter(({ endpointName }) => endpointName === addVisitEntry.name)
    .map(({ body }) => body as NewVisitEntry)
    .filter((entry) => !known.has(entry.id))
    .map(
      (entry): VisitEntry => ({
        ...entry,
        replacesId: entry.replacesId ?? null,
        leafIds: leafIdsOf({ ...entry, leafIds: entry.leafIds ?? [] }, kit, leafIds),
        recordedAt: entry.occurredAt,
        byPersonId: me.personId,
        byName: me.name,
      }),
    )
  return { ...view, entries: [...view.entries, ...made] }
}
