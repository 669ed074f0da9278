import { canonicalJson } from '#src/shared/canonical.ts'
import type { Group, Indicator, Leaf, Scheme, SchemeChange } from '../contract.ts'

type Node = Group | Indicator | Leaf
type Part = SchemeChange['what'][number]

/** What differs between two schemes, by number, in the order of the later one; what is gone stands at the end. */
export function compareSchemes(before: Scheme, after: Scheme): SchemeChange[] {
  const old = new Map(listNodes(before).map((node) => [node.id, node]))
  const fresh = listNodes(after)
  const changes = fresh.flatMap((node): SchemeChange[] => {
    const former = old.get(node.id)
    old.delete(node.id)
    const told = { nodeId: node.id, name: node.name, afterHundredths: node.points.hundredths }
    if (!former) return [{ ...told, kind: 'added', what: [], beforeHundredths: null }]
    const what = differences(former, node)
    if (what.length === 0) return []
    return [{ ...told, kind: 'changed', what, beforeHundredths: former.points.hundredths }]
  })
  const gone = [...old.values()].map(
    (node): SchemeChange => ({
      ...{ nodeId: node.id, name: node.name, kind: 'removed', what: [] },
      ...{ beforeHundredths: node.points.hundredths, afterHundredths: null },
    }),
  )
  return [...changes, ...gone]
}

function listNodes(scheme: Scheme): Node[] {
  return scheme.groups.flatMap((group) => [
    group,
    ...group.indicators.flatMap((indicator): Node[] => [indicator, ...indicator.leaves]),
  ])
}

function differences(a: Node, b: Node): Part[] {
  const what: Part[] = []
  const differ = (part: Part, of: (node: Node) => unknown) => {
    if (canonicalJson(of(a)) !== canonicalJson(of(b))) what.push(part)
  }
  differ('points', (node) => node.points.hundredths)
  differ('wording', (node) => [node.name, leafPart(node, 'asks')])
  differ('mode', (node) => ('mode' in node ? node.mode.value : null))
  differ('wanted', (node) => leafPart(node, 'wanted'))
  differ('finding', (node) => leafPart(node, 'finding'))
  if (what.length === 0)
    differ('provenance', (node) => [
      node.provenance,
      node.points.provenance,
      'mode' in node ? node.mode.provenance : null,
    ])
  return what
}

function leafPart(node: Node, part: 'asks' | 'wanted' | 'finding'): unknown {
  return 'mode' in node ? node[part] : null
}
