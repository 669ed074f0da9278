import fs from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { folderProblem, prepareFolder } from '#src/server/data-folder.ts'
import { StartProblem } from '#src/server/start-problem.ts'

/** A lock held until released or until the process ends, however it ends. */
export type Lock = { release(): void }

/** Keeps the garbage collector, which would close them, from the locks of callers who keep no reference. */
const held = new Set<DatabaseSync>()

/**
 * Takes the lock on `file` (made if absent), or answers undefined when somebody else holds it. Many may share it, or one holds it exclusively.
 */
export function tryLock(file: string, kind: 'shared' | 'exclusive'): Lock | undefined {
  let database: DatabaseSync
  try {
    fs.closeSync(fs.openSync(file, 'a', 0o600))
    database = new DatabaseSync(file, { timeout: 0 })
  } catch (error) {
    throw folderProblem(path.dirname(file), error)
  }
  try {
    // Node has no flock(); SQLite, which is part of Node, takes the kernel's own file locks. They need no process ids, so a reused id or a
    // second container cannot deceive them, and the kernel drops them with the process.
    database.exec('pragma journal_mode = memory')
    database.exec(kind === 'exclusive' ? 'begin exclusive' : 'begin; select count(*) from sqlite_schema')
  } catch (error) {
    database.close()
    if (isBusy(error)) return undefined
    throw folderProblem(path.dirname(file), error)
  }
  held.add(database)
  return {
    release() {
      if (held.delete(database)) database.close()
    },
  }
}

/** Waits for the lock, asking again every 20 ms for at most `timeoutMs`; then throws StartProblem `postgres_unusable`. */
export async function waitForLock(file: string, kind: 'shared' | 'exclusive', timeoutMs: number): Promise<Lock> {
  for (let waitedMs = 0; waitedMs <= timeoutMs; waitedMs += 20) {
    const lock = tryLock(file, kind)
    if (lock) return lock
    await sleep(20)
  }
  throw new StartProblem('postgres_unusable', {
    zh: `另一个 Starproof 进程长时间占用 ${file}，请确认没有卡住的进程后重试。`,
    en: `Another Starproof process keeps ${file} locked: check for one that hangs, then try again.`,
  })
}

/**
 * Makes this process the only server on a data folder, until released or until it ends. Throws StartProblem `already_running` for the second one.
 */
export function acquireInstanceLock(dataFolder: string): Lock {
  prepareFolder(dataFolder)
  const lock = tryLock(path.join(dataFolder, 'server.lock'), 'exclusive')
  if (lock) return lock
  throw new StartProblem('already_running', {
    zh: `另一个 Starproof 正在使用数据目录 ${dataFolder}，请先停止它，或用 STARPROOF_DATA 指定另一个目录。`,
    en: `Another Starproof is already running on the data folder ${dataFolder}: stop it first, or choose another STARPROOF_DATA.`,
  })
}

const SQLITE_BUSY = 5

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY
}
