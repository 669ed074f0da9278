import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { folderProblem } from '#src/server/data-folder.ts'
import { StartProblem } from '#src/server/start-problem.ts'
import type { Binaries } from './binaries.ts'
import { asUser, type OsUser } from './os-user.ts'

/** The database's own folder, and what a process needs to work in it. */
export type Cluster = {
  folder: string
  user: OsUser | undefined
  /** Stands in the command line of each of this cluster's processes, and in no other's. */
  mark: string
}

export const SUPERUSER = 'postgres'

/**
 * How a PostgreSQL program names the cluster folder it was started in. For another user than ours it may lie under folders closed to that user
 * (`/root`); the kernel's link to the working directory leads there all the same, because the directory itself is that user's.
 */
export function clusterPath(cluster: Pick<Cluster, 'folder' | 'user'>): string {
  return cluster.user ? '/proc/self/cwd' : cluster.folder
}

/** PostgreSQL's environment: nothing of ours, so no PG… variable and no secret reaches it. */
export const POSTGRES_ENV = { PATH: '/usr/local/bin:/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C' }

/** The major version that made the cluster, or undefined when there is none yet. Throws StartProblem `postgres_unusable` for a folder of something else. */
export function findClusterMajor(folder: string): number | undefined {
  if (!fs.existsSync(folder) || fs.readdirSync(folder).length === 0) return undefined
  const file = path.join(folder, 'PG_VERSION')
  if (fs.existsSync(file)) return Number.parseInt(fs.readFileSync(file, 'utf8'), 10)
  throw new StartProblem('postgres_unusable', {
    zh: `目录 ${folder} 里的内容不是 PostgreSQL 数据库，请移走它后重试。`,
    en: `The folder ${folder} holds something that is not a PostgreSQL database: move it away and try again.`,
  })
}

/** Makes a new cluster, whole or not at all: it is built beside its place and moved there when it is safely on disk. */
export async function createCluster(
  binaries: Binaries,
  folder: string,
  user: OsUser | undefined,
  password: string,
): Promise<void> {
  const draft = `${folder}.new`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { mode: 0o700 })
  giveTo(draft, user)
  const options = [
    '--locale=C.UTF-8',
    '--encoding=UTF8',
    '--data-checksums',
    `--username=${SUPERUSER}`,
    '--auth=scram-sha-256',
  ]
  const words = ['-D', clusterPath({ folder: draft, user }), ...options, '--pwfile=/dev/stdin']
  const result = await runWithInput(path.join(binaries.folder, 'bin', 'initdb'), words, draft, user, `${password}\n`)
  if (result.code !== 0) {
    throw new StartProblem('postgres_unusable', {
      zh: `无法在 ${folder} 建立数据库：${lastLine(result.output)}`,
      en: `The database could not be created in ${folder}: ${lastLine(result.output)}`,
    })
  }
  fs.renameSync(draft, folder)
  const parent = fs.openSync(path.dirname(folder), 'r')
  fs.fsyncSync(parent)
  fs.closeSync(parent)
}

/** Sets the superuser's password on a cluster at rest, for when the file with the old one is lost. */
export async function resetPassword(binaries: Binaries, cluster: Cluster, password: string): Promise<void> {
  const words = ['--single', '-D', clusterPath(cluster), 'postgres']
  const program = path.join(binaries.folder, 'bin', 'postgres')
  const sql = `alter role ${SUPERUSER} password '${password}'\n`
  const result = await runWithInput(program, words, cluster.folder, cluster.user, sql)
  if (result.code === 0) return
  throw new StartProblem('postgres_unusable', {
    zh: `无法重设数据库密码：${lastLine(result.output)}`,
    en: `The database password could not be set anew: ${lastLine(result.output)}`,
  })
}

/** Opens a cluster that is on disk: owned by the user and closed to others, as PostgreSQL demands, also after a copy made as root. */
export function openCluster(folder: string, user: OsUser | undefined): Cluster {
  try {
    giveTo(folder, user)
    const { dev, ino, mode } = fs.statSync(folder)
    if (mode & 0o077) fs.chmodSync(folder, 0o700)
    // By inode, so that the mark survives a folder renamed under a running server and differs for its copy.
    const mark = `starproof-${createHash('sha256').update(`${dev}-${ino}`).digest('hex').slice(0, 12)}`
    return { folder, user, mark }
  } catch (error) {
    throw folderProblem(folder, error)
  }
}

function giveTo(folder: string, user: OsUser | undefined): void {
  if (!user || fs.statSync(folder).uid === user.uid) return
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    fs.lchownSync(path.join(entry.parentPath, entry.name), user.uid, user.gid)
  }
  // Last, so that an interrupted change of owner is made whole at the next start.
  fs.chownSync(folder, user.uid, user.gid)
}

/** The input goes through an unlinked file: unlike a pipe it can be opened again as /dev/stdin, and nobody can find it by name. */
async function runWithInput(program: string, words: string[], folder: string, user: OsUser | undefined, input: string) {
  const file = `${folder}.input`
  fs.rmSync(file, { force: true })
  fs.writeFileSync(file, input, { mode: 0o600, flag: 'wx' })
  if (user) fs.chownSync(file, user.uid, user.gid)
  const fd = fs.openSync(file, 'r')
  fs.rmSync(file)
  const child = spawn(program, words, {
    ...asUser(user),
    cwd: folder,
    env: POSTGRES_ENV,
    stdio: [fd, 'pipe', 'pipe'],
  })
  fs.closeSync(fd)
  const ended = new Promise<number>((resolve) => {
    child.on('error', () => resolve(-1))
    child.on('close', (code) => resolve(code ?? -1))
  })
  const [out, err, code] = await Promise.all([buffer(child.stdout!), buffer(child.stderr!), ended])
  return { code, output: `${out}\n${err}` }
}

/** What PostgreSQL said last that names a cause, as one line. */
export function lastLine(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const telling = lines.filter((line) => /(FATAL|PANIC|ERROR|error):/.test(line))
  return (telling.at(-1) ?? lines.at(-1) ?? '').replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, '').slice(0, 300)
}
