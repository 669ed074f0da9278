import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Confirmation, Provenance, Scheme, SchemeEdit, SchemeEdition } from '../contract.ts'
import { checkScheme } from './check.ts'
import { refuseUnsound } from './refuse-unsound.ts'
import { canEdit } from './seal.ts'
import { decidingMeasures, listLeaves } from './tree.ts'

/** Applies all edits or none; what they touch is then confirmed by this person, on this day, from this source. */
export function editScheme(
  edition: SchemeEdition,
  edits: SchemeEdit[],
  confirmation: Confirmation,
): Decision<SchemeEdition> {
  if (!canEdit(edition)) return refuse('conflict', 'scheme_sealed', { schemeId: edition.scheme.id })
  const scheme = structuredClone(edition.scheme)
  const confirmed: Provenance = { kind: 'confirmed', ...confirmation }
  for (const edit of edits) {
    const missing = applyEdit(scheme, structuredClone(edit), confirmed)
    if (missing !== null) return refuse('not_found', 'scheme_part_unknown', { part: missing })
  }
  const problems = checkScheme(scheme)
  if (problems.length > 0) return refuseUnsound(problems)
  return accept({ scheme, seal: null })
}

/** Changes the draft in place; answers the id that it could not find, or null. */
function applyEdit(draft: Scheme, edit: SchemeEdit, provenance: Provenance): string | null {
  const indicators = draft.groups.flatMap((group) => group.indicators)
  const leafOf = (id: string) => listLeaves(draft).find((leaf) => leaf.id === id)
  const nodeOf = (id: string) => [...draft.groups, ...indicators].find((node) => node.id === id) ?? leafOf(id)
  switch (edit.op) {
    case 'set_points': {
      const node = nodeOf(edit.nodeId)
      if (!node) return edit.nodeId
      node.points = { hundredths: edit.hundredths, provenance }
      return null
    }
    case 'set_mode': {
      const leaf = leafOf(edit.leafId)
      if (!leaf) return edit.leafId
      const changed = leaf.mode.value !== edit.mode
      leaf.mode = { value: edit.mode, provenance }
      if (edit.finding) leaf.finding = confirmAll(edit.finding, provenance)
      else if (changed)
        leaf.finding = {
          decide: 'by_person',
          supports: [...decidingMeasures(leaf.finding), ...leaf.finding.supports],
          provenance,
        }
      return null
    }
    case 'set_finding': {
      const leaf = leafOf(edit.leafId)
      if (!leaf) return edit.leafId
      leaf.finding = confirmAll(edit.finding, provenance)
      return null
    }
    case 'set_wording': {
      const node = nodeOf(edit.nodeId)
      if (!node) return edit.nodeId
      if (edit.name) node.name = edit.name
      if (edit.asks || edit.wanted) {
        const leaf = leafOf(edit.nodeId)
        if (!leaf) return edit.nodeId
        if (edit.asks) leaf.asks = edit.asks
        if (edit.wanted) leaf.wanted = edit.wanted
      }
      node.provenance = provenance
      return null
    }
    case 'add_leaf': {
      const indicator = indicators.find((candidate) => candidate.id === edit.indicatorId)
      if (!indicator) return edit.indicatorId
      indicator.leaves.push(confirmAll(edit.leaf, provenance))
      return null
    }
    case 'remove_leaf': {
      const indicator = indicators.find((candidate) => candidate.leaves.some((leaf) => leaf.id === edit.leafId))
      if (!indicator) return edit.leafId
      indicator.leaves = indicator.leaves.filter((leaf) => leaf.id !== edit.leafId)
      return null
    }
    case 'set_level_min': {
      const level = draft.rules.levels.find((candidate) => candidate.id === edit.levelId)
      if (!level) return edit.levelId
      level.min = { hundredths: edit.hundredths, provenance }
      return null
    }
    case 'set_rule': {
      const { specialDeduction, bonus } = draft.rules
      if (edit.rule === 'special_deduction_points') specialDeduction.points = { hundredths: edit.value, provenance }
      if (edit.rule === 'special_deduction_gate') specialDeduction.gate = { count: edit.value, provenance }
      if (edit.rule === 'bonus_points') bonus.points = { hundredths: edit.value, provenance }
      if (edit.rule === 'bonus_max') bonus.max = { count: edit.value, provenance }
      if (edit.rule === 'decimals') draft.rules.rounding = { ...draft.rules.rounding, decimals: edit.value, provenance }
      return null
    }
  }
}

/** What a person enters is vouched for by that person, whatever provenance came with it. */
function confirmAll<T>(value: T, provenance: Provenance): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => confirmAll(item, provenance)) as T
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      key === 'provenance' ? provenance : confirmAll(child, provenance),
    ]),
  ) as T
}
