import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { addDays, type Day, instantOf } from '#src/shared/instant.ts'
import { actorOf, type SeedPerson } from './people.ts'
import type { Seeding } from './seeding.ts'

type Act = (tx: WriteTx) => Promise<Decision<unknown>>

/** What people did over the months, told in any order and carried out in the order of time. Days are counted back from today. */
export type Story = {
  on(daysAgo: number, time: string, who: SeedPerson, name: string, act: Act): void
  dayOn(daysAgo: number): Day
  tell(): Promise<void>
}

export function openStory(seeding: Seeding, today: Day): Story {
  const steps: { at: string; who: SeedPerson; name: string; act: Act }[] = []
  const dayOn = (daysAgo: number) => addDays(today, -daysAgo)
  return {
    dayOn,
    on: (daysAgo, time, who, name, act) => {
      steps.push({ at: instantOf(dayOn(daysAgo), time), who, name, act })
    },
    tell: async () => {
      for (const { at, who, name, act } of steps.toSorted((one, other) => (one.at < other.at ? -1 : 1)))
        await seeding.step(name, actorOf(who), at, act)
    },
  }
}
