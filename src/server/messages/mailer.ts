import { createTransport } from 'nodemailer'
import type { Outcome } from './rules.ts'

export type Mail = { id: string; to: string; subject: string; text: string }

/** Sends mails; never throws for what a mail server or the way to it does wrong. */
export type Mailer = { send(mail: Mail): Promise<Outcome>; close(): void }

/** Opens a pool of connections to the mail server at `url` (SMTP_URL); they are made when first needed. */
export function openMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 5,
    // Trying again is the outbox's matter.
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    dnsTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = /@([^@<>\s]+)>?$/.exec(from)?.[1] ?? 'starproof'
  return {
    send: ({ id, to, subject, text }) =>
      transport
        .sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          // The same on every attempt: where a mail did arrive although we saw it fail, mailboxes recognise the second one.
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        .then((): Outcome => ({ sent: true }), failureOf),
    close: () => transport.close(),
  }
}

const WORDS: Record<string, string> = {
  ECONNECTION: 'connection',
  ESOCKET: 'connection',
  EDNS: 'connection',
  EPROXY: 'connection',
  ETIMEDOUT: 'timeout',
  ETLS: 'tls',
  EAUTH: 'sign_in',
  ENOAUTH: 'sign_in',
}

function failureOf(error: unknown): Outcome {
  const { code = '', command = '', responseCode } = error as { code?: string; command?: string; responseCode?: number }
  const isFinal = responseCode === undefined ? command === 'API' : responseCode >= 500
  // A refused sender is the operator's to put right: the mail itself may still be good tomorrow.
  const isPermanent = isFinal && (code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'MAIL FROM'
  const reply = responseCode !== undefined && responseCode >= 200 && responseCode < 600 ? ` ${responseCode}` : ''
  return { sent: false, error: `${wordOf(code, command)}${reply}`, isPermanent }
}

function wordOf(code: string, command: string): string {
  if (code === 'EMESSAGE') return 'content_refused'
  if (code === 'EENVELOPE') return command === 'MAIL FROM' ? 'sender_refused' : 'recipient_refused'
  return WORDS[code] ?? 'other'
}
