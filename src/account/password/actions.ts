import type { Platform } from '#src/server/platform.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { asSystem } from '../as-system.ts'
import { isCommonPassword } from '../common-password.ts'
import { hashPassword } from '../password-hash.ts'
import { findMemberByUserName } from '../person/store.ts'
import { endSessions } from '../session/store.ts'
import { checkPassword } from '../sign-in/actions.ts'
import { attemptSubject, clearAttempts } from '../sign-in/store.ts'
import { mayBePassword } from './rules.ts'
import { loadCredential, savePasswordHash } from './store.ts'

/** Guessing the present password at an unlocked desk counts like guessing it at the door, and is noted even though this command is refused. */
export async function replacePassword(
  tx: WriteTx,
  platform: Platform,
  change: { personId: string; name: string; currentPassword: string; newPassword: string; keepSessionId: string },
): Promise<Decision<Record<string, never>>> {
  const { personId } = change
  const { passwordHash: before, userName, email } = await loadCredential(platform.database.system, personId)
  const names = [change.name, userName, email?.split('@')[0] ?? '']
  const good = mayBePassword(change.newPassword, { names, isCommon: isCommonPassword })
  if (!good.ok) return good
  const checked = await checkPassword(platform, before, change.currentPassword, attemptSubject(personId))
  if (!checked.ok)
    return checked.refusal.code === 'wrong_password' ? refuse('forbidden', 'present_password_wrong') : checked
  const after = await hashPassword(change.newPassword)
  const isSaved = await asSystem(tx, async (system) => {
    const saved = await savePasswordHash(system, { personId, before, after, at: tx.at })
    if (saved) await endSessions(system, personId, { except: change.keepSessionId })
    return saved
  })
  if (!isSaved) return refuse('conflict', 'stale_version', { recordType: 'person' })
  tx.record({ recordType: 'person', recordId: personId, verb: 'person.password_changed', content: {} })
  return accept({})
}

/** For whoever keeps the machine: another password for a member without knowing the present one. All sessions end, a lock-out is lifted. */
export async function resetPassword(
  tx: WriteTx,
  { userName, passwordHash }: { userName: string; passwordHash: string },
): Promise<Decision<{ personId: string; name: string }>> {
  const member = await findMemberByUserName(tx, userName)
  if (!member) return refuse('not_found', 'user_unknown', { userName })
  const { personId } = member
  await asSystem(tx, async (system) => {
    const { passwordHash: before } = await loadCredential(system, personId)
    await savePasswordHash(system, { personId, before, after: passwordHash, at: tx.at })
    await endSessions(system, personId)
    await clearAttempts(system, attemptSubject(personId))
  })
  tx.record({ recordType: 'person', recordId: personId, verb: 'person.password_reset', content: {} })
  return accept(member)
}
