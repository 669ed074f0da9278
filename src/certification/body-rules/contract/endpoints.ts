import { z } from 'zod'
import { LocalText } from '#src/evaluation/scheme/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { BODY, RULE_MAKERS } from '../../access.ts'
import { BodyRules } from './rules.ts'

/** `from`: what the person read the figure in, or whose decision it is. `path` as in `acceptance.minimumRunningMonths`. */
export const RuleEdit = z.strictObject({ path: z.string().min(3).max(120), value: z.json() })
export type RuleEdit = z.output<typeof RuleEdit>

export const RulesRow = z.object({
  id: Id,
  number: z.int(),
  title: LocalText,
  /** Null: a draft. */
  validFromOn: Day.nullable(),
  state: z.enum(['draft', 'coming', 'in_force', 'past']),
  madeAt: Instant,
  version: Version,
  /** Figures that are our default or were only recalled. */
  unconfirmedCount: z.int(),
})
export type RulesRow = z.output<typeof RulesRow>

export const RulesDetail = RulesRow.extend({ rules: BodyRules })
export type RulesDetail = z.output<typeof RulesDetail>

/** A figure that two versions hold differently; null on the side that does not have it. */
export const RuleDifference = z.object({ path: z.string(), before: z.json(), after: z.json() })
export type RuleDifference = z.output<typeof RuleDifference>

const AboutRules = z.object({ rulesId: Id })
const Changed = z.object({ id: Id, version: Version, unconfirmedCount: z.int() })

export const listRules = endpoint({
  name: 'certification.listRules',
  method: 'GET',
  path: '/api/certification/body-rules',
  who: BODY,
  summary: "Versions of the body's rules, newest first",
  answer: z.object({ rows: z.array(RulesRow).max(200) }),
})

export const readRules = endpoint({
  name: 'certification.readRules',
  method: 'GET',
  path: '/api/certification/body-rules/:rulesId',
  who: BODY,
  summary: "One version of the body's rules with the provenance of every figure",
  params: AboutRules,
  answer: RulesDetail,
})

export const compareRules = endpoint({
  name: 'certification.compareRules',
  method: 'GET',
  path: '/api/certification/body-rules/:rulesId/differences',
  who: BODY,
  summary: 'What this version holds differently from an earlier one',
  params: AboutRules,
  query: z.object({ since: Id }),
  answer: z.object({ rows: z.array(RuleDifference).max(500) }),
})

export const exportRules = endpoint({
  name: 'certification.exportRules',
  method: 'GET',
  path: '/api/certification/body-rules/:rulesId/file',
  who: BODY,
  carries: 'stream',
  summary: 'A version of the rules as a YAML file',
  params: AboutRules,
  answer: z.string(),
})

export const draftRules = endpoint({
  name: 'certification.draftRules',
  method: 'POST',
  path: '/api/certification/body-rules',
  who: RULE_MAKERS,
  summary: 'Opens a draft as a copy of a version',
  body: z.strictObject({ id: Id, copyOf: Id }),
  answer: Changed,
})

export const importRules = endpoint({
  name: 'certification.importRules',
  method: 'POST',
  path: '/api/certification/body-rules/import',
  who: RULE_MAKERS,
  summary:
    'Takes a YAML file as the draft, in place of the one there may be; refused with the first problem when unsound',
  body: z.strictObject({ id: Id, text: z.string().min(1).max(900_000) }),
  answer: Changed,
})

export const editRules = endpoint({
  name: 'certification.editRules',
  method: 'POST',
  path: '/api/certification/body-rules/:rulesId/edits',
  who: RULE_MAKERS,
  summary: 'Changes figures of the draft or confirms them; all edits or none',
  params: AboutRules,
  body: z.strictObject({
    version: Version,
    edits: z.array(RuleEdit).min(1).max(100),
    from: z.string().trim().min(1).max(300),
  }),
  answer: Changed,
})

export const dropRulesDraft = endpoint({
  name: 'certification.dropRulesDraft',
  method: 'DELETE',
  path: '/api/certification/body-rules/:rulesId',
  who: RULE_MAKERS,
  summary: 'Throws the draft away',
  params: AboutRules,
  query: z.object({ version: z.coerce.number().int().min(1) }),
  answer: z.object({ id: Id }),
})

export const putRulesInForce = endpoint({
  name: 'certification.putRulesInForce',
  method: 'POST',
  path: '/api/certification/body-rules/:rulesId/in-force',
  who: RULE_MAKERS,
  summary: 'Puts the draft in force from a day that is not past; the caller states how many figures are unconfirmed',
  params: AboutRules,
  body: z.strictObject({ version: Version, fromOn: Day, acceptsUnconfirmed: z.int().min(0) }),
  answer: Changed,
})
