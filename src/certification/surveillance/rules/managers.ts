import type { StaffEntry } from '#src/evaluation/material/contract/dossier.ts'

export type Manager = { number: string; name: string; post: string; was: boolean; is: boolean | null }
const MOST = 5_000

/** Certified service managers then and now, those who are gone first. `after` null: no newer material. The same person by staff number, where there is one. */
export function compareManagers(before: readonly StaffEntry[], after: readonly StaffEntry[] | null): Manager[] {
  const key = (one: StaffEntry) => (one.number === '' ? one.id : one.number)
  const then = before.filter((one) => one.isServiceManagement)
  const now = after && new Set(after.filter((one) => one.isServiceManagement).map(key))
  const known = new Set(then.map(key))
  const fresh = (after ?? []).filter((one) => one.isServiceManagement && !known.has(key(one)))
  const rows = [
    ...then.map((one) => ({ ...named(one), was: true, is: now ? now.has(key(one)) : null })),
    ...fresh.map((one) => ({ ...named(one), was: false, is: true })),
  ]
  return rows.toSorted((one, other) => Number(one.is !== false) - Number(other.is !== false)).slice(0, MOST)
}

function named({ number, name, post }: StaffEntry) {
  return { number, name, post }
}
