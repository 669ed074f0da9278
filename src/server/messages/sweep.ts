import type { Sweep } from '#src/server/background.ts'
import type { Platform } from '#src/server/platform.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { instantFrom } from '#src/shared/instant.ts'
import type { Mailer } from './mailer.ts'
import { afterAttempt, type Outcome, textToSend } from './rules.ts'
import { type ClaimedMail, claimDueMails, findDueOrganisations, holdDueMails, saveAttempt } from './store.ts'

const ORGANISATIONS_AT_ONCE = 100
const MAILS_AT_ONCE = 15
/** Longer than all mails of one claim can take together, given the mailer's own time limits. */
const LEASE_MS = 10 * 60_000

/**
 * Sends mails whose time has come, through `mailer`; without one (no SMTP_URL) they are held in the outbox. A process killed between
 * sending a mail and noting it sends it once more after ten minutes, under the same Message-ID; otherwise a mail is sent once.
 */
export function messageSweep(platform: Platform, mailer: Mailer | undefined, publicUrl: string): Sweep {
  return {
    name: 'messages',
    everyMs: 5_000,
    run: async () => {
      const at = platform.now().toISOString()
      let done = 0
      for (const orgId of await findDueOrganisations(platform.database.system, at, ORGANISATIONS_AT_ONCE))
        done += mailer
          ? await sendDue(platform, orgId, mailer, publicUrl)
          : await platform.upkeep(orgId, 'messages', holdDueMails)
      return done
    },
  }
}

async function sendDue(platform: Platform, orgId: string, mailer: Mailer, publicUrl: string): Promise<number> {
  const leaseUntil = instantFrom(platform.now().getTime() + LEASE_MS)
  const mails = await platform.upkeep(orgId, 'messages', (tx) => claimDueMails(tx, MAILS_AT_ONCE, leaseUntil))
  // Each is noted as soon as it is known: what one mail meets must not make another be sent again.
  const noted = await Promise.allSettled(
    mails.map(async (mail) => {
      const { id, toAddress: to, subject, body, link } = mail
      await note(platform, orgId, mail, await mailer.send({ id, to, subject, text: textToSend(body, link, publicUrl) }))
    }),
  )
  for (const one of noted) if (one.status === 'rejected') throw one.reason
  return mails.length
}

async function note(platform: Platform, orgId: string, mail: ClaimedMail, outcome: Outcome): Promise<void> {
  const { id, attempts, reason, aboutType, aboutId } = mail
  const standing = afterAttempt(attempts, outcome, platform.now().toISOString())
  if (standing.state === 'failed') {
    await platform.upkeep(orgId, 'messages', (tx) => saveAttempt(tx, id, standing))
    return
  }
  const actor = { kind: 'system', orgId, name: 'messages', roles: [] } as const
  await platform.command(actor, { id: newId(), endpoint: 'message.sent', input: { id, attempts } }, async (tx) => {
    const { state, lastError } = standing
    if (await saveAttempt(tx, id, standing))
      tx.record({
        recordType: 'message',
        recordId: id,
        verb: `message.${state}`,
        content: { channel: 'mail', reason, aboutType, aboutId, attempts, ...(lastError ? { error: lastError } : {}) },
      })
    return accept(null)
  })
}
