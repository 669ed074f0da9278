import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { VIEWERS } from '../access.ts'
import { MEASURES } from '../measure/rules.ts'
import { Leaf, LocalText } from '../scheme/contract.ts'
import { AssessmentScore, LeafScore, OutletDetail } from '../score/contract.ts'

const Points = z.int()
const Share = z.int().min(0).max(10_000)

const Node = {
  id: z.string(),
  name: LocalText,
  pointsHundredths: Points,
  /** The points are our default allocation, not the standard's. */
  isDefault: z.boolean(),
  gotHundredths: Points,
  lostHundredths: Points,
}
const BoardLeaf = z.object({ ...Node, state: LeafScore.shape.state })
const Inner = { ...Node, involvedHundredths: Points, missingHundredths: Points }
export const BoardIndicator = z.object({ ...Inner, leaves: z.array(BoardLeaf) })
export type BoardIndicator = z.output<typeof BoardIndicator>
export const BoardGroup = z.object({ ...Inner, indicators: z.array(BoardIndicator) })
export type BoardGroup = z.output<typeof BoardGroup>

export const BoardOutlet = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  cityCode: z.string(),
  isClosed: z.boolean(),
  /** An indicator for steering, never a certification score; null while nothing is known. */
  scoreHundredths: Points.nullable(),
  knownHundredths: Points,
  ofHundredths: Points,
  /** How many checks it rests on, and how many of them on what was entered late. */
  checks: z.int(),
  backfilled: z.int(),
  /** What it keeps of each leaf of `outletLeaves`, in basis points; null where nothing is known. */
  leaves: z.array(Share.nullable()),
})
export type BoardOutlet = z.output<typeof BoardOutlet>

export const TrendDay = z.object({
  dayOn: Day,
  lowestHundredths: Points,
  highestHundredths: Points,
  partialHundredths: Points.nullable(),
  scoreHundredths: Points.nullable(),
  knownBasisPoints: Share,
  levelId: z.string().nullable(),
})
export type TrendDay = z.output<typeof TrendDay>

/** The star board as it is kept: nothing is computed when it is read. */
export const Board = z.object({
  computedAt: Instant,
  dayOn: Day,
  /** Work of requests made on these days counts, both included. */
  windowFromOn: Day,
  windowToOn: Day,
  edition: z.object({
    id: Id,
    number: z.int(),
    title: LocalText,
    standard: z.string(),
    schemeVersion: z.int(),
    seal: z.object({ byName: z.string(), at: Instant }).nullable(),
    /** Figures that are still our default or only recalled. */
    unconfirmedCount: z.int(),
    /** Leaves whose points are our default allocation, and how many leaves there are. */
    defaultLeafCount: z.int(),
    leafCount: z.int(),
  }),
  levels: z.array(z.object({ id: z.string(), stars: z.int(), name: LocalText, minHundredths: Points })),
  result: AssessmentScore.omit({ groups: true }),
  groups: z.array(BoardGroup),
  checks: z.int(),
  backfilled: z.int(),
  /** Of the measures that are counted. */
  measureNames: z.record(z.string(), LocalText),
  outletLeaves: z.array(z.object({ id: z.string(), name: LocalText, pointsHundredths: Points })),
  outlets: z.array(BoardOutlet),
  trend: z.array(TrendDay),
})
export type Board = z.output<typeof Board>

export const readBoard = endpoint({
  name: 'evaluation.readBoard',
  method: 'GET',
  path: '/api/evaluation/board',
  who: VIEWERS,
  summary: 'The star board: score or range, lost points, outlets, trend. `board` is null until the first score is made',
  answer: z.object({ board: Board.nullable() }),
})

const Count = { good: z.int(), total: z.int(), backfilled: z.int() }

export const LeafMeasure = z.object({
  measureId: z.string(),
  name: LocalText,
  role: z.enum(['decides', 'supports']),
  state: z.enum(['counted', 'nothing', 'not_counted', 'planned']),
  ...Count,
  detail: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
  /** The id to list records by; null for what the product does not count yet. */
  listedAs: z.enum(MEASURES).nullable(),
  /** Empty for what is counted of the company as it stands. */
  months: z.array(z.object({ monthOn: Day, ...Count })),
  /** Those with most bad checks first. */
  outlets: z.array(z.object({ outletId: Id.nullable(), name: z.string(), ...Count })),
})
export type LeafMeasure = z.output<typeof LeafMeasure>

export const LeafDetail = z.object({
  leaf: Leaf,
  groupName: LocalText,
  indicatorName: LocalText,
  score: LeafScore,
  computedAt: Instant,
  windowFromOn: Day,
  windowToOn: Day,
  measures: z.array(LeafMeasure),
})
export type LeafDetail = z.output<typeof LeafDetail>

export const readLeaf = endpoint({
  name: 'evaluation.readLeaf',
  method: 'GET',
  path: '/api/evaluation/leaves/:leafId',
  who: VIEWERS,
  summary: 'A leaf of the score: its finding and why, and its measures by month and outlet',
  params: z.object({ leafId: z.string().regex(/^\d+(\.\d+){1,4}$/) }),
  answer: LeafDetail,
})

export const OutletBoard = z.object({
  outletId: Id,
  name: z.string(),
  windowFromOn: Day,
  windowToOn: Day,
  score: OutletDetail,
  leafNames: z.record(z.string(), LocalText),
  measureNames: z.record(z.string(), LocalText),
})
export type OutletBoard = z.output<typeof OutletBoard>

export const readOutletBoard = endpoint({
  name: 'evaluation.readOutletBoard',
  method: 'GET',
  path: '/api/evaluation/outlets/:outletId',
  who: VIEWERS,
  summary: 'How one outlet does, leaf by leaf',
  params: z.object({ outletId: Id }),
  answer: OutletBoard,
})
