import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Installation } from '#src/installation.ts'
import { readSettings, type Settings } from '#src/server/settings.ts'
import { StartProblem } from '#src/server/start-problem.ts'
import { whenAskedToStop } from '#src/server/stop-signal.ts'
import { EXIT } from './exit-codes.ts'
import { Problem, usageProblem } from './problem.ts'
import { openTerminal, type Terminal } from './terminal.ts'

export type Env = Record<string, string | undefined>

/** What every command is given. */
export type Cli = {
  env: Env
  /** Set by the command that ran. */
  exitCode: number
}

/** The options that commands share. */
export type Shared = { json?: boolean; org?: string }

/** Runs the body of a command and keeps its exit code. */
export async function run(cli: Cli, options: Shared, body: (terminal: Terminal) => Promise<number>): Promise<void> {
  cli.exitCode = await body(openTerminal(options.json === true))
}

// What is under way may tidy up this long after Ctrl-C.
const TIDY_MS = 5_000

/** Ends `work` in order when the person presses Ctrl-C: it is told by the signal, given a moment, and then Problem `interrupted` is thrown. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const stopped = whenAskedToStop().then(() => {
    controller.abort()
    return 'stopped' as const
  })
  const working = work(controller.signal)
  if (
    (await Promise.race([
      working.then(
        () => 'done',
        () => 'done',
      ),
      stopped,
    ])) === 'done'
  ) {
    if (!controller.signal.aborted) return working
  }
  await Promise.race([working.catch(() => {}), sleep(TIDY_MS)])
  throw new Problem('interrupted', EXIT.interrupted, { zh: '已中断。', en: 'Interrupted.' })
}

/** Opens the installation for one command, beside a running server or without one, and closes it in any case. */
export async function withInstallation<T>(
  cli: Cli,
  terminal: Terminal,
  work: (installation: Installation, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const settings = readSettings(cli.env)
  requireData(settings)
  const { openInstallation } = await import('#src/installation.ts')
  return interruptible(async (signal) => {
    const installation = await openInstallation(settings, (sentence) => terminal.say(sentence))
    try {
      return await work(installation, signal)
    } finally {
      await installation.close()
    }
  })
}

/** A command in the wrong folder must not make a new, empty database there and answer from it. */
function requireData(settings: Settings): void {
  if (settings.DATABASE_URL || existsSync(join(settings.STARPROOF_DATA, 'postgres', 'cluster'))) return
  throw new StartProblem('folder_unusable', {
    zh: `目录 ${settings.STARPROOF_DATA} 里没有星证的数据：请换到正确的目录，设置 STARPROOF_DATA，或先用 starproof serve 建立。`,
    en: `There is no Starproof data in ${settings.STARPROOF_DATA}: change to the right folder, set STARPROOF_DATA, or make it with starproof serve.`,
  })
}

export type ChosenOrganisation = { id: string; slug: string; name: string }

/** The organisation of `--org` (its short name or id); without it the only company. Throws Problem that names the choices. */
export async function chooseOrganisation(installation: Installation, asked: string | undefined) {
  const all = await installation.database.system
    .selectFrom('organisation')
    .select(['orgId as id', 'slug', 'name', 'kind'])
    .orderBy('slug')
    .execute()
  const companies = all.filter((org) => org.kind === 'company')
  const found = asked ? all.filter((org) => org.slug === asked || org.id === asked) : all.length === 1 ? all : companies
  if (found.length === 1) return found[0] as ChosenOrganisation
  const choices = (asked || found.length === 0 ? all : found).map((org) => `${org.slug} (${org.name})`).join(', ')
  if (all.length === 0)
    throw usageProblem('organisation_missing', {
      zh: '这里还没有任何组织。',
      en: 'There is no organisation here yet.',
    })
  if (asked)
    throw usageProblem('organisation_unknown', {
      zh: `没有名为 ${asked} 的组织。现有：${choices}。`,
      en: `There is no organisation ${asked}. There are: ${choices}.`,
    })
  throw usageProblem('organisation_unclear', {
    zh: `请用 --org 指明组织：${choices}。`,
    en: `Name the organisation with --org: ${choices}.`,
  })
}
