import type { Refusal } from '#src/shared/decision.ts'

export type InputIssue = { path: string; message: string }

/** The server understood and said no; `refusal.code` is worded by the catalogue `refusal`. */
export class CallRefused extends Error {
  readonly refusal: Refusal
  readonly status: number
  /** For `invalid_input`: which parts were refused, e.g. `body.phone`. */
  readonly issues: readonly InputIssue[]
  constructor(refusal: Refusal, status: number, issues: readonly InputIssue[] = []) {
    super(`refused: ${refusal.code}`)
    this.name = 'CallRefused'
    this.refusal = refusal
    this.status = status
    this.issues = issues
  }
}

/** Nothing came back in time: no network, no server, or a timeout. Whether a command arrived is unknown. */
export class CallOffline extends Error {
  constructor(cause?: unknown) {
    super('offline', { cause })
    this.name = 'CallOffline'
  }
}

/** The server failed. `reference` finds the fault in its log. */
export class CallFault extends Error {
  readonly reference: string | undefined
  readonly status: number
  constructor(status: number, reference?: string) {
    super(`fault ${status}`)
    this.name = 'CallFault'
    this.status = status
    this.reference = reference
  }
}

const CODE_OF_STATUS: Record<number, Refusal> = {
  401: { kind: 'forbidden', code: 'not_signed_in', params: {} },
  403: { kind: 'forbidden', code: 'forbidden', params: {} },
  404: { kind: 'not_found', code: 'not_found', params: {} },
  413: { kind: 'invalid', code: 'too_large', params: {} },
  415: { kind: 'invalid', code: 'unsupported_file', params: {} },
  429: { kind: 'conflict', code: 'rate_limited', params: {} },
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && typeof (value as Refusal).code === 'string'
}

/** What an answer that is not a success means. A body without our refusal comes from a proxy, and is worded by its status. */
export function failureOf(status: number, body: unknown, requestId?: string): CallRefused | CallFault {
  const said = (typeof body === 'object' && body !== null ? body : {}) as {
    refusal?: unknown
    issues?: unknown
    fault?: { reference?: unknown }
  }
  if (status >= 500 || status < 400) {
    const reference = said.fault?.reference
    return new CallFault(status, typeof reference === 'string' ? reference : requestId)
  }
  if (isRefusal(said.refusal)) {
    const issues = Array.isArray(said.issues) ? (said.issues as InputIssue[]) : []
    return new CallRefused({ ...said.refusal, params: said.refusal.params ?? {} }, status, issues)
  }
  return new CallRefused(CODE_OF_STATUS[status] ?? { kind: 'invalid', code: 'invalid_input', params: {} }, status)
}
