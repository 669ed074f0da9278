import type { SuspicionRecord } from '../contract.ts'
import { LIMITS } from './limits.ts'
import type { CallBackTrace, CommentTrace, DeviceTrace, Found, RatedTrace, ReuseTrace } from './trace.ts'

/** The same file under several work orders: nobody signs twice with the same strokes, nobody photographs the same light twice. */
export function findReuse(reuse: ReuseTrace): Found[] {
  const orders = reuse.orders.toSorted((a, b) => (a.dayOn < b.dayOn ? -1 : 1))
  const latest = orders.at(-1)
  if (!latest || orders.length < 2) return []
  const staff = new Set(orders.map((order) => order.staffId))
  return [
    {
      detector: reuse.kind === 'signature' ? 'signature_reused' : 'photo_reused',
      weight: 'strong',
      outletId: latest.outletId,
      staffId: staff.size === 1 ? latest.staffId : null,
      dayOn: latest.dayOn,
      figures: { key: reuse.sha256, count: orders.length, fromOn: orders[0]!.dayOn, toOn: latest.dayOn },
      records: orders.map(({ workOrderId, number }) => ({
        recordType: 'work_order',
        recordId: workOrderId,
        label: number,
      })),
    },
  ]
}

/** An unbroken row of full stars is suspicious only where everybody else's ratings make it unlikely. */
export function findUniform(rated: readonly RatedTrace[]): Found[] {
  const all = rated.reduce((sum, one) => sum + one.count, 0)
  const allFull = rated.reduce((sum, one) => sum + one.fullStars, 0)
  return rated.flatMap((one) => {
    if (one.count < LIMITS.uniformLeast || one.fullStars < one.count) return []
    const others = all - one.count
    if (others < LIMITS.uniformLeast) return []
    // Add one half of each kind, so that few ratings of the others never make a certainty.
    const share = (allFull - one.fullStars + 0.5) / (others + 1)
    const chance = share ** one.count
    if (chance >= LIMITS.uniformChance) return []
    return [
      {
        detector: 'uniform_ratings' as const,
        weight: chance < LIMITS.uniformChance / 1_000 ? ('strong' as const) : ('weak' as const),
        outletId: one.outletId,
        staffId: one.staffId,
        dayOn: one.lastOn,
        figures: { key: one.staffId, count: one.count, othersPercent: Math.round(share * 100) },
        records: [
          { recordType: 'staff' as const, recordId: one.staffId, label: one.staffName },
          ...one.sample.map(ratingRecord),
        ],
      },
    ]
  })
}

export function findRepeatedComment(trace: CommentTrace): Found[] {
  if (trace.ratings.length < LIMITS.commentLeast || [...trace.comment].length < LIMITS.commentLetters) return []
  return [
    {
      detector: 'repeated_comment',
      weight: 'weak',
      outletId: trace.outletId,
      staffId: trace.staffId,
      dayOn: latestDay(trace.ratings),
      figures: { key: `${trace.staffId} ${trace.comment}`, count: trace.ratings.length, comment: trace.comment },
      records: trace.ratings.map(ratingRecord),
    },
  ]
}

export function findOneDevice(trace: DeviceTrace): Found[] {
  if (trace.customers < LIMITS.deviceCustomers) return []
  return [
    {
      detector: 'one_device_many_customers',
      weight: 'strong',
      outletId: trace.outletId,
      staffId: null,
      dayOn: latestDay(trace.ratings),
      figures: { key: trace.device, count: trace.ratings.length, customers: trace.customers },
      records: trace.ratings.map(ratingRecord),
    },
  ]
}

export function findOwnCallBack(trace: CallBackTrace): Found[] {
  return [
    {
      detector: 'own_call_back',
      weight: 'strong',
      outletId: trace.outletId,
      staffId: trace.staffId,
      dayOn: trace.dayOn,
      figures: { name: trace.staffName },
      records: [ratingRecord(trace)],
    },
  ]
}

function ratingRecord({ ratingId, requestNumber }: { ratingId: string; requestNumber: string }): SuspicionRecord {
  return { recordType: 'rating', recordId: ratingId, label: requestNumber }
}

function latestDay(rows: readonly { dayOn: string }[]): string {
  return rows
    .map((row) => row.dayOn)
    .sort()
    .at(-1)!
}
