import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { Role } from '#src/shared/endpoint.ts'
import type { Page } from '#src/shared/page.ts'
import { cutPage } from '#src/shared/page.ts'
import { asSystem } from '../as-system.ts'
import { announceChange, endSessions } from '../session/store.ts'
import { attemptSubject, clearAttempts, listLocks } from '../sign-in/store.ts'
import type { Person } from './contract.ts'
import type { Membership } from './rules.ts'
import { mayBecome } from './rules.ts'
import type { NewPerson } from './store.ts'
import {
  countOtherAdministrators,
  insertMember,
  insertPerson,
  listLastSignIns,
  listMembers,
  loadMember,
  loadUserName,
  saveMember,
} from './store.ts'

/** A new person with a user name and a password, in this organisation. */
export async function addPerson(
  tx: WriteTx,
  person: NewPerson & { name: string; roles: Role[] },
): Promise<Decision<{ personId: string }>> {
  const { personId, name, userName, roles } = person
  await asSystem(tx, (system) => insertPerson(system, person, tx.at))
  await insertMember(tx, { personId, name, userName, roles })
  tx.record({ recordType: 'person', recordId: personId, verb: 'person.joined', content: { name, roles } })
  return accept({ personId })
}

/** A person who has an account already joins this organisation as well. */
export async function joinPerson(
  tx: WriteTx,
  person: { personId: string; name: string; roles: Role[] },
): Promise<Decision<{ personId: string }>> {
  const { personId, name, roles } = person
  const userName = await asSystem(tx, (system) => loadUserName(system, personId))
  await insertMember(tx, { ...person, userName })
  tx.record({ recordType: 'person', recordId: personId, verb: 'person.joined', content: { name, roles } })
  return accept({ personId })
}

export async function showPeople(
  tx: Tx,
  asked: { limit: number; cursor?: string; search?: string },
): Promise<Page<Person>> {
  const page = cutPage(await listMembers(tx, asked), asked.limit, (member) => member.userName)
  const ids = page.rows.map((member) => member.personId)
  const { locks, signIns } = await asSystem(tx, async (system) => ({
    locks: await listLocks(system, ids, tx.at),
    signIns: await listLastSignIns(system, ids),
  }))
  const rows = page.rows.map((member) => ({
    ...member,
    roles: member.roles as Role[],
    lockedUntil: locks.get(member.personId) ?? null,
    lastSignedInAt: signIns.get(member.personId) ?? null,
  }))
  return { rows, nextCursor: page.nextCursor }
}

type Change = { personId: string; version: number }
type Next = Pick<Membership, 'roles' | 'deactivatedAt'>

async function changeMember(
  tx: WriteTx,
  { personId, version }: Change,
  change: (member: Membership) => Next,
): Promise<Decision<{ member: Membership; version: number }>> {
  const others = await countOtherAdministrators(tx, personId)
  const member = await loadMember(tx, personId)
  if (!member) return refuse('not_found', 'not_found')
  const next = mayBecome(member, change(member), others)
  if (!next.ok) return next
  await saveMember(tx, { personId, version }, next.value)
  await announceChange(tx.sql, personId)
  return accept({ member, version: version + 1 })
}

export async function changeRolesOf(
  tx: WriteTx,
  change: Change & { roles: Role[] },
): Promise<Decision<{ version: number }>> {
  const { personId, roles } = change
  const changed = await changeMember(tx, change, (member) => ({ ...member, roles }))
  if (!changed.ok) return changed
  const content = { before: [...changed.value.member.roles], after: roles }
  tx.record({ recordType: 'person', recordId: personId, verb: 'person.roles_changed', content })
  return accept({ version: changed.value.version })
}

export async function deactivate(tx: WriteTx, change: Change): Promise<Decision<{ version: number }>> {
  const { personId } = change
  const changed = await changeMember(tx, change, (member) => ({ ...member, deactivatedAt: tx.at }))
  if (!changed.ok) return changed
  if (changed.value.member.deactivatedAt) return refuse('conflict', 'already_deactivated')
  await asSystem(tx, (system) => endSessions(system, personId, { orgId: tx.orgId }))
  tx.record({ recordType: 'person', recordId: personId, verb: 'person.deactivated', content: {} })
  return accept({ version: changed.value.version })
}

export async function reactivate(tx: WriteTx, change: Change): Promise<Decision<{ version: number }>> {
  const { personId } = change
  const changed = await changeMember(tx, change, (member) => ({ ...member, deactivatedAt: null }))
  if (!changed.ok) return changed
  if (!changed.value.member.deactivatedAt) return refuse('conflict', 'not_deactivated')
  tx.record({ recordType: 'person', recordId: personId, verb: 'person.reactivated', content: {} })
  return accept({ version: changed.value.version })
}

export async function unlock(tx: WriteTx, personId: string): Promise<Decision<Record<string, never>>> {
  const member = await loadMember(tx, personId)
  if (!member) return refuse('not_found', 'not_found')
  const wasLocked = await asSystem(tx, (system) => clearAttempts(system, attemptSubject(personId)))
  if (!wasLocked) return refuse('conflict', 'not_locked')
  tx.record({ recordType: 'person', recordId: personId, verb: 'person.unlocked', content: {} })
  return accept({})
}
