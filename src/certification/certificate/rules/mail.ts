import en from '#src/app/messages/en/certificate.json' with { type: 'json' }
import zh from '#src/app/messages/zh-CN/certificate.json' with { type: 'json' }
import { fillText } from '#src/shared/fill-text.ts'
import type { ChangeKind } from '../contract/text.ts'

export type MailAbout = {
  body: string
  holder: string
  number: string
  effectiveOn: string
  untilOn: string | null
  publicReason: string
}

/** The mail to the holder, Chinese first, English below: the body does not know which language its client reads. `{{link}}` is the public page. */
export function certificateMail(event: 'issue' | ChangeKind, about: MailAbout): { subject: string; body: string } {
  const values = { ...about, untilOn: about.untilOn ?? '', link: '{{link}}', publicReason: about.publicReason || '—' }
  const [first, second] = [zh, en].map((words) => {
    const what = fillText(words.mail.event[event], values)
    return {
      subject: fillText(words.mail.subject, { ...values, what }),
      body: fillText(words.mail.body, { ...values, what }),
    }
  }) as [{ subject: string; body: string }, { subject: string; body: string }]
  return { subject: first.subject, body: `${first.body}\n\n${second.body}` }
}
