import { emailsOfRole } from '#src/account/door.ts'
import type { Sweep } from '#src/server/background.ts'
import { queueMessage } from '#src/server/messages/queue.ts'
import type { Platform } from '#src/server/platform.ts'
import { steadyId } from '#src/server/steady-id.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept } from '#src/shared/decision.ts'
import { BODY } from '../access.ts'
import { currentTeam } from '../audit/access.ts'
import { loadTeam } from '../audit/store.ts'
import { bodyDay } from '../body-rules/actions.ts'
import { type Telling, tellingsDue } from './rules/course.ts'
import { overdueMail } from './rules/mail.ts'
import { listRoundsPast, saveTelling } from './store/course.ts'
import { loadLanguage, loadNonconformity, type StoredNonconformity } from './store/rows.ts'

const AT_ONCE = 50
const DAY_MS = 86_400_000

/** Tells officer and leader of deadlines that have passed: of the company's, again after a while, and of the body's own. */
export function overdueNonconformitySweep(platform: Platform): Sweep {
  return {
    name: 'nonconformities',
    everyMs: 60_000,
    run: async () => {
      // A day further than UTC has it: nowhere is it later. The organisation's own calendar decides below.
      const dayOn = new Date(platform.now().getTime() + DAY_MS).toISOString().slice(0, 10)
      let done = 0
      for (const { orgId, nonconformityId, round } of await listRoundsPast(platform.database.system, dayOn, AT_ONCE)) {
        const actor = { kind: 'system', orgId, name: 'nonconformities', roles: [] } as const
        const due = await platform.query(actor, async (tx) => {
          const row = await loadNonconformity(tx, nonconformityId)
          const found = row?.course.rounds.find((one) => one.round === round)
          return found ? tellingsDue(found, await bodyDay(tx)) : []
        })
        for (const telling of due) {
          const id = steadyId(`${nonconformityId} ${round} ${telling}`)
          const input = { nonconformityId, round, telling }
          const told = await platform.command(
            actor,
            { id, endpoint: 'nonconformity.tellOverdue', input },
            async (tx) => {
              const row = (await loadNonconformity(tx, nonconformityId))!
              await tellOverdue(tx, row, round, telling)
              return accept({})
            },
          )
          if (told.ok) done += 1
        }
      }
      return done
    },
  }
}

async function tellOverdue(tx: WriteTx, row: StoredNonconformity, round: number, telling: Telling): Promise<void> {
  const leader = currentTeam(await loadTeam(tx, row.auditId)).find((member) => member.duty === 'leader')
  const officers = await emailsOfRole(tx, ['certification_officer'])
  const leaders = (await emailsOfRole(tx, BODY)).filter((person) => person.personId === leader?.personId)
  const { number, clientName, clause, course } = row
  const found = course.rounds.find((one) => one.round === round)!
  const dueOn = telling === 'verify' ? (found.verifyDueOn ?? found.dueOn) : found.dueOn
  const mail = overdueMail(telling, { number, clientName, clause, dueOn, language: await loadLanguage(tx) })
  const recipients = new Map([...officers, ...leaders].map((person) => [person.personId, person.email]))
  for (const [personId, to] of recipients)
    await queueMessage(tx, {
      ...mail,
      ...{ dedupKey: `nc/${row.id}/${round}/${telling}/${personId}`, channel: 'mail', to },
      link: `/desk/nonconformities/${row.id}`,
      about: { type: 'nonconformity', id: row.id },
      reason: `nonconformity_${telling}`,
      readers: ['certification_officer', 'administrator'],
    })
  await saveTelling(tx, row.id, round, telling)
  const content = { round, telling, dueOn }
  tx.record({ recordType: 'nonconformity', recordId: row.id, verb: 'nonconformity.escalated', content })
}
