import { z } from 'zod'
import { newId } from '#src/shared/id.ts'

type JsonShape = {
  type?: string
  properties?: Record<string, JsonShape>
  required?: string[]
  items?: JsonShape
  minItems?: number
  enum?: unknown[]
  const?: unknown
  anyOf?: JsonShape[]
  oneOf?: JsonShape[]
  allOf?: JsonShape[]
  format?: string
  pattern?: string
  minLength?: number
  minimum?: number
  exclusiveMinimum?: number
}

const TEXTS: Record<string, string> = {
  email: 'he@lanjing.example',
  date: '2026-11-16',
  'date-time': '2026-11-16T01:00:00.000Z',
  uri: 'https://lanjing.example/',
}

/** The smallest value of a shape: required fields only. A pattern may still refuse it; then a test gives its own sample. */
export function exampleOf(shape: z.ZodType): unknown {
  return exampleIn(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as JsonShape)
}

function exampleIn(shape: JsonShape): unknown {
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  const choices = shape.anyOf ?? shape.oneOf
  if (choices) return exampleIn(choices.find((choice) => choice.type === 'null') ?? choices[0]!)
  if (shape.allOf) return Object.assign({}, ...shape.allOf.map(exampleIn))
  switch (shape.type) {
    case 'object': {
      const names = shape.required ?? []
      return Object.fromEntries(names.map((name) => [name, exampleIn(shape.properties![name]!)]))
    }
    case 'array':
      return Array.from({ length: shape.minItems ?? 0 }, () => exampleIn(shape.items ?? {}))
    case 'string':
      return exampleText(shape)
    case 'integer':
    case 'number':
      return shape.minimum !== undefined && shape.minimum > -1e15 ? shape.minimum : (shape.exclusiveMinimum ?? 0) + 1
    case 'boolean':
      return false
    default:
      return null
  }
}

function exampleText({ format, minLength = 1, pattern }: JsonShape): string {
  if (format === 'uuid') return newId()
  if (format && TEXTS[format]) return TEXTS[format]
  if (pattern?.includes('[0-9a-f]{64}')) return 'a'.repeat(64)
  return (pattern && !new RegExp(pattern, 'u').test('x'.repeat(minLength)) ? '1' : 'x').repeat(minLength)
}
