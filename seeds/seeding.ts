import { createHash } from 'node:crypto'
import type { Installation } from '#src/installation.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { runCommand } from '#src/server/unit-of-work.ts'
import type { Actor } from '#src/shared/actor.ts'
import type { Decision } from '#src/shared/decision.ts'

/** The same name gives the same id, so a seeding that was cut off goes on where it stopped and doubles nothing. */
export function seedId(name: string): string {
  const hex = createHash('sha256').update(`starproof seed ${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Chance that repeats: whole numbers from 0 below `sides`, drawn by name. */
export function drawn(name: string, sides: number): number {
  return createHash('sha256').update(`starproof draw ${name}`).digest().readUInt32BE(0) % sides
}

export type Seeding = {
  /** One command as this actor at this instant. A refusal is a mistake in the seeds and is thrown. */
  step<T>(name: string, actor: Actor, at: string, act: (tx: WriteTx) => Promise<Decision<T>>): Promise<T>
}

export function openSeeding({ database, platform }: Pick<Installation, 'database' | 'platform'>): Seeding {
  return {
    step: async (name, actor, at, act) => {
      const command = { id: seedId(`command ${name}`), endpoint: 'seed', input: name }
      const decision = await runCommand(database, { actor, at }, command, act)
      if (!decision.ok) throw new Error(`seed "${name}" was refused: ${JSON.stringify(decision.refusal)}`)
      platform.committed(actor.orgId)
      return decision.value
    },
  }
}
