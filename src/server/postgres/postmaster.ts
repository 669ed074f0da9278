import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartProblem } from '#src/server/start-problem.ts'
import type { Binaries } from './binaries.ts'
import { type Cluster, clusterPath, lastLine, POSTGRES_ENV } from './cluster.ts'
import { findProcess, findProcessesMarked, isAlive } from './os-process.ts'
import { asUser } from './os-user.ts'

/** The port that names the socket file; nothing listens on the network. */
export const SOCKET_PORT = 5432
const SOCKET_LOCK = `.s.PGSQL.${SOCKET_PORT}.lock`

/** The process id of this cluster's running postmaster, or undefined. A zombie, or another program under its old id, does not count. */
export function findPostmaster(cluster: Cluster): number | undefined {
  const pid = readPid(path.join(cluster.folder, 'postmaster.pid'))
  return pid !== undefined && isAlive(findProcess(pid), cluster.mark) ? pid : undefined
}

/** Starts the postmaster and returns its process id at once; it may still be recovering. Its messages go to `logFile`. */
export async function spawnPostmaster(
  binaries: Binaries,
  cluster: Cluster,
  logFile: string,
  settings: Record<string, string>,
): Promise<number> {
  await clearRemains(cluster)
  const words = Object.entries({ ...chooseSettings(), ...settings, cluster_name: cluster.mark }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  )
  const log = fs.openSync(logFile, 'a', 0o600)
  const child = spawn(path.join(binaries.folder, 'bin', 'postgres'), ['-D', clusterPath(cluster), ...words], {
    ...asUser(cluster.user),
    cwd: cluster.folder,
    env: POSTGRES_ENV,
    stdio: ['ignore', log, log],
    // Its own session: the terminal's Ctrl-C must not reach it, or it would go before the server has finished its work.
    detached: true,
  })
  fs.closeSync(log)
  child.unref()
  await new Promise((resolve, reject) => {
    child.on('spawn', resolve)
    child.on('error', (error) => reject(postmasterProblem(error.message, error)))
  })
  return child.pid!
}

/** Asks for a fast shutdown and waits for its end; after `patienceMs` for an immediate one, which costs a recovery at the next start but no data. */
export async function stopPostmaster(cluster: Cluster, pid: number, patienceMs = 60_000): Promise<void> {
  signal(pid, 'SIGINT')
  if (await hasEnded(cluster, pid, patienceMs)) return
  signal(pid, 'SIGQUIT')
  if (await hasEnded(cluster, pid, 10_000)) return
  throw postmasterProblem(`process ${pid} does not end`)
}

export function postmasterProblem(detail: string, cause?: unknown): StartProblem {
  return new StartProblem(
    'postgres_unusable',
    { zh: `内置 PostgreSQL 无法运行：${detail}`, en: `The embedded PostgreSQL cannot run: ${detail}` },
    cause,
  )
}

/** The cause that the postmaster wrote to its log from byte `fromByte` on. */
export function readLogCause(logFile: string, fromByte: number): string {
  const text = fs.readFileSync(logFile).subarray(fromByte).toString('utf8')
  return lastLine(
    text
      .split('\n')
      .filter((line) => /FATAL|PANIC/.test(line))
      .join('\n') || text,
  )
}

/**
 * Makes way after a postmaster that was killed. Its last children, which end when they notice, are waited for. Its process id, which may now be a
 * zombie's or belong to somebody else, is overwritten by one that cannot exist: PostgreSQL then takes the lock file for stale, but, unlike after a
 * deletion, still looks whether the shared memory named in it is in use.
 */
async function clearRemains(cluster: Cluster): Promise<void> {
  for (let waitedMs = 0; waitedMs < 30_000 && findProcessesMarked(cluster.mark).length > 0; waitedMs += 50)
    await sleep(50)
  const file = path.join(cluster.folder, 'postmaster.pid')
  if (readPid(file) !== undefined) {
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^.*$/m, String(IMPOSSIBLE_PID)))
  }
  fs.rmSync(path.join(cluster.folder, SOCKET_LOCK), { force: true })
}

/** Above the highest process id of Linux (2^22) and macOS (99999). */
const IMPOSSIBLE_PID = 2_147_483_646

function readPid(file: string): number | undefined {
  if (!fs.existsSync(file)) return undefined
  const pid = Number.parseInt(fs.readFileSync(file, 'utf8'), 10)
  return Number.isInteger(pid) ? Math.abs(pid) : undefined
}

async function hasEnded(cluster: Cluster, pid: number, patienceMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 20) {
    if (!isAlive(findProcess(pid), cluster.mark)) return true
    await sleep(20)
  }
  return false
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended in the meantime, which is what was asked for.
  }
}

function chooseSettings(): Record<string, string> {
  const memoryMb = Math.min(os.totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY) / 2 ** 20
  return {
    listen_addresses: '',
    // Relative to the cluster folder, which only its owner (and root) can enter: no path limit on the server's side, no place in /tmp to be squatted.
    unix_socket_directories: '.',
    port: String(SOCKET_PORT),
    max_connections: '100',
    shared_buffers: `${Math.round(Math.min(256, Math.max(64, memoryMb / 32)))}MB`,
    effective_cache_size: `${Math.round(Math.max(256, memoryMb / 2))}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    random_page_cost: '1.1',
    max_wal_size: '2GB',
    wal_compression: 'on',
    jit: 'off',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    logging_collector: 'off',
  }
}
