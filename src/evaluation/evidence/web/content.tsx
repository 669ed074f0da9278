import { Facts } from '#src/ui/card.tsx'

/** The facts of one step, one line each: `before.phone`, `lines.1.name`. */
export function linesOf(content: unknown, name = ''): [string, string][] {
  if (content === null || content === undefined || content === '') return []
  if (typeof content !== 'object') return [[name, String(content)]]
  return Object.entries(content).flatMap(([key, part]) => linesOf(part, name === '' ? key : `${name}.${key}`))
}

export function Content({ content }: { content: unknown }) {
  const lines = linesOf(content)
  return lines.length === 0 ? null : <Facts of={lines} />
}
