import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { loadCountingDay } from '../../fact/store.ts'
import { canCallOff, canChoose } from '../rules.ts'
import { insertChoice, insertWithdrawal, listChoices, loadEdition, loadEditionInUse } from '../store.ts'
import { note } from './note.ts'

/** Puts a sealed edition to use from a day on. Who may is for the caller to ask. */
export async function chooseEdition(
  tx: WriteTx,
  editionId: string,
  given: { id: string; fromOn: string; reason: string },
): Promise<Decision<{ id: string }>> {
  const edition = await loadEdition(tx, editionId)
  if (!edition) return refuse('not_found', 'not_found')
  const { todayOn } = await loadCountingDay(tx)
  const inUseId = (await loadEditionInUse(tx))?.id
  const allowed = canChoose({ edition, inUseId, fromOn: given.fromOn, todayOn })
  if (!allowed.ok) return allowed
  await addChoice(tx, { ...given, editionId })
  return accept({ id: given.id })
}

/** Unasked: the caller knows that the edition may be put to use. */
export async function addChoice(
  tx: WriteTx,
  given: { id: string; editionId: string; fromOn: string; reason: string },
): Promise<void> {
  const number = ((await listChoices(tx)).at(-1)?.number ?? 0) + 1
  const chosenByName = 'name' in tx.actor ? tx.actor.name : ''
  await insertChoice(tx, { ...given, number, chosenByName })
  note(tx, given.editionId, 'chosen', { choiceId: given.id, fromOn: given.fromOn, reason: given.reason })
}

/** Takes a choice back before its day; what is in use then stays in use. */
export async function callOffChoice(
  tx: WriteTx,
  choiceId: string,
  { reason }: { reason: string },
): Promise<Decision<{ id: string }>> {
  const choice = (await listChoices(tx)).find((one) => one.id === choiceId)
  if (!choice) return refuse('not_found', 'not_found')
  const allowed = canCallOff(choice, (await loadCountingDay(tx)).todayOn)
  if (!allowed.ok) return allowed
  await insertWithdrawal(tx, choiceId, reason, 'name' in tx.actor ? tx.actor.name : '')
  note(tx, choice.editionId, 'choice_called_off', { choiceId, fromOn: choice.fromOn, reason })
  return accept({ id: choiceId })
}
