import type { z } from 'zod'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { ChecklistStep, WorkOrderState } from '../../dispatch/contract.ts'
import type { CheckAnswer } from '../contract.ts'

export type Answers = Record<string, z.output<typeof CheckAnswer>>

const FITS = { tick: 'boolean', number: 'number', text: 'string' } as const

/** Every answer belongs to a step of the list and is of its kind. */
export function checkAnswers(checklist: readonly ChecklistStep[], answers: Answers): Decision<null> {
  for (const [id, answer] of Object.entries(answers)) {
    const step = checklist.find((one) => one.id === id)
    if (!step) return refuse('invalid', 'step_unknown', { step: id })
    if (typeof answer !== FITS[step.kind])
      return refuse('invalid', 'answer_malformed', { step: step.text, kind: step.kind })
  }
  return accept(null)
}

/** Required steps that are still open: not ticked, no number, no words. */
export function missingSteps(checklist: readonly ChecklistStep[], answers: Answers): ChecklistStep[] {
  return checklist.filter((step) => step.required && !(Object.hasOwn(answers, step.id) && isAnswered(answers[step.id])))
}

function isAnswered(answer: Answers[string] | undefined): boolean {
  if (typeof answer === 'string') return answer.trim() !== ''
  return answer !== undefined && answer !== false
}

export function checkComplete(checklist: readonly ChecklistStep[], answers: Answers): Decision<null> {
  const checked = checkAnswers(checklist, answers)
  if (!checked.ok) return checked
  const missing = missingSteps(checklist, answers)
  if (missing.length === 0) return accept(null)
  return refuse('invalid', 'steps_missing', {
    count: missing.length,
    steps: missing.map(({ text }) => text).join('；'),
  })
}

/** Signed by somebody with a name, or the reason why not. `mediaType` is that of the stored file, null where there is none. */
export function checkSignature(given: {
  signatureSha256: string | null
  mediaType: string | null
  signedBy: string
  unsignedReason: string
}): Decision<null> {
  if (given.signatureSha256 === null)
    return given.unsignedReason === '' ? refuse('invalid', 'signature_missing') : accept(null)
  const picture = checkPicture(given.mediaType)
  if (!picture.ok) return picture
  return given.signedBy === '' ? refuse('invalid', 'signer_missing') : accept(null)
}

/** The file is there and is a picture. */
export function checkPicture(mediaType: string | null): Decision<null> {
  if (mediaType === null) return refuse('invalid', 'file_unknown')
  return mediaType.startsWith('image/') ? accept(null) : refuse('invalid', 'file_type_not_allowed', { mediaType })
}

export const MOST_PHOTOS = 60

/** Something may be written on the sheet between arriving and finishing. */
export function canWrite(state: WorkOrderState): Decision<null> {
  switch (state) {
    case 'on_site':
      return accept(null)
    case 'finished':
      return refuse('conflict', 'work_order_finished')
    case 'cancelled':
      return refuse('conflict', 'work_order_cancelled')
    default:
      return refuse('conflict', 'not_arrived')
  }
}

/** `again`: the same arrival sent under another command id. */
export function canArrive(
  state: WorkOrderState,
  visit: { id: string } | null,
  visitId: string,
): Decision<'arrive' | 'again'> {
  if (visit?.id === visitId) return accept('again')
  if (visit) return refuse('conflict', 'already_arrived')
  if (state === 'assigned') return accept('arrive')
  return state === 'cancelled' ? refuse('conflict', 'work_order_cancelled') : refuse('conflict', 'not_assigned')
}
