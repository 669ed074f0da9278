import { parseJson } from '#src/shared/json.ts'
import { filesMentioned } from '#src/shared/mentioned-files.ts'

/** A case has a dozen entries; one that was nudged every day has some dozens. */
export const MOST_OF_A_CASE = 200

type Entry = { recordType: string; recordId: string; content: string | null }
export type Trail = { leaves: number[]; leftOut: number }

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/**
 * Gathers what belongs to some cases out of a whole ledger, entry by entry in its order: what is about the case itself, what says `requestId`
 * of it (work orders, ratings, tracking links), and from then on everything about those records. Where an entry's content was erased, only what
 * its record tells is known.
 */
export function followCases(caseIds: readonly string[]) {
  const caseOf = new Map(caseIds.map((id) => [id, id]))
  const trails = new Map<string, Trail>(caseIds.map((id) => [id, { leaves: [], leftOut: 0 }]))
  const files = new Set<string>()
  return {
    trails,
    /** Files that the entries name. */
    files,
    /** Whether a line may belong at all: whether it names a record that is followed. Cheap, for ledgers of millions. */
    concerns(line: string): boolean {
      for (const [id] of line.matchAll(UUID)) if (caseOf.has(id)) return true
      return false
    },
    note(leafIndex: number, entry: Entry): void {
      const caseId = caseOf.get(entry.recordId) ?? caseOf.get(namedIn(entry))
      if (caseId === undefined) return
      caseOf.set(entry.recordId, caseId)
      const trail = trails.get(caseId)!
      if (trail.leaves.length >= MOST_OF_A_CASE) {
        trail.leftOut += 1
        return
      }
      trail.leaves.push(leafIndex)
      for (const sha256 of entry.content === null ? [] : filesMentioned(entry.content)) files.add(sha256)
    },
  }
}

/** Another request that names a case is a case of its own, not part of that one. */
function namedIn({ recordType, content }: Entry): string {
  if (content === null || recordType === 'service_request') return ''
  const said = parseJson(content)
  if (typeof said !== 'object' || said === null) return ''
  const { requestId, workOrderId } = said as Record<string, unknown>
  if (typeof requestId === 'string') return requestId
  return typeof workOrderId === 'string' ? workOrderId : ''
}
