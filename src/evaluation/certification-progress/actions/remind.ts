import { createHash } from 'node:crypto'
import { emailsOfRole } from '#src/account/door.ts'
import { queueMessage } from '#src/server/messages/queue.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision } from '#src/shared/decision.ts'
import { REMINDED } from '../access.ts'
import { reminderKey } from '../rules/due.ts'
import { reminderMail } from '../rules/mail.ts'
import { listQueued, loadOwnWords } from '../store/certificate.ts'
import { loadDue } from './show.ts'

/** Whom to remind of what: when its time begins, when the last day is near, when it has passed; each of them of each once. */
export async function findUntold(tx: Tx) {
  const due = (await loadDue(tx)).filter(({ item }) => item.state !== 'ahead')
  const people = due.length > 0 ? await emailsOfRole(tx, REMINDED) : []
  const wanted = due.flatMap((one) =>
    people.map((person) => ({
      ...{ ...one, person },
      dedupKey: keyOf(`${reminderKey(one.bodyOrgId, one.item)}/${person.personId}`),
    })),
  )
  const queued = await listQueued(
    tx,
    wanted.map(({ dedupKey }) => dedupKey),
  )
  return wanted.filter(({ dedupKey }) => !queued.has(dedupKey))
}

/** Numbers of certificates are longer than the outbox allows. */
function keyOf(text: string): string {
  return `certificate_due/${createHash('sha256').update(text).digest('hex')}`
}

/** Answers how many messages that made. */
export async function remind(tx: WriteTx): Promise<Decision<{ messages: number }>> {
  const { language } = await loadOwnWords(tx)
  let messages = 0
  for (const { item, id, person, dedupKey } of await findUntold(tx)) {
    const queued = await queueMessage(tx, {
      ...reminderMail(language, item, person.name),
      ...{ channel: 'mail', to: person.email, dedupKey },
      link: '/desk/certification',
      about: { type: 'received_certificate', id },
      reason: 'certificate_due',
      readers: REMINDED,
    })
    messages += Number(queued)
  }
  return accept({ messages })
}
