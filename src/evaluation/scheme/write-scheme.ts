import { stringify } from 'yaml'
import type { Scheme, Sealed } from './contract.ts'

/** A scheme as the text of a scheme file: `parseScheme` reads back exactly the same scheme. Points in points, shares in per cent. A seal follows its scheme. */
export function writeScheme(scheme: Scheme, sealed?: Sealed): string {
  return stringify({ ...(asWritten(scheme) as object), ...sealed }, { lineWidth: 120 })
}

function asWritten(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(asWritten)
  return Object.fromEntries(
    Object.entries(value).map(([key, child]): [string, unknown] => {
      if (key === 'hundredths') return ['value', Number(child) / 100]
      if (key === 'basisPoints') return ['percent', Number(child) / 100]
      return [key, asWritten(child)]
    }),
  )
}
