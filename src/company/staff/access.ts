import type { Actor } from '#src/shared/actor.ts'
import { maskPhone, mayReachStaff } from '../access.ts'
import type { StaffRow } from './contract.ts'

export function isOwnFile(actor: Actor, file: { personId: string | null }): boolean {
  return actor.kind === 'person' && actor.personId === file.personId
}

/** A colleague's number is for those who send people out or keep the files. */
export function shownTo(actor: Actor, file: StaffRow): StaffRow {
  return mayReachStaff(actor) || isOwnFile(actor, file) ? file : { ...file, phone: maskPhone(file.phone) }
}
