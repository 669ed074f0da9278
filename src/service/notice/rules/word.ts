import en from '#src/app/messages/en/notice.json' with { type: 'json' }
import zh from '#src/app/messages/zh-CN/notice.json' with { type: 'json' }
import { fillText } from '#src/shared/fill-text.ts'
import { dayOf, formatInstant } from '#src/shared/instant.ts'
import { familyName } from '../../tracking/rules.ts'
import type { CustomerNotice, StaffNotice } from './tell.ts'

export type Sender = { company: string; hotline: string; language: 'zh-CN' | 'en'; timeZone: string }
export type Words = { subject: string; body: string }

/** Filled in when the message leaves. */
const LINK = '{{link}}'

function wordsOf(language: Sender['language']) {
  return language === 'en' ? en : zh
}

/** `11月17日周二 09:00–11:00`, in the organisation's time zone; both days where they differ. */
export function windowWords(window: { fromAt: string; toAt: string }, { language, timeZone }: Sender): string {
  const day = (at: string) => formatInstant(Date.parse(at), language, 'weekday', timeZone)
  const time = (at: string) => formatInstant(Date.parse(at), language, 'time', timeZone)
  const { fromAt, toAt } = window
  const isOneDay = dayOf(Date.parse(fromAt), timeZone) === dayOf(Date.parse(toAt), timeZone)
  return `${day(fromAt)} ${time(fromAt)}–${isOneDay ? '' : `${day(toAt)} `}${time(toAt)}`
}

/**
 * The words to a customer. Nothing that was typed about the request is in them: anybody can ask in a customer's name on the public page,
 * and must not be able to have us write something of theirs to that customer.
 */
export function wordToCustomer(
  notice: CustomerNotice,
  about: { number: string; staffName: string | null },
  sender: Sender,
  channel: 'mail' | 'sms',
): Words {
  const words = wordsOf(sender.language)
  const { company, hotline } = sender
  const values = {
    company,
    number: about.number,
    link: LINK,
    window: notice.window ? windowWords(notice.window, sender) : '',
    technician: about.staffName === null ? '' : familyName(about.staffName),
    sign: fillText(hotline === '' ? words.sign.plain : words.sign.hotline, { company, hotline }),
  }
  if (channel === 'sms') return { subject: '', body: fillText(words.sms[notice.reason], values) }
  const { subject, body } = words.mail[notice.reason]
  return { subject: fillText(subject, values), body: fillText(body, values) }
}

export function wordToStaff(
  notice: StaffNotice,
  about: { number: string; promise: { zh: string; en: string } | null; name: string },
  sender: Sender,
): Words {
  const { subject, body } = wordsOf(sender.language).mail[notice.reason]
  const promiseCode = notice.reason === 'promise_overdue' ? notice.promiseCode : ''
  const values = {
    ...{ number: about.number, name: about.name, link: LINK },
    promise: about.promise?.[sender.language === 'en' ? 'en' : 'zh'] ?? promiseCode,
    stars: notice.reason === 'rating_low' ? notice.stars : 0,
  }
  return { subject: fillText(subject, values), body: fillText(body, values) }
}
