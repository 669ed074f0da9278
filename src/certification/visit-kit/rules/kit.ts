import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { ContentOf } from '../../visit/contract/entry.ts'
import type { KnowledgeQuestion, VisitKit } from '../contract/kit.ts'

/** Ids that stand twice, and pointers to what is not there. */
export function checkKit(kit: VisitKit): Decision<VisitKit> {
  const lists = [kit.posts, kit.hardware, kit.interviews, kit.knowledge.questions, kit.callScript]
  for (const list of lists) {
    const twice = list.find((one, at) => list.findIndex((other) => other.id === one.id) !== at)
    if (twice) return refuse('invalid', 'visit_kit_repeated', { id: twice.id })
  }
  const postIds = new Set(kit.posts.map((post) => post.id))
  const lost = kit.interviews.find((prompt) => !postIds.has(prompt.postId))
  if (lost) return refuse('invalid', 'visit_kit_post_unknown', { id: lost.id, postId: lost.postId })
  const unanswerable = kit.knowledge.questions.find((one) => !one.choices.some((choice) => choice.id === one.right))
  if (unanswerable) return refuse('invalid', 'visit_kit_no_right_choice', { id: unanswerable.id })
  const alike = kit.knowledge.questions.find(
    (one) => new Set(one.choices.map(({ id }) => id)).size < one.choices.length,
  )
  if (alike) return refuse('invalid', 'visit_kit_repeated', { id: alike.id })
  const { questions, drawn } = kit.knowledge
  if (questions.length > 0 && questions.length < drawn.value)
    return refuse('invalid', 'visit_kit_too_few_questions', { drawn: drawn.value, count: questions.length })
  return accept(kit)
}

/** The questions of a test: the same for the same id, wherever they are drawn. */
export function drawQuestions({ knowledge }: Pick<VisitKit, 'knowledge'>, testId: string): KnowledgeQuestion[] {
  const next = numbersFrom(testId)
  const left = [...knowledge.questions].sort((a, b) => (a.id < b.id ? -1 : 1))
  const drawn: KnowledgeQuestion[] = []
  while (left.length > 0 && drawn.length < knowledge.drawn.value) drawn.push(...left.splice(next() % left.length, 1))
  return drawn
}

// FNV-1a over the id starts a xorshift: enough to spread questions, and short enough to be followed by hand.
function numbersFrom(id: string): () => number {
  let state = 0x811c9dc5
  for (const letter of id) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193) >>> 0
  state ||= 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state = (state ^ (state << 5)) >>> 0
    return state
  }
}

export type TestScore = { right: number; total: number; points: number; ofPoints: number; isPassed: boolean }

/** Points of the right answers; a question left unanswered counts as wrong. */
export function scoreTest(
  kit: Pick<VisitKit, 'knowledge'>,
  answers: ContentOf<'knowledge_test'>['answers'],
): TestScore {
  const bank = new Map(kit.knowledge.questions.map((one) => [one.id, one]))
  const isRight = (answer: (typeof answers)[number]) => bank.get(answer.questionId)?.right === answer.choiceId
  const worth = (of: typeof answers) => of.reduce((sum, { questionId }) => sum + (bank.get(questionId)?.points ?? 1), 0)
  const right = answers.filter(isRight)
  const [points, ofPoints] = [worth(right), worth(answers)]
  const isPassed = points * 10_000 >= ofPoints * kit.knowledge.passShare.basisPoints
  return { right: right.length, total: answers.length, points, ofPoints, isPassed }
}
