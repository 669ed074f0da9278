import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { addPerson, createOrganisation, hashPassword } from '#src/account/door.ts'
import { type Installation, openInstallation } from '#src/installation.ts'
import { readSettings } from '#src/server/settings.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { cloneDatabase } from '../database.ts'
import { beacon, lanjing, people, type TestOrganisation, testPassword } from '../people.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

export type Ran = { code: number; stdout: string; stderr: string }
export type Where = { cwd: string; env?: Record<string, string> }

/** The real command line in a process of its own, with nothing of this process's environment but PATH. */
export function spawnStarproof(words: string[], { cwd, env = {} }: Where) {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...words], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs it to its end. */
export async function starproof(words: string[], where: Where): Promise<Ran> {
  const child = spawnStarproof(words, where)
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, stdout, stderr }
}

export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export type House = {
  folder: string
  /** The environment in which commands reach it. */
  env: Record<string, string>
  url: string
  installation: Installation
  act(org: TestOrganisation, work: (tx: WriteTx) => void | Promise<void>): Promise<void>
  leave(): Promise<void>
}

/** An installation with a company, a certification body, their people, a photo and some history, on a database of its own. */
export async function openHouse(): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'starproof-cli-'))
  const clone = await cloneDatabase()
  const env = { STARPROOF_DATA: join(folder, 'data'), DATABASE_URL: clone.url }
  const installation = await openInstallation(readSettings(env))
  const act: House['act'] = async (org, work) => {
    const actor = { kind: 'system', orgId: org.orgId, name: 'arrange', roles: [] } as const
    const command = { id: newId(), endpoint: 'test.arrange', input: newId() }
    const decision = await installation.platform.command(actor, command, async (tx) => {
      await work(tx)
      return accept(null)
    })
    if (!decision.ok) throw new Error(`arranging was refused: ${JSON.stringify(decision.refusal)}`)
  }
  const passwordHash = await hashPassword(testPassword)
  for (const org of [lanjing, beacon]) {
    await act(org, async (tx) => {
      await createOrganisation(tx, { slug: org.slug, name: org.name, kind: org.kind })
      for (const { personId, userName, name, roles } of people.filter((one) => one.org === org))
        await addPerson(tx, { personId, userName, name, roles, email: null, passwordHash })
    })
  }
  const photo = await installation.files.put(lanjing.orgId, Readable.from([PNG]))
  if (!photo.ok) throw new Error(photo.refusal.code)
  await act(lanjing, async (tx) => {
    const value = { orgId: tx.orgId, ...photo.value, uploadedBy: 'system:arrange', uploadedAt: tx.at }
    await tx.sql.insertInto('file').values(value).execute()
    for (let nth = 0; nth < 40; nth++) {
      const content = { phone: '13812345678', nth, ...(nth === 7 ? { fileSha256: photo.value.sha256 } : {}) }
      tx.record({ recordType: 'work_order', recordId: newId(), verb: 'work_order.finished', content })
    }
  })
  return {
    folder,
    env,
    url: clone.url,
    installation,
    act,
    leave: async () => {
      await installation.close()
      await clone.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
