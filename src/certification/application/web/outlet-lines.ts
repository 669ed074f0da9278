import type { OutletEntry } from '#src/evaluation/material/contract/dossier.ts'

export type OutletLine = Pick<OutletEntry, 'name' | 'headcount'>

/** One outlet a line, `name, headcount`, as it is pasted from a sheet. Answers the number of the first line that cannot be read. */
export function readOutletLines(
  text: string,
): { outlets: OutletLine[]; wrongLine?: undefined } | { outlets?: undefined; wrongLine: number } {
  const outlets: OutletLine[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const match = /^(.+?)[\t,，;；\s]+(\d{1,6})$/.exec(line.trim())
    if (!match) return { wrongLine: at + 1 }
    outlets.push({ name: match[1]!.trim(), headcount: Number(match[2]) })
  }
  return { outlets }
}
