/** What a change changed, field by field, for history. Fields that stayed the same are left out. */
export function changedFields<T extends object>(
  before: T,
  after: Partial<T>,
): Record<string, { from: unknown; to: unknown }> {
  const changed: Record<string, { from: unknown; to: unknown }> = {}
  for (const field of Object.keys(after) as (keyof T & string)[]) {
    const from = before[field] ?? null
    const to = after[field] ?? null
    if (JSON.stringify(from) !== JSON.stringify(to)) changed[field] = { from, to }
  }
  return changed
}
