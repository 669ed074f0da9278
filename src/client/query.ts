import { QueryClient } from '@tanstack/react-query'
import { CallRefused } from './failure.ts'

/**
 * The store of what has been read. `navigator.onLine` is not trusted (`networkMode: 'always'`): the call itself finds out.
 * A refusal is an answer and is not asked again; anything else is tried twice more.
 */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 20_000,
        gcTime: 24 * 3_600_000,
        retry: (failures, error) => !(error instanceof CallRefused) && failures < 2,
        retryDelay: (failures) => Math.min(1_000 * 2 ** failures, 8_000),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
