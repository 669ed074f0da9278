import type { LetterParts, ParcelHandlers } from '#src/account/door.ts'
import { certificationHandlers } from '#src/certification/door.ts'
import { evaluationHandlers } from '#src/evaluation/door.ts'

/** What an incoming letter or pack leads to, by the kind of the organisation that receives it. */
export function allHandlers(parts: LetterParts): ParcelHandlers {
  return { company: evaluationHandlers(parts), certification_body: certificationHandlers(parts) }
}
