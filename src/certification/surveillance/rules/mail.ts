import enAfter from '#src/app/messages/en/after.json' with { type: 'json' }
import zhAfter from '#src/app/messages/zh-CN/after.json' with { type: 'json' }
import { fillText } from '#src/shared/fill-text.ts'
import type { DeadlineKind, Outcome } from '../contract/due.ts'

const [zh, en] = [zhAfter.surveillance, enAfter.surveillance]

export type MailAbout = {
  deadline: DeadlineKind
  outcome: Outcome
  body: string
  holder: string
  number: string
  latestOn: string
  /** Negative: the day has passed. */
  daysLeft: number
}
type Mail = { subject: string; body: string }

function mailIn(words: typeof zh, to: 'holder' | 'officer', about: MailAbout): Mail {
  const { deadline, outcome, daysLeft, ...rest } = about
  const when = words.mail.when[daysLeft < 0 ? 'passed' : 'left']
  const values = { ...rest, link: '{{link}}', days: String(Math.abs(daysLeft)) }
  const what = outcome === 'reminded' ? words.mail.deadline[deadline] : words.mail.outcome[outcome]
  const all = { ...values, what: fillText(what, values), when: fillText(when, values) }
  return {
    subject: fillText(words.mail[to].subject, all).slice(0, 200),
    body: fillText(words.mail[to].body, all),
  }
}

/** To the certificate's holder: Chinese first, English below, as the body does not know which language its client reads. `{{link}}` is the public page. */
export function holderMail(about: MailAbout): Mail {
  const [first, second] = [mailIn(zh, 'holder', about), mailIn(en, 'holder', about)]
  return { subject: first.subject, body: `${first.body}\n\n${second.body}` }
}

/** To the body's officers, in the body's language. `{{link}}` is the list at the desk. */
export function officerMail(language: 'zh-CN' | 'en', about: MailAbout): Mail {
  return mailIn(language === 'en' ? en : zh, 'officer', about)
}

/** What the public register says of an act under the rules, in both languages. */
export function publicReason(deadline: DeadlineKind, latestOn: string): string {
  const key = deadline === 'surveillance' ? 'surveillance' : 'suspension'
  return [zh, en].map((words) => fillText(words.publicReason[key], { latestOn })).join(' / ')
}
