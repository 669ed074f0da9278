import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'

// What people append to a word to satisfy a rule: `Password2024!`.
const FEW_ADDED = 5
const REPEATED = /^(.{1,4})\1+.{0,3}$/u

/** Refuses what is tried first: well-known passwords, also with a year or a sign at either end, repetitions, the own name. */
export function mayBePassword(
  password: string,
  about: { names: string[]; isCommon: (lowerCase: string) => boolean },
): Decision<null> {
  const text = password.normalize('NFKC').toLowerCase()
  const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const isDecorated = core.length > 0 && text.length - core.length <= FEW_ADDED && about.isCommon(core)
  if (about.isCommon(text) || isDecorated || REPEATED.test(text)) return refuse('invalid', 'password_common')
  const resembles = about.names.some((name) => {
    const plain = name.toLowerCase()
    return plain.length >= 2 && text.includes(plain) && text.length - plain.length <= FEW_ADDED + 1
  })
  return resembles ? refuse('invalid', 'password_like_name') : accept(null)
}
