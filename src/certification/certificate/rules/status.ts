import {
  type Change as AnyChange,
  type Dated,
  statusOn,
} from '#src/evaluation/certification-progress/rules/standing.ts'
import type { ChangeKind } from '../contract/text.ts'

export { type Dated, inOrder, statusOn } from '#src/evaluation/certification-progress/rules/standing.ts'

export type Change = AnyChange & { kind: ChangeKind }
export type Edition = { number: number; validFromOn: string }

/** The edition that held on a day: the newest whose day had come, otherwise the first. */
export function editionOn<E extends Edition>(editions: readonly E[], dayOn: string): E {
  const come = editions.filter((edition) => edition.validFromOn <= dayOn)
  const from = come.length > 0 ? come : [editions[0]!]
  return from.reduce((newest, edition) => (edition.number > newest.number ? edition : newest))
}

/** What the status lists say of one edition on a day: superseded, withdrawn and cancelled ones are revoked. */
export function bitsOn(
  certificate: Dated,
  changes: readonly Change[],
  editions: readonly Edition[],
  edition: number,
  dayOn: string,
): { revoked: boolean; suspended: boolean } {
  const { status } = statusOn(certificate, changes, dayOn)
  const isSuperseded = editions.some((later) => later.number > edition && later.validFromOn <= dayOn)
  return {
    revoked: isSuperseded || status === 'withdrawn' || status === 'cancelled',
    suspended: status === 'suspended',
  }
}
