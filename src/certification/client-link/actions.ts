import { hashSecret } from '#src/account/door.ts'
import { queueMessage } from '#src/server/messages/queue.ts'
import type { Platform } from '#src/server/platform.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Answer, Input } from '#src/shared/endpoint.ts'
import { stateOf as applicationState, openDue } from '../application/rules/steps.ts'
import { listApplicationHeads, loadBodyWords } from '../application/store.ts'
import { bodyDay } from '../body-rules/actions.ts'
import { loadClient } from '../client/store.ts'
import { takeAnswer } from '../nonconformity/actions/answer.ts'
import { isOverdue, lastRound, stateOf } from '../nonconformity/rules/course.ts'
import { listAnswers } from '../nonconformity/store/course.ts'
import { listFiles, listToldOfClient, loadLanguage, loadNonconformity } from '../nonconformity/store/rows.ts'
import type * as contract from './contract.ts'
import { LINK_FILES_MAX, type SharedNonconformity } from './contract.ts'
import { linkExpiry, linkMail, openLink, type StoredLink, sharedState } from './rules.ts'
import * as store from './store.ts'

const MOST_APPLICATIONS = 20

/** Answers the hash of the secret too: a repeated command finds another secret in its hand than the one in force. */
export async function make(
  tx: WriteTx,
  clientId: string,
  { id, days, mail }: Input<typeof contract.makeClientLink>['body'],
  secret: string,
): Promise<Decision<{ id: string; expiresAt: string; mailed: boolean; secretHash: string }>> {
  const client = await loadClient(tx, clientId)
  if (!client) return refuse('not_found', 'not_found')
  if (mail && !client.contactEmail) return refuse('invalid', 'client_without_mail')
  const secretHash = hashSecret(secret)
  const expiresAt = linkExpiry(tx.at, days)
  const madeByName = tx.actor.kind === 'person' ? tx.actor.name.slice(0, 60) : ''
  await store.insertLink(tx, { id, clientId, secretHash, expiresAt, madeByName })
  tx.record({ recordType: 'client_link', recordId: id, verb: 'client_link.made', content: { clientId, expiresAt } })
  if (mail) {
    const { name: bodyName } = await loadBodyWords(tx)
    await queueMessage(tx, {
      ...linkMail({ bodyName, clientName: client.name, expiresAt, language: await loadLanguage(tx) }),
      ...{ dedupKey: `client_link/${id}`, channel: 'mail', to: client.contactEmail, link: `/c/${secret}` },
      about: { type: 'client_link', id },
      reason: 'client_link',
      // Whoever reads the link sees the client's matters and may answer in its name.
      readers: ['certification_officer'],
    })
  }
  return accept({ id, expiresAt, mailed: mail, secretHash: secretHash.toString('base64url') })
}

export async function revoke(
  tx: WriteTx,
  { clientId, linkId }: { clientId: string; linkId: string },
  reason: string,
): Promise<Decision<{ id: string }>> {
  if (!(await store.saveRevoked(tx, clientId, linkId, reason))) return refuse('not_found', 'not_found')
  tx.record({ recordType: 'client_link', recordId: linkId, verb: 'client_link.revoked', content: { clientId, reason } })
  return accept({ id: linkId })
}

/** What the link opens, and as whom its holder acts; refused alike when it is wrong, expired or revoked. */
export async function enterByLink(
  platform: Platform,
  secret: string,
): Promise<Decision<{ link: StoredLink; holder: Actor }>> {
  const found = await store.findLink(platform.database.system, hashSecret(secret))
  const link = openLink(found, platform.now().toISOString())
  if (!link.ok) return link
  const { orgId, id, clientId } = link.value
  return accept({ link: link.value, holder: { kind: 'link', orgId, linkId: id, about: clientId, roles: [] } })
}

export async function showMatters(
  tx: Tx,
  { id, clientId, expiresAt }: StoredLink,
): Promise<Decision<Answer<typeof contract.openClientLink>>> {
  const client = await loadClient(tx, clientId)
  if (!client) return refuse('not_found', 'link_expired')
  const todayOn = await bodyDay(tx)
  const applications = await listApplicationHeads(tx, { clientId, limit: MOST_APPLICATIONS })
  const files = await store.listLinkFiles(tx, id)
  return accept({
    bodyName: (await loadBodyWords(tx)).name,
    clientName: client.name,
    expiresAt,
    applications: applications.map(({ number, kind, receivedAt, steps }) => {
      const state = applicationState(steps)
      const asked = steps.findLast((step) => step.kind === 'more_asked' || step.kind === 'refused')
      const isAsked = state === 'awaiting' || state === 'refused'
      const dueOn = state === 'awaiting' ? openDue(steps, todayOn).dueOn : null
      return { number, kind, state, receivedAt, dueOn, reason: isAsked ? (asked?.reason ?? '') : '' }
    }),
    nonconformities: await sharedOf(tx, clientId, todayOn),
    filesLeft: LINK_FILES_MAX - files.length,
  })
}

async function sharedOf(tx: Tx, clientId: string, todayOn: string): Promise<SharedNonconformity[]> {
  const rows = await listToldOfClient(tx, clientId)
  const files = await listFiles(
    tx,
    rows.map((row) => row.id),
  )
  const shared: SharedNonconformity[] = []
  for (const row of rows) {
    const { id, number, auditNumber, grade, clause, statement, evidence, raisedOn, course, told } = row
    const state = sharedState(course, told)
    const isRunning = stateOf(course) === 'open' && state === 'open'
    const answers = await listAnswers(tx, id)
    shared.push({
      ...{ id, number, auditNumber, clause, statement, evidence, raisedOn, state },
      grade: grade.name,
      dueOn: isRunning ? (lastRound(course)?.dueOn ?? null) : null,
      isOverdue: isRunning && isOverdue(course, todayOn),
      reason:
        state === 'answered'
          ? ''
          : row.withdrawnAt === null
            ? (course.verdicts.at(-1)?.reason ?? '')
            : row.withdrawnReason,
      mayAnswer: ['open', 'answered'].includes(stateOf(course)),
      files: files.filter((file) => file.nonconformityId === id).map(({ sha256, name }) => ({ sha256, name })),
      answers: answers.map(({ round, correction, cause, correctiveAction, answeredOn, files: enclosed }) => ({
        ...{ round, correction, cause, correctiveAction, answeredOn },
        files: enclosed.length,
      })),
    })
  }
  return shared
}

/** Whether a file shows something that this client was told of. */
export async function isShown(tx: Tx, clientId: string, sha256: string): Promise<boolean> {
  const rows = await listToldOfClient(tx, clientId)
  const files = await listFiles(
    tx,
    rows.map((row) => row.id),
  )
  return files.some((file) => file.sha256 === sha256)
}

export async function answer(
  tx: WriteTx,
  link: StoredLink,
  nonconformityId: string,
  { files: hashes, ...words }: Input<typeof contract.answerByClientLink>['body'],
): Promise<Decision<Answer<typeof contract.answerByClientLink>>> {
  const row = await loadNonconformity(tx, nonconformityId)
  // Of another client, or not told yet: to the holder of this link it does not exist.
  if (!row || row.clientId !== link.clientId || row.told === '') return refuse('not_found', 'not_found')
  const own = await store.listLinkFiles(tx, link.id)
  const files = own.filter((file) => hashes.includes(file.sha256))
  if (files.length !== new Set(hashes).size) return refuse('invalid', 'file_unknown')
  const answeredOn = await bodyDay(tx)
  const taken = await takeAnswer(tx, row, { ...words, answeredOn, files, records: [], via: 'link', parcelId: null })
  return taken.ok ? accept({ state: 'answered' as const }) : taken
}
