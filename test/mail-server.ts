import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type TakenMail = { to: string; subject: string; text: string; headers: Record<string, string> }

export type MailServer = {
  url: string
  /** What it accepted, in order. */
  mails: TakenMail[]
  /** How many times somebody named a recipient, accepted or not. */
  attempts: number
  /** Recipients that do not exist here: refused with 550. */
  unknown: Set<string>
  /** While true every recipient is asked to come later (451). */
  isBusy: boolean
  /** Runs when a mail has arrived, before its sender is told so. */
  onMail?: () => Promise<void>
  close(): Promise<void>
}

/** A mail server on a port of this machine, without encryption or sign-in. `port` opens it again where it was. */
export async function openMailServer(port = 0): Promise<MailServer> {
  const taken: MailServer = {
    url: '',
    mails: [],
    attempts: 0,
    unknown: new Set(),
    isBusy: false,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 100,
    logger: false,
    onRcptTo: (address, _session, done) => {
      taken.attempts += 1
      if (taken.isBusy) return done(refusal(451, 'come back later'))
      if (taken.unknown.has(address.address)) return done(refusal(550, `no mailbox ${address.address} here`))
      done()
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map((one) => one.address).join(',')
        taken.mails.push({ to, ...readMail(Buffer.concat(parts).toString('latin1')) })
        const wait = taken.onMail?.() ?? Promise.resolve()
        wait.then(() => done(), done)
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  taken.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  return taken
}

function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode })
}

/** Reads a mail of one text part as a mail program does: folded headers, encoded words, base64 or quoted-printable, UTF-8. */
function readMail(raw: string): Omit<TakenMail, 'to'> {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  const headers: Record<string, string> = {}
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = decodeWords(line.slice(colon + 1).trim())
  }
  const encoding = headers['content-transfer-encoding']?.toLowerCase()
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? unquote(body)
        : Buffer.from(body, 'latin1')
  const text = bytes.toString('utf8').replaceAll('\r\n', '\n').trimEnd()
  return { subject: headers.subject ?? '', text, headers }
}

function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/(=\?utf-8\?[bq]\?[^?]*\?=)+/gi, (words) =>
      Buffer.concat(
        [...words.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)].map(([, how, word]) =>
          how!.toLowerCase() === 'b' ? Buffer.from(word!, 'base64') : unquote(word!.replaceAll('_', ' ')),
        ),
      ).toString('utf8'),
    )
}

function unquote(text: string): Buffer {
  const plain = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(plain, 'latin1')
}
