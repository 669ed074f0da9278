import {
  keepPreviousData,
  type QueryClient,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import type { Endpoint } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { type AnswerOf, type ArgsOf, call } from './call.ts'
import { CallRefused } from './failure.ts'

export type ReadOptions = {
  /** Record types (as in history and live events, e.g. `work_order`) whose change makes this answer stale. A record named in `params` is followed anyway. */
  follows?: readonly string[]
  /** False waits, e.g. until a search text is long enough. */
  enabled?: boolean
  /** Keeps the former page on the screen while the next loads. */
  keepPrevious?: boolean
  refreshEveryMs?: number
}

/** The key of one answer: the endpoint's name, then what was asked. */
export function keyOf(
  endpoint: Pick<Endpoint, 'name'>,
  args: { params?: unknown; query?: unknown },
): readonly unknown[] {
  return [endpoint.name, args.params ?? {}, args.query ?? {}]
}

/** Reads an endpoint. `data` is its answer; `error` is a `CallRefused`, `CallOffline` or `CallFault`, worded by `useFailureWords`. */
export function useEndpoint<E extends Endpoint>(
  endpoint: E,
  args: ArgsOf<E>,
  { follows, enabled, keepPrevious, refreshEveryMs }: ReadOptions = {},
): UseQueryResult<AnswerOf<E>, Error> {
  return useQuery<AnswerOf<E>, Error>({
    queryKey: keyOf(endpoint, args as { params?: unknown; query?: unknown }),
    queryFn: ({ signal }) => call(endpoint, args, { signal }),
    meta: { follows },
    enabled,
    placeholderData: keepPrevious ? keepPreviousData : undefined,
    refetchInterval: refreshEveryMs,
  })
}

/** `service.listRequests` is in the area `service`. */
function areaOf(name: string): string {
  return name.split('.')[0] ?? name
}

/** Makes every answer of an area stale, so that screens showing one ask again. */
function refreshArea(client: QueryClient, area: string): Promise<void> {
  return client.invalidateQueries({ predicate: (query) => areaOf(String(query.queryKey[0])) === area })
}

export type Command<E extends Endpoint> = {
  /** Acts once however often it is pressed; resolves with the answer, rejects with the failure. */
  run: (args: ArgsOf<E>) => Promise<AnswerOf<E>>
  busy: boolean
  error: Error | null
  answer: AnswerOf<E> | undefined
  /** Forgets the last failure or answer, e.g. when a dialog opens again. */
  reset: () => void
}

type Attempt<A> = { commandId: string; content: string; running?: Promise<A> }

/**
 * A command of the person. Pressed twice while under way it is sent once; after a lost connection or a fault the same content
 * goes out under the same id, so the server recognises it. After success the answers of `refreshes` (default: the endpoint's area) are read again.
 */
export function useCommand<E extends Endpoint>(
  endpoint: E,
  options: { refreshes?: readonly string[] } = {},
): Command<E> {
  const client = useQueryClient()
  const attempt = useRef<Attempt<AnswerOf<E>> | null>(null)
  const mutation = useMutation<AnswerOf<E>, Error, { args: ArgsOf<E>; commandId: string }>({
    mutationFn: ({ args, commandId }) => call(endpoint, args, { commandId }),
    retry: (failures, error) => !(error instanceof CallRefused) && failures < 2,
  })
  const { mutateAsync } = mutation
  const refreshes = options.refreshes ?? [areaOf(endpoint.name)]
  const areas = refreshes.join(' ')

  const run = useCallback(
    (args: ArgsOf<E>) => {
      const content = JSON.stringify(args)
      const former = attempt.current?.content === content ? attempt.current : null
      if (former?.running) return former.running
      const current: Attempt<AnswerOf<E>> = former ?? { commandId: newId(), content }
      attempt.current = current
      current.running = mutateAsync({ args, commandId: current.commandId }).then(
        async (answer) => {
          if (attempt.current === current) attempt.current = null
          await Promise.all(
            areas
              .split(' ')
              .filter(Boolean)
              .map((area) => refreshArea(client, area)),
          )
          return answer
        },
        (error: Error) => {
          current.running = undefined
          if (error instanceof CallRefused && attempt.current === current) attempt.current = null
          throw error
        },
      )
      return current.running
    },
    [mutateAsync, client, areas],
  )

  return { run, busy: mutation.isPending, error: mutation.error, answer: mutation.data, reset: mutation.reset }
}
