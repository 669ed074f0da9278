import { refuse } from '#src/shared/decision.ts'
import type { Problem } from '../contract.ts'
import { sayProblem } from './problem-words.ts'

/** Refuses by the first of at least one problem, in words, and says how many more there are. */
export function refuseUnsound(problems: readonly Problem[]) {
  const { path, code, expected, found } = problems[0]!
  const { zh: problemZh, en: problemEn } = sayProblem(problems[0]!)
  return refuse('invalid', 'scheme_unsound', {
    ...{ path, code, problemZh, problemEn, expected, found },
    more: problems.length - 1,
  })
}
