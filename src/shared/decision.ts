/**
 * What a rule answers: either what then becomes true, or why not.
 * A refusal is an ordinary value, worded per language in the message catalogue `refusal`; anything else that goes wrong is a fault and is thrown.
 */
export type RefusalKind = 'invalid' | 'forbidden' | 'not_found' | 'conflict'

export type Refusal = {
  kind: RefusalKind
  /** Key in the `refusal` message catalogue, `snake_case`. */
  code: string
  /** Values for the message's placeholders; never personal data that the reader may not see. */
  params: Record<string, string | number>
}

export type Decision<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export function accept<T>(value: T): Decision<T> {
  return { ok: true, value }
}

export function refuse(
  kind: RefusalKind,
  code: string,
  params: Refusal['params'] = {},
): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { kind, code, params } }
}
