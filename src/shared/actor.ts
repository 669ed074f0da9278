import type { Role } from './endpoint.ts'

/** Who acts. Every unit of work has exactly one actor, inside exactly one organisation. */
export type Actor =
  | { kind: 'person'; orgId: string; personId: string; name: string; roles: readonly Role[] }
  | { kind: 'key'; orgId: string; keyId: string; name: string; roles: readonly Role[] }
  /** Somebody who holds the secret of a link, e.g. a customer following a request. `about` is the record it opens. */
  | { kind: 'link'; orgId: string; linkId: string; about: string; roles: readonly [] }
  | { kind: 'public'; orgId: string; roles: readonly [] }
  | { kind: 'system'; orgId: string; name: string; roles: readonly [] }

/** The actor as history writes it: `kind:id`, without names, so that the ledger carries no personal data. */
export function actorRef(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return `person:${actor.personId}`
    case 'key':
      return `key:${actor.keyId}`
    case 'link':
      return `link:${actor.linkId}`
    case 'public':
      return 'public'
    case 'system':
      return `system:${actor.name}`
  }
}

export function hasRole(actor: Actor, ...roles: Role[]): boolean {
  return actor.roles.some((role) => (roles as readonly Role[]).includes(role))
}
