import type { ManagerRatio } from '#src/company/staff/contract.ts'
import type { Adjustment } from '../../../adjustment/contract.ts'
import type { AssessmentExport } from '../../../assessment/contract/export.ts'
import type { Evidence } from '../../../assessment/contract/leaf.ts'
import type { Board } from '../../../board/contract.ts'
import type { Scheme } from '../../../scheme/contract.ts'
import type { AssessmentScore, LeafScore } from '../../../score/contract.ts'
import type { ApplicationDraft } from '../../contract/application.ts'
import type { MaterialLine } from '../../contract/checklist.ts'
import type { OutletEntry, StaffEntry } from '../../contract/dossier.ts'

/** Single middle and bad ratings that a report lists; it tells how many more there are. */
export const MOST_LOW_RATINGS = 200

type Settled = { total: number; settled: number; cancelled: number }
export type ServiceCounts = {
  cases: ({ month: string; kind: string } & Settled)[]
  complaints: ({ year: string; complaintClass: string | null } & Settled)[]
  ratings: { month: string; stars: number; source: string; total: number; followedUp: number }[]
}
export type LowRating = {
  number: string
  kind: string
  stars: number
  comment: string
  ratedOn: string
  followedUpOn: string | null
  followUpNote: string
}
export type LicenceRow = {
  staffNumber: string
  staffName: string
  kindZh: string
  kindEn: string
  certificateNumber: string
  expiresOn: string | null
  isValid: boolean
}

/** Where the scores of a report come from: a round that was closed, one still open, or the star board alone. */
export type ReportScores = {
  basis: 'closed' | 'open' | 'board'
  title: string
  fromOn: string
  toOn: string
  closedAt: string | null
  closedByName: string
  scheme: Scheme
  score: Omit<AssessmentScore, 'groups'>
  leaves: ReadonlyMap<string, LeafScore>
  tallies: ReadonlyMap<string, { involvedHundredths: number; gotHundredths: number; missingHundredths: number }>
  judged: ReadonlyMap<string, { byName: string; at: string }>
  evidence: readonly Evidence[]
  adjustments: readonly Adjustment[]
}

/** Everything a report says, as read in one moment. */
export type ReportData = ServiceCounts & {
  name: string
  madeAt: string
  todayOn: string
  fromOn: string
  zone: string
  form: ApplicationDraft
  lowRatings: readonly LowRating[]
  outlets: readonly OutletEntry[]
  staff: readonly (StaffEntry & { serves: boolean })[]
  licences: readonly LicenceRow[]
  managers: ManagerRatio
  checklist: readonly MaterialLine[]
  /** Null until the first score is made. */
  scores: ReportScores | null
}

/** The first day of three years that end on this day. */
export function threeYearsBefore(dayOn: string): string {
  const [year, month, day] = dayOn.split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year - 3, month - 1, day + 1)).toISOString().slice(0, 10)
}

/** Every month that days of the span lie in, `YYYY-MM`. */
export function monthsBetween(fromOn: string, toOn: string): string[] {
  const months: string[] = []
  for (let [year, month] = fromOn.split('-').map(Number) as [number, number]; ; month++) {
    const name = new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 7)
    if (name > toOn.slice(0, 7)) return months
    months.push(name)
  }
}

type Tallied = { id: string; involvedHundredths: number; missingHundredths: number }

export function scoresOfRound(given: AssessmentExport): ReportScores {
  const { groups, ...score } = given.score
  const inner = groups.flatMap((group) => [group, ...group.indicators])
  const tally = ({ got, ...one }: Tallied & { got: { hundredths: number } }) =>
    [one.id, { ...tallyOf(one), gotHundredths: got.hundredths }] as const
  const leaves = groups.flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
  return {
    basis: given.closedAt === null ? 'open' : 'closed',
    ...{ title: given.title, fromOn: given.fromOn, toOn: given.toOn, scheme: given.scheme, score },
    ...{ closedAt: given.closedAt, closedByName: given.closedByName },
    leaves: new Map(leaves.map((leaf) => [leaf.id, leaf])),
    tallies: new Map(inner.map(tally)),
    judged: new Map(given.findings.map(({ finding, byName, at }) => [finding.leafId, { byName, at }])),
    evidence: given.evidence.filter((one) => one.withdrawnAt === null),
    adjustments: given.adjustments,
  }
}

export function scoresOfBoard(
  board: Board,
  scheme: Scheme,
  leaves: Readonly<Record<string, LeafScore>>,
  adjustments: readonly Adjustment[],
): ReportScores {
  const inner = board.groups.flatMap((group) => [group, ...group.indicators])
  return {
    basis: 'board',
    ...{ title: '', fromOn: board.windowFromOn, toOn: board.windowToOn, closedAt: null, closedByName: '' },
    ...{ scheme, score: board.result, leaves: new Map(Object.entries(leaves)) },
    tallies: new Map(inner.map((one) => [one.id, { ...tallyOf(one), gotHundredths: one.gotHundredths }])),
    judged: new Map(),
    evidence: [],
    adjustments: adjustments.filter((one) => one.withdrawnAt === null),
  }
}

function tallyOf({ involvedHundredths, missingHundredths }: Tallied) {
  return { involvedHundredths, missingHundredths }
}
