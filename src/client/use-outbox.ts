import { useMemo, useSyncExternalStore } from 'react'
import { readOutbox, watchOutbox } from './outbox.ts'
import { countOutbox, type OutboxCount, type QueuedCommand, type Standing, standingOf } from './outbox-rules.ts'

export type OutboxView = {
  own: readonly (QueuedCommand & { standing: Standing | 'sending' })[]
  count: OutboxCount
  isSending: boolean
  /** False once a try found no server; undefined before the first. */
  reachable: boolean | undefined
}

/** The outbox as this person may see it: own commands in order of doing, with where each stands. */
export function useOutbox(ownerKey: string): OutboxView {
  const state = useSyncExternalStore(watchOutbox, readOutbox)
  return useMemo(() => {
    const own = state.commands
      .filter((one) => one.owner === ownerKey)
      .sort((a, b) => a.seq - b.seq)
      .map((one) => ({
        ...one,
        standing: one.id === state.sending ? ('sending' as const) : standingOf(one, state.commands),
      }))
    return {
      own,
      count: countOutbox(state.commands, ownerKey),
      isSending: state.sending !== null,
      reachable: state.reachable,
    }
  }, [state, ownerKey])
}
