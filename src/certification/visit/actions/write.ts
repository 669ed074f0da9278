import { loadAssessmentResult } from '#src/evaluation/door.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { isAuditing, isLeader } from '../../audit/access.ts'
import { loadAudit, loadTeam } from '../../audit/store.ts'
import type { NewVisitEntry, VisitEntry } from '../contract/entry.ts'
import {
  type Around,
  canReplace,
  canWrite,
  checkEntry,
  filesOf,
  leafIdsOf,
  MOST_ENTRIES,
  timeOfEntry,
  type Writer,
} from '../rules/enter.ts'
import { findAround, findMediaTypes, insertEntry } from '../store/entries.ts'
import { findSample } from '../store/sample.ts'
import { holdVisit, loadMaterial, type StoredVisit } from '../store/visit.ts'

/** Whoever acts as the team has them now; null for somebody outside it, and for observers. */
export async function writerOf(tx: Tx, auditId: string): Promise<Writer> {
  const { actor } = tx
  const team = await loadTeam(tx, auditId)
  if (actor.kind !== 'person' || !isAuditing(actor, team)) return null
  return { personId: actor.personId, isLeader: isLeader(actor, team) }
}

/** Writes down one entry. The same entry under another command id is taken for the same; a changed one under a known id is refused. */
export async function addEntry(tx: WriteTx, auditId: string, entry: NewVisitEntry): Promise<Decision<{ id: string }>> {
  const visit = await holdVisit(tx, auditId, 'to write')
  if (!visit && !(await loadAudit(tx, auditId))) return refuse('not_found', 'not_found')
  const known = await findAround(tx, auditId, entry)
  if (known.same && known.same.auditId === auditId && isSame(known.same, entry)) return accept({ id: entry.id })
  const writer = await writerOf(tx, auditId)
  const allowed = canWrite(visit, writer)
  if (!allowed.ok) return allowed
  if (known.count >= MOST_ENTRIES) return refuse('conflict', 'too_many_visit_entries', { limit: MOST_ENTRIES })
  const around = await aroundOf(tx, visit!, entry)
  const sound = checkEntry(entry, around)
  if (!sound.ok) return sound
  const replacing = canReplace(entry, known.replaced, known.isReplacedAlready, writer!)
  if (!replacing.ok) return replacing
  const occurredAt = timeOfEntry(entry.occurredAt, visit!, tx.at)
  if (!occurredAt.ok) return occurredAt
  const { content, replacesId } = entry
  const leafIds = leafIdsOf(entry, around.kit, around.leafIds)
  const byName = 'name' in tx.actor ? tx.actor.name : ''
  await insertEntry(tx, auditId, {
    ...{ id: entry.id, occurredAt: occurredAt.value, leafIds, replacesId, content },
    ...{ byPersonId: writer!.personId, byName },
  })
  const files = filesOf(content)
  tx.record({
    recordType: 'visit',
    recordId: auditId,
    verb: 'visit.entry_added',
    claimedAt: occurredAt.value,
    content: { entryId: entry.id, leafIds, replacesId, tabletSaidAt: entry.occurredAt, ...content, files },
  })
  return accept({ id: entry.id })
}

// A clock set right by the server, and leaves it added, make no other entry of it.
function isSame(known: VisitEntry, entry: NewVisitEntry): boolean {
  return canonicalJson([known.content, known.replacesId]) === canonicalJson([entry.content, entry.replacesId])
}

async function aroundOf(tx: Tx, visit: StoredVisit, entry: NewVisitEntry): Promise<Around> {
  const result = await loadAssessmentResult(tx, visit.assessmentId)
  const sample = await findSample(tx, visit.auditId)
  const { outlets } = await loadMaterial(tx, visit.auditId)
  return {
    kit: visit.kit,
    leafIds: new Set(result ? listLeaves(result.scheme).map((leaf) => leaf.id) : []),
    caseIds: new Set(sample?.cases.map((one) => one.caseId)),
    outletIds: new Set(sample?.outletIds ?? outlets.map((outlet) => outlet.id)),
    mediaTypes: await findMediaTypes(tx, filesOf(entry.content)),
  }
}
