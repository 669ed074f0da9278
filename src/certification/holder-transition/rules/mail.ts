import en from '#src/app/messages/en/holder-transition.json' with { type: 'json' }
import zh from '#src/app/messages/zh-CN/holder-transition.json' with { type: 'json' }
import { fillText } from '#src/shared/fill-text.ts'
import type { ActOutcome } from '../contract/transition.ts'

export type MailAbout = {
  outcome: ActOutcome
  body: string
  holder: string
  number: string
  from: string
  to: string
  basis: string
  cutOffOn: string
  endOn: string
  /** Negative: the period is over. */
  daysLeft: number
}
type Mail = { subject: string; body: string }

function mailIn(words: typeof zh, to: 'holder' | 'officer', { outcome, daysLeft, ...rest }: MailAbout): Mail {
  const values = { ...rest, days: String(Math.abs(daysLeft)), link: '{{link}}' }
  const all = { ...values, what: fillText(words.mail.what[outcome], values) }
  return { subject: fillText(words.mail[to].subject, all).slice(0, 200), body: fillText(words.mail[to].body, all) }
}

/** To the holder: Chinese first, English below, as the body does not know which language it reads. `{{link}}` is the public page. */
export function holderMail(about: MailAbout): Mail {
  const [first, second] = [mailIn(zh, 'holder', about), mailIn(en, 'holder', about)]
  return { subject: first.subject, body: `${first.body}\n\n${second.body}` }
}

/** To the body's officers, in the body's language. `{{link}}` is the transition at the desk. */
export function officerMail(language: 'zh-CN' | 'en', about: MailAbout): Mail {
  return mailIn(language === 'en' ? en : zh, 'officer', about)
}

/** What the public register says where the rules act, in both languages. */
export function publicReason(about: { from: string; to: string; endOn: string }): string {
  return [zh, en].map((words) => fillText(words.publicReason, about)).join(' / ')
}

/** What the letter to the holder says, in both languages; a long basis is cut. */
export function noticeWords(about: Pick<MailAbout, 'from' | 'to' | 'basis' | 'cutOffOn' | 'endOn'>): string {
  const basis = about.basis.slice(0, 100)
  return [zh, en]
    .map((words) => fillText(words.notice, { ...about, basis }))
    .join(' / ')
    .slice(0, 500)
}
