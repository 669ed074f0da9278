import { useMe } from '#src/client/session.ts'
import type { Endpoint } from '#src/shared/endpoint.ts'

/** Whether the person's posts reach this endpoint, so that no button promises what the server refuses. */
export function useMayCall(): (endpoint: Pick<Endpoint, 'who'>) => boolean {
  const { me } = useMe()
  return ({ who }) => typeof who === 'string' || who.some((role) => me?.roles.includes(role) ?? false)
}
