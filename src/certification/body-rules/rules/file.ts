import { parseDocument, stringify } from 'yaml'
import type { Problem } from '#src/evaluation/scheme/contract.ts'
import { BodyRules } from '../contract/rules.ts'
import { checkRules } from './check.ts'
import { inOrder } from './figures.ts'

/** In a file people read days, yuan and per cent; from here on they are tenths, fen and basis points. */
const UNITS: { own: string; file: string; factor: number }[] = [
  ...[
    'planning',
    'initialOnSite',
    'surveillanceTotal',
    'surveillanceOnSite',
    'recertificationTotal',
    'recertificationOnSite',
  ],
  ...['outletMinimum', 'extraProductClass', 'roundUpTo', 'extraMinimum', 'special'],
]
  .map((name) => ({ own: `${name}Tenths`, file: `${name}Days`, factor: 10 }))
  .concat(
    ['application', 'registration', 'annual', 'perPersonDay'].map((name) => ({
      own: `${name}Fen`,
      file: `${name}Yuan`,
      factor: 100,
    })),
    [
      'surveillanceShare',
      'recertificationShare',
      'leastShare',
      'caseShare',
      'personShare',
      'randomShare',
      'favourableShare',
      'extraShare',
    ].map((name) => ({ own: name, file: `${name}Percent`, factor: 100 })),
    [
      { own: 'outletFactorHundredths', file: 'outletFactor', factor: 100 },
      { own: 'implausiblePeoplePerOutletTenths', file: 'implausiblePeoplePerOutlet', factor: 10 },
    ],
  )
const OF_FILE = new Map(UNITS.map((unit) => [unit.file, unit]))
const OF_OWN = new Map(UNITS.map((unit) => [unit.own, unit]))

type Read = { rules: BodyRules; problems?: undefined } | { rules?: undefined; problems: Problem[] }

/** Turns the text of a rules file into sound rules, or says precisely what is wrong with it and where. */
export function parseRules(text: string): Read {
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
  const raw = asKept(document.toJS(), '', problems)
  if (problems.length > 0) return { problems }
  return checkShape(raw)
}

/** Shape and soundness of rules in their own units, e.g. after an edit. */
export function checkShape(raw: unknown): Read {
  const parsed = BodyRules.safeParse(raw)
  if (!parsed.success)
    return {
      problems: parsed.error.issues.map((issue) => ({
        path: issue.path.map(String).join('.') || 'file',
        code: 'shape',
        expected: issue.message,
        found: shown(valueAt(raw, issue.path)),
      })),
    }
  const problems = checkRules(parsed.data)
  return problems.length > 0 ? { problems } : { rules: parsed.data }
}

/** Rules as the text of a rules file: `parseRules` reads back exactly the same. */
export function writeRules(rules: BodyRules): string {
  return stringify(asWritten(inOrder(rules)), { lineWidth: 120 })
}

function asKept(value: unknown, path: string, problems: Problem[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item, at) => asKept(item, `${path}[${at}]`, problems))
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const here = path === '' ? key : `${path}.${key}`
      const unit = OF_FILE.get(key)
      if (!unit) {
        // Otherwise one misspelt unit would be taken for a figure in the other.
        if (OF_OWN.has(key) && OF_OWN.get(key)!.file !== key)
          problems.push({ path: here, code: 'unit_of_file', expected: OF_OWN.get(key)!.file, found: key })
        return [key, asKept(child, here, problems)]
      }
      return [unit.own, scaled(child, (number) => whole(number * unit.factor, number, here, problems))]
    }),
  )
}

function asWritten(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(asWritten)
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const unit = OF_OWN.get(key)
      return unit ? [unit.file, scaled(child, (number) => number / unit.factor)] : [key, asWritten(child)]
    }),
  )
}

/** A number, a figure with one, or a group of figures. Whatever else stands there is left for the shape to refuse. */
function scaled(value: unknown, by: (number: number) => number): unknown {
  if (typeof value === 'number') return by(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, key === 'provenance' ? child : scaled(child, by)]),
  )
}

function whole(exact: number, written: number, path: string, problems: Problem[]): number {
  const rounded = Math.round(exact)
  // A decimal like 2.55 is not exact in binary, so compare with a tolerance far below one unit.
  if (Math.abs(rounded - exact) > 1e-6)
    problems.push({ path, code: 'too_fine', expected: 'fewer decimals', found: String(written) })
  return rounded
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined,
    root,
  )
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80)
}
