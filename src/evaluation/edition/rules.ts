import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Scheme, Seal } from '../scheme/contract.ts'

type Edition = { id: string; number: number; scheme: Pick<Scheme, 'id'>; seal: Pick<Seal, 'at'> | null }
type Choice = { editionId: string; fromOn: string; chosenAt: string }

/**
 * Which of the organisation's own editions its score is made with on a day. Chosen: that edition, or what was sealed of the same scheme since. Never
 * chosen: the newest sealed one of the first scheme, or its draft while none is sealed. `choices` in the order in which they were made.
 */
export function editionInUse<T extends Edition>(
  editions: readonly T[],
  choices: readonly Choice[],
  todayOn: string,
): T | undefined {
  const byNumber = editions.toSorted((a, b) => a.number - b.number)
  const choice = choices.findLast((one) => one.fromOn <= todayOn)
  const chosen = byNumber.find((edition) => edition.id === choice?.editionId)
  const base = chosen ?? byNumber[0]
  if (!base) return undefined
  const since = chosen ? choice!.chosenAt : ''
  const sealed = byNumber.filter(({ scheme, seal }) => scheme.id === base.scheme.id && seal !== null && seal.at > since)
  return sealed.at(-1) ?? base
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
