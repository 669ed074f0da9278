import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Scheme, Seal } from '../scheme/contract.ts'

type Edition = { id: string; number: number; scheme: Pick<Scheme, 'id'>; seal: Pick<Seal, 'at'> | null }
type Choice = { number: number; editionId: string; fromOn: string; withdrawnAt: string | null }

/**
 * Which of the organisation's own editions its score is made with on a day: of the choices whose day has come, the one with the latest day, and of
 * several on one day the last made. Before the first choice: the first edition there was, sealed or not.
 */
export function editionInUse<T extends Edition>(
  editions: readonly T[],
  choices: readonly Choice[],
  todayOn: string,
): T | undefined {
  const choice = choices
    .filter(({ fromOn, withdrawnAt }) => withdrawnAt === null && fromOn <= todayOn)
    .sort((a, b) => a.fromOn.localeCompare(b.fromOn) || a.number - b.number)
    .at(-1)
  const first = editions.toSorted((a, b) => a.number - b.number)[0]
  return editions.find(({ id }) => id === choice?.editionId) ?? first
}

type Choosing = { edition: Edition & { isOwn: boolean }; inUseId: string | undefined; fromOn: string; todayOn: string }

/** Another edition is put to use only sealed, own, from today or later on. */
export function canChoose({ edition, inUseId, fromOn, todayOn }: Choosing): Decision<null> {
  if (!edition.isOwn) return refuse('conflict', 'scheme_not_own')
  if (edition.seal === null) return refuse('conflict', 'scheme_not_sealed')
  if (fromOn < todayOn) return refuse('invalid', 'scheme_choice_in_past', { today: todayOn })
  // A later day may follow another choice that comes before it.
  if (edition.id === inUseId && fromOn === todayOn) return refuse('conflict', 'scheme_in_use_already')
  return accept(null)
}

/** Only what has not come yet: results were made with what was in use since. */
export function canCallOff(choice: Choice, todayOn: string): Decision<null> {
  if (choice.withdrawnAt !== null) return refuse('conflict', 'scheme_choice_withdrawn')
  if (choice.fromOn <= todayOn) return refuse('conflict', 'scheme_choice_has_come', { day: choice.fromOn })
  return accept(null)
}

type Sealing = {
  edition: Pick<Edition, 'id' | 'scheme'>
  inUse: Pick<Edition, 'id' | 'scheme'> | undefined
  useFromOn: string | null | undefined
  todayOn: string
}

/**
 * From which day on a newer version counts that is being sealed: the day that was given, else today; null where it is not put to use, because nobody
 * wants it yet, because it is the one in use, or because it is one of another scheme, which is chosen for a reason of its own.
 */
export function dayOfUse({ edition, inUse, useFromOn, todayOn }: Sealing): Decision<string | null> {
  const isNewer = inUse !== undefined && inUse.id !== edition.id && inUse.scheme.id === edition.scheme.id
  if (useFromOn === null) return accept(null)
  if (!isNewer) return useFromOn === undefined ? accept(null) : refuse('conflict', 'scheme_not_newer_version')
  const fromOn = useFromOn ?? todayOn
  return fromOn < todayOn ? refuse('invalid', 'scheme_choice_in_past', { today: todayOn }) : accept(fromOn)
}

/** A version that no sealed edition of the scheme has: what a file says, unless that was sealed already with other content. */
export function freeVersion(scheme: Pick<Scheme, 'version'>, sealedVersions: readonly number[]): number {
  return sealedVersions.includes(scheme.version) ? Math.max(...sealedVersions) + 1 : scheme.version
}
