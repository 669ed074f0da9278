import type { Confirmation, Provenance } from '#src/evaluation/scheme/contract.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { addDays } from '#src/shared/instant.ts'
import type { KitRow } from '../contract/endpoints.ts'
import type { VisitKit } from '../contract/kit.ts'

/** First day of the kit that comes with the product: it serves every day before a body sets its own. */
export const SINCE_EVER_ON = '2000-01-01'

type Point = { id: string; provenance: Provenance }
const DRAWN = 'drawn'
const PASS_SHARE = 'passShare'

/** Everything in a kit that carries where it comes from. The two figures of a test stand under names of their own. */
export function pointsOf(kit: VisitKit): Point[] {
  const { drawn, passShare, questions } = kit.knowledge
  return [
    ...kit.posts,
    ...kit.hardware,
    ...kit.interviews,
    ...questions,
    ...kit.callScript,
    { ...drawn, id: DRAWN },
    { ...passShare, id: PASS_SHARE },
  ]
}

/** How many points are our default or were only recalled: whoever puts the kit to use says the number. */
export function countUnconfirmed(kit: VisitKit): number {
  return pointsOf(kit).filter(({ provenance }) => provenance.kind === 'default' || provenance.kind === 'unsourced')
    .length
}

/**
 * The kit as it is kept after an edit: what is new or says something else than before, and what is named in `confirms`, is confirmed by this
 * person; everything else keeps where it came from, whatever the caller sent. The order alone changes nothing.
 */
export function confirmChanged(
  before: VisitKit,
  after: VisitKit,
  by: { confirmation: Confirmation; confirms: readonly string[] },
): VisitKit {
  const known = {
    posts: byId(before.posts),
    hardware: byId(before.hardware),
    interviews: byId(before.interviews),
    questions: byId(before.knowledge.questions),
    callScript: byId(before.callScript),
  }
  const provenanceOf = (id: string, one: object, old: (object & { provenance: Provenance }) | undefined): Provenance =>
    old && !by.confirms.includes(id) && saysOf(one) === saysOf(old)
      ? old.provenance
      : { kind: 'confirmed', ...by.confirmation }
  const kept = <P extends Point>(points: readonly P[], old: ReadonlyMap<string, P>): P[] =>
    points.map((one) => ({ ...one, provenance: provenanceOf(one.id, one, old.get(one.id)) }))
  const { drawn, passShare, questions } = after.knowledge
  return {
    ...after,
    posts: kept(after.posts, known.posts),
    hardware: kept(after.hardware, known.hardware),
    interviews: kept(after.interviews, known.interviews),
    knowledge: {
      drawn: { ...drawn, provenance: provenanceOf(DRAWN, drawn, before.knowledge.drawn) },
      passShare: { ...passShare, provenance: provenanceOf(PASS_SHARE, passShare, before.knowledge.passShare) },
      questions: kept(questions, known.questions),
    },
    callScript: kept(after.callScript, known.callScript),
  }
}

function byId<P extends Point>(points: readonly P[]): Map<string, P> {
  return new Map(points.map((one) => [one.id, one]))
}

function saysOf(point: object): string {
  return canonicalJson({ ...point, provenance: null })
}

/** A version is put to use today or later, and after every version before it: no day changes its kit afterwards. */
export function canPutToUse(asked: {
  fromOn: string
  todayOn: string
  lastFromOn: string
  unconfirmedCount: number
  acceptsUnconfirmed: number
}): Decision<null> {
  const { fromOn, todayOn, lastFromOn, unconfirmedCount } = asked
  if (fromOn < todayOn) return refuse('invalid', 'visit_kit_from_past', { earliestOn: todayOn })
  if (fromOn <= lastFromOn)
    return refuse('conflict', 'visit_kit_from_too_early', { earliestOn: addDays(lastFromOn, 1) })
  return unconfirmedCount === asked.acceptsUnconfirmed
    ? accept(null)
    : refuse('conflict', 'visit_kit_unconfirmed', { count: unconfirmedCount })
}

/** How a version stands on a day, given the first day of the one in use then. */
export function standingOf(validFromOn: string | null, todayOn: string, inUseFromOn: string): KitRow['state'] {
  if (validFromOn === null) return 'draft'
  if (validFromOn > todayOn) return 'coming'
  return validFromOn === inUseFromOn ? 'in_use' : 'past'
}
