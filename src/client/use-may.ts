import type { Endpoint } from '#src/shared/endpoint.ts'
import { useMe } from './session.ts'

/** Whether the person's posts admit them to an endpoint: the same list that the server asks. */
export function useMay(): (endpoint: Pick<Endpoint, 'who'>) => boolean {
  const { me } = useMe()
  return ({ who }) => {
    if (!me) return false
    return typeof who === 'string' || who.some((role) => me.roles.includes(role))
  }
}
