import canonicalize from 'canonicalize'

/** JSON text by RFC 8785: equal values give equal bytes, on every machine. Throws on values JSON cannot carry. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('value has no JSON form')
  return text
}
