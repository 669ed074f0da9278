import type { WriteTx } from '#src/server/unit-of-work.ts'
import { newId } from '#src/shared/id.ts'
import { instantOf } from '#src/shared/instant.ts'
import { canRate } from '../../rating/rules.ts'
import { NO_OUTLET } from '../../request/actions/take-step.ts'
import type { Draft } from '../contract/draft.ts'
import type { Fate } from '../rules/result.ts'
import { findRatedRequests, insertRatings, type RatedRequest, type RatingSave } from '../store/ratings.ts'
import { findImportRecords, insertImportRecords } from '../store/records.ts'
import type { SavedBatch } from './save-requests.ts'
import { provenance, type Saving, stated } from './saving.ts'

type RatingDraft = Draft<'rating'>

/** Writes a batch of call-backs. The same rule as for live ratings: nothing undone is rated, nothing twice, nobody's own work by themselves. */
export async function saveRatings(tx: WriteTx, drafts: readonly RatingDraft[], saving: Saving): Promise<SavedBatch> {
  const before = await findImportRecords(
    tx,
    drafts.map(({ sourceKey }) => sourceKey),
  )
  const requests = await findRatedRequests(
    tx,
    drafts.flatMap(({ values }) => (values.request.key ? [values.request.key] : [])),
  )
  const rows: RatingSave[] = []
  const kept: Parameters<typeof insertImportRecords>[1] = []
  const fates = drafts.map((draft): Fate => {
    const known = before.get(draft.sourceKey)
    // What a customer said is never overwritten; a differing row is listed.
    if (known) return known.hash === draft.contentHash ? { fate: 'unchanged' } : { fate: 'changed', touched: true }
    const request = draft.values.request.key ? requests.get(draft.values.request.key) : undefined
    const refusal = refusalOf(draft, request)
    if (refusal) return refusal
    const id = newId()
    request!.rated = true
    rows.push(ratingRow(tx, id, request!, draft, saving))
    const hashes = { sourceKey: draft.sourceKey, sourceHash: draft.contentHash }
    kept.push({ ...hashes, kind: 'rating', recordId: id, recordVersion: 1 })
    return { fate: 'added' }
  })
  await insertRatings(tx, rows)
  await insertImportRecords(tx, kept)
  return { fates, clocks: 0, clocksBeforePromise: 0, clocksUnknown: 0 }
}

function refusalOf({ values }: RatingDraft, request: RatedRequest | undefined): Fate | undefined {
  const no = (code: string, params: Record<string, string | number> = {}): Fate => ({ fate: 'refused', code, params })
  const number = values.request.text ?? ''
  if (!request) return no('order_not_found', { number })
  if (values.ratedOn < request.requestedOn)
    return no('rated_before_request', { number, requestedOn: request.requestedOn })
  if (values.overall === null) return no('rating_without_overall', { number })
  const ownWork = values.askedBy !== null && request.servedBy.includes(values.askedBy)
  const ratings = request.rated ? [{ id: '', source: 'import', stars: 0, comment: '' }] : []
  const allowed = canRate({ ...request, ownWork, ratings }, 'import')
  return allowed.ok ? undefined : no(allowed.refusal.code, { number, ...allowed.refusal.params })
}

function ratingRow(tx: WriteTx, id: string, request: RatedRequest, draft: RatingDraft, saving: Saving): RatingSave {
  const { ratedOn, comment, attitude, skill, overall, askedBy } = draft.values
  const noon = instantOf(ratedOn, '12:00', saving.mapping.zone)
  // A register of call-backs names the day only: its middle, but never before the request itself nor after now.
  const claimedAt = [[noon, request.requestedAt].toSorted()[1]!, tx.at].toSorted()[0]!
  const marks = [attitude === null ? '' : `服务态度 ${attitude}`, skill === null ? '' : `技术水平 ${skill}`].filter(
    Boolean,
  )
  tx.record({
    recordType: 'rating',
    recordId: id,
    verb: 'rating.imported',
    claimedAt,
    content: { ...provenance(saving, draft), requestId: request.id, claim: stated(draft.values) },
  })
  tx.dirty(request.outletId ?? NO_OUTLET, request.requestedOn)
  return {
    ...{ id, requestId: request.id, source: 'import', stars: overall, askedBy, claimedAt, recordedAt: tx.at },
    comment: [comment, marks.join('；')].filter(Boolean).join('\n').slice(0, 2000),
  }
}
