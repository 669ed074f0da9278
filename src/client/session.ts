import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { type Me, me, switchOrganisation } from '#src/account/session/contract.ts'
import { signIn, signOut } from '#src/account/sign-in/contract.ts'
import { call, onSignedOut } from './call.ts'
import { CallRefused } from './failure.ts'
import { type Command, keyOf, useCommand } from './hooks.ts'

export type { Me }

const ME = keyOf(me, {})

/** Who the outbox and kept answers belong to: one person in one organisation. */
export function ownerKeyOf({ person, org }: Pick<Me, 'person' | 'org'>): string {
  return `${person.id}@${org.id}`
}

/** `undefined` while asking, `null` when nobody is signed in. Offline, a phone goes on with whom it knew. */
export function useMe(): { me: Me | null | undefined; error: Error | null; retry: () => void } {
  const client = useQueryClient()
  const query = useQuery<Me | null, Error>({
    queryKey: ME,
    queryFn: ({ signal }) =>
      call(me, {}, { signal }).catch((failure: unknown) => {
        if (failure instanceof CallRefused && failure.refusal.code === 'not_signed_in') return null
        throw failure
      }),
    staleTime: 5 * 60_000,
  })
  useEffect(() => onSignedOut(() => client.setQueryData(ME, null)), [client])
  const { refetch } = query
  const retry = useCallback(() => void refetch(), [refetch])
  return { me: query.data, error: query.data === undefined ? query.error : null, retry }
}

/** Whoever comes next must not see what was read before. */
function startAfresh(client: QueryClient, now: Me | null): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== me.name })
  client.setQueryData(ME, now)
}

export type Session = {
  signIn: Command<typeof signIn>['run']
  signOut: () => Promise<void>
  switchTo: (orgId: string) => Promise<void>
  busy: boolean
  error: Error | null
}

/** Signing in and out. `forget` clears what a device keeps beyond the memory of the page. */
export function useSession(forget?: () => Promise<void>): Session {
  const client = useQueryClient()
  const entering = useCommand(signIn, { refreshes: [] })
  const leaving = useCommand(signOut, { refreshes: [] })
  const switching = useCommand(switchOrganisation, { refreshes: [] })
  return {
    signIn: async (args) => {
      const now = await entering.run(args)
      startAfresh(client, now)
      return now
    },
    signOut: async () => {
      await leaving.run({})
      startAfresh(client, null)
      await forget?.()
    },
    switchTo: async (orgId) => {
      const now = await switching.run({ body: { orgId } })
      startAfresh(client, now)
    },
    busy: entering.busy || leaving.busy || switching.busy,
    error: entering.error ?? leaving.error ?? switching.error,
  }
}
