import type { FastifyReply } from 'fastify'
import type { Refusal, RefusalKind } from '#src/shared/decision.ts'

const STATUS: Record<RefusalKind, number> = { invalid: 400, forbidden: 403, not_found: 404, conflict: 409 }

/** Nobody is signed in, or the session has ended: status 401. */
export class NotSignedIn extends Error {}

/** A refusal met before an action runs (role, cross-site guard). */
export class RefusedRequest extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** `issues` says which parts of the input were refused, for fields of a form. */
export function answerRefusal(
  reply: FastifyReply,
  refusal: Refusal,
  issues?: { path: string; message: string }[],
): FastifyReply {
  return reply.status(STATUS[refusal.kind]).send(issues ? { refusal, issues } : { refusal })
}
