import en from '#src/app/messages/en/progress.json' with { type: 'json' }
import zh from '#src/app/messages/zh-CN/progress.json' with { type: 'json' }
import { fillText } from '#src/shared/fill-text.ts'
import type { DueItem } from '../contract/progress.ts'

/** The reminder to the company's representative. `{{link}}` is the page of the certification. */
export function reminderMail(
  language: 'zh-CN' | 'en',
  { kind, number, bodyName, fromOn, toOn, latestOn, daysLeft, state }: DueItem,
  name: string,
): { subject: string; body: string } {
  const words = language === 'en' ? en : zh
  const values = { number, body: bodyName, fromOn, toOn, latestOn, name, days: String(Math.abs(daysLeft)) }
  const when = state === 'ahead' ? '' : fillText(words.mail.when[state], values)
  const all = { ...values, what: words.due.kind[kind], when, link: '{{link}}' }
  return { subject: fillText(words.mail.subject, all).slice(0, 200), body: fillText(words.mail.body, all) }
}
