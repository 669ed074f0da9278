import type { z } from 'zod'
import type { Problem } from '../contract.ts'

type Told = Pick<Problem, 'code' | 'expected' | 'found'>

const NOT: Record<string, string> = {
  string: 'not_text',
  number: 'not_number',
  int: 'not_whole',
  boolean: 'not_yes_no',
}

const TOO_BIG: Record<string, string> = { array: 'too_many', string: 'too_long' }

/** A value that does not have its shape, as a problem of ours: which kind it is, and in `expected` only what a reader of any language understands. */
export function shapeProblem(issue: z.core.$ZodIssue, value: unknown): Told {
  const found = shown(value)
  if (value === undefined || value === null || value === '') return { code: 'missing', expected: '', found: '' }
  switch (issue.code) {
    case 'invalid_type':
      return { code: NOT[issue.expected] ?? 'shape', expected: '', found }
    case 'too_small':
      return { code: `too_${issue.origin === 'array' ? 'few' : 'small'}`, expected: String(issue.minimum), found }
    case 'too_big': {
      const code = TOO_BIG[issue.origin] ?? 'too_large'
      return { code, expected: String(issue.maximum), found }
    }
    case 'invalid_value':
      return { code: 'not_one_of', expected: issue.values.map(String).join(', '), found }
    case 'invalid_format':
      return { code: issue.format === 'date' ? 'not_day' : 'not_id', expected: '', found }
    case 'unrecognized_keys':
      return { code: 'key_unknown', expected: '', found: issue.keys.join(', ') }
    default:
      return { code: 'shape', expected: '', found }
  }
}

/** What stands in a scheme under a path of keys. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined,
    root,
  )
}

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value))?.slice(0, 80) ?? ''
}
