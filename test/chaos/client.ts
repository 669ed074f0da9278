import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { type Life, type LifeCommand, lifeCommands, newLife, type Who } from '#test/bench/life.ts'
import type { Chance } from './chance.ts'

/** A command that the server said it had carried out. */
export type Acknowledged = { commandId: string; name: string; life: Life; answer: unknown }
export type Said = {
  acknowledged: Acknowledged[]
  /** Lives lived to the end. */
  lives: Life[]
  /** What should never be: a refusal, or a second answer that differs from the first. */
  wrong: string[]
  repeats: number
  retries: number
}

export type Person = { staffId: string; cookies: Record<Who, string> }

const PATIENCE_MS = 10_000
// Like a phone or a browser without a network: again, soon.
const AGAIN_MS = 60
const REPEATED_SHARE = 0.1
const DOUBLE_TAP_SHARE = 0.1

export function newSaid(): Said {
  return { acknowledged: [], lives: [], wrong: [], repeats: 0, retries: 0 }
}

/** Lives one life after the other until told to stop; a life that was begun is lived to its end. Every command is sent until it is answered. */
export async function runClient(
  address: string,
  person: Person,
  chance: Chance,
  said: Said,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const life = newLife()
    let done = true
    for (const make of lifeCommands(life, person.staffId, () => new Date())) {
      done = await act(make(), life)
      if (!done) break
    }
    if (done) said.lives.push(life)
  }

  async function act(command: LifeCommand, life: Life): Promise<boolean> {
    const doubled = chance.happens(DOUBLE_TAP_SHARE)
    const answers = await Promise.all(doubled ? [insist(command), insist(command)] : [insist(command)])
    if (chance.happens(REPEATED_SHARE)) answers.push(await insist(command))
    said.repeats += answers.length - 1
    const [first] = answers
    if (first!.status !== 200) {
      said.wrong.push(`${command.name} ${command.commandId} was refused: ${JSON.stringify(first!.body)}`)
      return false
    }
    if (!answers.every((one) => isDeepStrictEqual(one, first)))
      said.wrong.push(`${command.name} ${command.commandId} got different answers: ${JSON.stringify(answers)}`)
    said.acknowledged.push({ commandId: command.commandId, name: command.name, life, answer: first!.body })
    return true
  }

  async function insist(command: LifeCommand): Promise<{ status: number; body: unknown }> {
    for (;;) {
      const answer = await send(command)
      if (answer) return answer
      said.retries++
      await sleep(AGAIN_MS)
    }
  }

  /** Undefined where nobody can tell whether the command was carried out: no answer, half an answer, a fault. */
  async function send(command: LifeCommand): Promise<{ status: number; body: unknown } | undefined> {
    const forwarded = [10, chance.whole(0, 255), chance.whole(0, 255), chance.whole(1, 254)].join('.')
    try {
      const response = await fetch(`${address}${command.url}`, {
        method: command.method,
        headers: {
          ...{ 'content-type': 'application/json', 'x-starproof': '1', 'x-forwarded-for': forwarded },
          ...{ 'idempotency-key': command.commandId, cookie: person.cookies[command.who] },
        },
        body: JSON.stringify(command.body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      const body: unknown = await response.json()
      return response.status >= 500 ? undefined : { status: response.status, body }
    } catch {
      return undefined
    }
  }
}
