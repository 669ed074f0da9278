import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Answer, Input } from '#src/shared/endpoint.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import { bodyDay, businessDaysAfter, loadBodyRulesOn } from '../../body-rules/actions.ts'
import type { BodyRulesVersion } from '../../body-rules/contract/rules.ts'
import type * as contract from '../contract/endpoints.ts'
import { HOLDER_STATES, type HolderRow, type TransitionDetail, type TransitionRow } from '../contract/transition.ts'
import { firstReminderOf } from '../rules/act.ts'
import { reckonDays, stageOn } from '../rules/days.ts'
import { type HolderCase, holderRow, isConcerned, progressDays, progressOn } from '../rules/holder.ts'
import { isShown, placeOfRow } from '../rules/list.ts'
import { listRefused } from '../store/act.ts'
import { listHolderCases } from '../store/holder.ts'
import { listStandards, listStoredTransitions, loadTransition, type StoredTransition } from '../store/transition.ts'

export type Loaded = {
  transition: StoredTransition
  version: BodyRulesVersion
  todayOn: string
  /** Who was visited by the last day is waited for until this day. */
  decideByOn: string
  cases: HolderCase[]
}

/** A transition with everybody it concerns, or one of them, by the rules in force on the body's day. */
export async function loadWhole(tx: Tx, id: string, certificateId?: string): Promise<Loaded | undefined> {
  const transition = await loadTransition(tx, id)
  if (!transition) return undefined
  const todayOn = await bodyDay(tx)
  const version = await loadBodyRulesOn(tx, todayOn)
  const cases = await listHolderCases(tx, { ...transition, certificateId })
  return {
    ...{ transition, version, todayOn },
    decideByOn: await businessDaysAfter(tx, transition.endOn, version.rules.transition.decideWithin.value),
    cases: cases.filter((one) => isConcerned(one, transition.startOn)),
  }
}

/** Rows of the list, by name of the holder. */
export function rowsOf({ transition, version, todayOn, cases }: Loaded): HolderRow[] {
  const first = firstReminderOf(version.rules)
  return cases
    .map((one) => holderRow(one, transition, first, todayOn))
    .toSorted((one, other) => (placeOfRow(one) < placeOfRow(other) ? -1 : 1))
}

function asRow({ rulesId: _, ...transition }: StoredTransition, dayOn: string): TransitionRow {
  return { ...transition, stage: stageOn(transition, dayOn) }
}

export async function showTransitions(
  tx: Tx,
  asked: Input<typeof contract.listTransitions>['query'],
): Promise<Page<TransitionRow>> {
  const todayOn = await bodyDay(tx)
  const rows = await listStoredTransitions(tx, { ...asked, limit: asked.limit + 1 })
  return cutPage(
    rows.map((row) => asRow(row, todayOn)),
    asked.limit,
    (row) => row.id,
  )
}

export async function showChoices(
  tx: Tx,
  asked: { startOn?: string | undefined },
): Promise<Answer<typeof contract.readTransitionChoices>> {
  const todayOn = await bodyDay(tx)
  const { rules } = await loadBodyRulesOn(tx, todayOn)
  return { editions: await listStandards(tx, todayOn), ...reckonDays(rules, asked.startOn ?? todayOn) }
}

export async function showTransition(tx: Tx, id: string): Promise<Decision<TransitionDetail>> {
  const loaded = await loadWhole(tx, id)
  if (!loaded) return refuse('not_found', 'not_found')
  const { transition, todayOn, cases, decideByOn } = loaded
  const { extraShare, extraMinimumTenths, remindBeforeDays, whenOver } = loaded.version.rules.transition
  const counts = Object.fromEntries(HOLDER_STATES.map((state) => [state, 0])) as TransitionDetail['counts']
  for (const row of rowsOf(loaded)) counts[row.state] += 1
  return accept({
    ...asRow(transition, todayOn),
    ...{ todayOn, counts },
    progress: progressOn(cases, progressDays(transition.startOn, todayOn)),
    figures: {
      ...{ extraShare: extraShare.value, extraMinimumTenths: extraMinimumTenths.value, decideByOn },
      ...{ remindBeforeDays: remindBeforeDays.value, whenOver: whenOver.value },
    },
    refused: await listRefused(tx, id),
  })
}

export async function showHolders(
  tx: Tx,
  id: string,
  { limit, cursor, ...asked }: Input<typeof contract.listHolders>['query'],
): Promise<Decision<Page<HolderRow>>> {
  const loaded = await loadWhole(tx, id)
  if (!loaded) return refuse('not_found', 'not_found')
  const shown = rowsOf(loaded).filter((row) => isShown(row, asked) && (!cursor || placeOfRow(row) > cursor))
  return accept(cutPage(shown.slice(0, limit + 1), limit, placeOfRow))
}
