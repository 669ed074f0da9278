import type { LocalText } from '#src/evaluation/scheme/contract.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { CallLine, HardwareItem, InterviewPrompt, KeyPost, KnowledgeQuestion, VisitKit } from '../contract/kit.ts'

export type ListPoint = {
  posts: KeyPost
  hardware: HardwareItem
  interviews: InterviewPrompt
  questions: KnowledgeQuestion
  callScript: CallLine
}
export type KitList = keyof ListPoint
type AnyPoint = ListPoint[KitList]

export function listOf<L extends KitList>(kit: VisitKit, list: L): readonly ListPoint[L][] {
  const points: readonly AnyPoint[] =
    list === 'questions' ? kit.knowledge.questions : kit[list as Exclude<L, 'questions'>]
  return points as readonly ListPoint[L][]
}

function withList<L extends KitList>(kit: VisitKit, list: L, points: readonly ListPoint[L][]): VisitKit {
  if (list === 'questions')
    return { ...kit, knowledge: { ...kit.knowledge, questions: points as unknown as KnowledgeQuestion[] } }
  return { ...kit, [list]: points }
}

/** In place of the point with its id, or at the end. */
export function withPoint<L extends KitList>(kit: VisitKit, list: L, point: ListPoint[L]): VisitKit {
  const points = listOf(kit, list)
  const isKnown = points.some((one) => one.id === point.id)
  return withList(kit, list, isKnown ? points.map((one) => (one.id === point.id ? point : one)) : [...points, point])
}

/** A post that questions are asked of stays as long as they do. */
export function withoutPoint(kit: VisitKit, list: KitList, id: string): Decision<VisitKit> {
  if (list === 'posts') {
    const count = kit.interviews.filter((one) => one.postId === id).length
    if (count > 0) return refuse('conflict', 'visit_kit_post_used', { count })
    if (kit.posts.length === 1) return refuse('conflict', 'visit_kit_last_post')
  }
  const points = listOf(kit, list)
  return accept(
    withList(
      kit,
      list,
      points.filter((one) => one.id !== id),
    ),
  )
}

/** One place up (-1) or down (1) among those that `isBeside` counts as neighbours; at the end of them nothing moves. */
export function withMoved<L extends KitList>(
  kit: VisitKit,
  list: L,
  id: string,
  by: 1 | -1,
  isBeside: (one: ListPoint[L], other: ListPoint[L]) => boolean = () => true,
): VisitKit {
  const points = [...listOf(kit, list)]
  const from = points.findIndex((one) => one.id === id)
  let to = from + by
  while (points[to] && !isBeside(points[from]!, points[to]!)) to += by
  if (from < 0 || !points[to]) return kit
  ;[points[from], points[to]] = [points[to]!, points[from]!]
  return withList(kit, list, points)
}

/** An id that no point of the list has: `hardware_7`. */
export function freshId(kit: VisitKit, list: KitList): string {
  const taken = new Set(listOf(kit, list).map((one) => one.id))
  let number = taken.size + 1
  while (taken.has(`${list.toLowerCase()}_${number}`)) number += 1
  return `${list.toLowerCase()}_${number}`
}

/** Lines of a meeting have no ids: by their place. `line` null takes the line out. */
export function withAgenda(
  kit: VisitKit,
  meeting: 'opening' | 'closing',
  change: { at: number; line: LocalText | null } | { at: number; by: 1 | -1 },
): VisitKit {
  const lines = [...kit.agendas[meeting]]
  const { at } = change
  if ('by' in change) {
    const to = at + change.by
    if (!lines[at] || !lines[to]) return kit
    ;[lines[at], lines[to]] = [lines[to]!, lines[at]!]
  } else if (change.line === null) lines.splice(at, 1)
  else lines[at] = change.line
  return { ...kit, agendas: { ...kit.agendas, [meeting]: lines } }
}
