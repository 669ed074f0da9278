import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseDocument } from 'yaml'
import { type Problem, Scheme, type Seal, Sealed } from './contract.ts'
import { checkScheme } from './rules/check.ts'
import { shapeProblem, valueAt } from './rules/shape-problem.ts'

const standardsFolder = fileURLToPath(new URL('../../../standards/', import.meta.url))

/** Reads and checks `standards/<id>.yaml`. A missing or unsound file is a fault, thrown with every problem on its own line. */
export async function readScheme(id: string, folder: string = standardsFolder): Promise<Scheme> {
  const parsed = parseScheme(await readFile(`${folder}/${id}.yaml`, 'utf8'))
  if (parsed.scheme?.id === id) return parsed.scheme
  const problems: Problem[] = parsed.scheme
    ? [{ path: 'id', code: 'id_is_not_file_name', expected: id, found: parsed.scheme.id }]
    : parsed.problems
  const lines = problems.map((it) => `  ${it.path}: ${it.code}, expected ${it.expected}, found ${it.found}`)
  throw new Error(`standards/${id}.yaml cannot be used:\n${lines.join('\n')}`)
}

/** A sound scheme, with its seal and who published it where the file has them; or everything that is wrong. */
export type ReadScheme<P = Problem> =
  | { scheme: Scheme; seal?: Seal; publisher?: string; problems?: undefined }
  | { scheme?: undefined; problems: P[] }

/**
 * Turns the text of a scheme file into a sound scheme, or says precisely what is wrong with it. In the file points
 * are written as points (`value: 2.5`) and shares in per cent (`percent: 10`); from here on they are whole hundredths. Whether a seal in it still
 * fits the scheme is for the caller to ask.
 */
export function parseScheme(text: string): ReadScheme {
  const document = parseDocument(text, { uniqueKeys: true })
  if (document.errors.length > 0)
    return {
      problems: document.errors.map((error) => ({
        path: error.linePos ? `line ${error.linePos[0].line}` : 'file',
        code: 'not_yaml',
        expected: 'YAML',
        found: error.message.split('\n')[0] ?? error.code,
      })),
    }
  const problems: Problem[] = []
  const { sealed, rest } = withoutSeal(document.toJS(), problems)
  const raw = inHundredths(rest, '', problems)
  const parsed = Scheme.safeParse(raw)
  if (!parsed.success)
    for (const issue of parsed.error.issues) {
      const path = issue.path.reduce<string>((at, step) => pathOf(at, step), '') || 'file'
      problems.push({ path, ...shapeProblem(issue, valueAt(raw, issue.path)) })
    }
  if (!parsed.success || problems.length > 0) return { problems }
  const unsound = checkScheme(parsed.data)
  return unsound.length > 0 ? { problems: unsound } : { scheme: parsed.data, ...sealed }
}

/** The scheme alone; a seal is of it, not in it. */
function withoutSeal(file: unknown, problems: Problem[]): { rest: unknown; sealed?: Sealed } {
  if (typeof file !== 'object' || file === null || !('seal' in file)) return { rest: file }
  const { seal, publisher = '', ...rest } = file as Record<string, unknown>
  const sealed = Sealed.safeParse({ seal, publisher })
  if (sealed.success) return { rest, sealed: sealed.data }
  problems.push({ path: 'seal', code: 'seal_unreadable', expected: '', found: '' })
  return { rest }
}

const POINTS_KEYS = new Set(['points', 'total', 'min'])

function inHundredths(value: unknown, path: string, problems: Problem[], key = ''): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item, at) => inHundredths(item, pathOf(path, at), problems))
  const entries = Object.entries(value).map(([name, child]): [string, unknown] => {
    const at = pathOf(path, name)
    if (POINTS_KEYS.has(key) && name === 'value') return ['hundredths', wholeHundredths(child, at, problems)]
    if (key === 'share' && name === 'percent') return ['basisPoints', wholeHundredths(child, at, problems)]
    return [name, inHundredths(child, at, problems, name)]
  })
  return Object.fromEntries(entries)
}

function wholeHundredths(value: unknown, path: string, problems: Problem[]): unknown {
  if (typeof value !== 'number') return value
  const hundredths = Math.round(value * 100)
  // A decimal like 2.55 is not exact in binary, so compare with a tolerance far below one hundredth.
  if (Math.abs(hundredths - value * 100) > 1e-6)
    problems.push({ path, code: 'too_fine', expected: 'at most two decimals', found: String(value) })
  return hundredths
}

function pathOf(path: string, step: PropertyKey): string {
  if (typeof step === 'number') return `${path}[${step}]`
  return path === '' ? String(step) : `${path}.${String(step)}`
}
