import en from '#src/app/messages/en/notice.json' with { type: 'json' }
import zh from '#src/app/messages/zh-CN/notice.json' with { type: 'json' }
import { fillText } from '#src/shared/fill-text.ts'
import type { Telling } from './course.ts'

/** The mail to officer and leader about a deadline that has passed, in the body's language. */
export function overdueMail(
  telling: Telling,
  about: { number: string; clientName: string; clause: string; dueOn: string; language: 'zh-CN' | 'en' },
): { subject: string; body: string } {
  const { language, ...values } = about
  const words = (language === 'en' ? en : zh).mail[`nonconformity_${telling}`]
  const all = { ...values, link: '{{link}}' }
  return { subject: fillText(words.subject, all).slice(0, 200), body: fillText(words.body, all) }
}
