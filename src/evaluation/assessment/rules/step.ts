import type { LeafStep } from '../contract/leaf.ts'

type Noted = { recordedAt: string; verb: string; actor: string; content: string | null }
type Content = Partial<Pick<LeafStep, 'kind' | 'conforms' | 'sampled' | 'nonconforming' | 'unseen'>> & {
  reason?: string
  title?: string
  drawnIds?: string[]
  populationCount?: number
}

const STEPS: Record<string, LeafStep['step']> = {
  'assessment.evidence_added': 'evidence_added',
  'assessment.evidence_withdrawn': 'evidence_withdrawn',
  'assessment.sample_drawn': 'sample_drawn',
}

/** A line of history as a step of an indicator; `personId` null where no person acted. Erased content leaves it without words. */
export function stepOf({ recordedAt, verb, actor, content }: Noted): Omit<LeafStep, 'byName'> & {
  personId: string | null
} {
  const told = JSON.parse(content ?? '{}') as Content
  const step = STEPS[verb] ?? 'judged'
  return {
    at: recordedAt,
    step,
    personId: actor.startsWith('person:') ? actor.slice('person:'.length) : null,
    kind: step === 'judged' ? (told.kind ?? null) : null,
    conforms: told.conforms ?? null,
    sampled: told.drawnIds?.length ?? told.sampled ?? null,
    nonconforming: told.nonconforming ?? null,
    unseen: told.unseen ?? null,
    population: told.populationCount ?? null,
    words: [told.title, told.reason].filter(Boolean).join(': '),
  }
}
