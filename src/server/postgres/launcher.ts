import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { folderProblem, prepareFolder } from '#src/server/data-folder.ts'
import { loadOrCreateSecret } from '#src/server/secrets.ts'
import { errorCode, StartProblem } from '#src/server/start-problem.ts'
import { findBinaries } from './binaries.ts'
import { type Cluster, createCluster, findClusterMajor, openCluster, resetPassword, SUPERUSER } from './cluster.ts'
import { tryLock, waitForLock } from './file-lock.ts'
import { findProcess, isAlive } from './os-process.ts'
import { chooseOsUser } from './os-user.ts'
import {
  findPostmaster,
  postmasterProblem,
  readLogCause,
  SOCKET_PORT,
  spawnPostmaster,
  stopPostmaster,
} from './postmaster.ts'

/** How to reach the database: `host` is a folder with a Unix socket, readable only by the server's OS user and root. */
export type Connection = { host: string; port: number; user: string; password: string; database: string }

export type RunningPostgres = {
  /** As the owner of the database `starproof`: may create roles and databases, but is no superuser, so row-level security binds it as elsewhere. */
  connection: Connection
  /** The same as one URL, with the password. */
  url: string
  /** True when the postmaster was already running: left by a killed process, or shared with a running one. */
  adopted: boolean
  /** Leaves the database; it is shut down in order when no other Starproof process uses it. */
  stop(): Promise<void>
}

export type PostgresOptions = {
  /** Folder for the cluster, its password and its log; made if absent. */
  dataDir: string
  /** Hears of the slow steps, one sentence each. */
  log?: (sentence: string) => void
  /** PostgreSQL settings over ours, e.g. `{fsync: 'off'}` for throw-away test databases. */
  settings?: Record<string, string>
}

const DATABASE = 'starproof'
const PATIENCE_MS = 600_000

/**
 * Starts the embedded PostgreSQL of a data folder, or joins it when it runs already; until `stop()` it is started again whenever it ends by itself
 * (killed, out of memory). Throws StartProblem `folder_unusable` or `postgres_unusable`.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const home = path.resolve(options.dataDir)
  const log = options.log ?? (() => {})
  prepareFolder(home)
  const startLock = path.join(home, 'start.lock')
  const usersLock = path.join(home, 'users.lock')
  const host = reachSocket(path.join(home, 'cluster'))

  const mutex = await waitForLock(startLock, 'exclusive', PATIENCE_MS)
  const use = await waitForLock(usersLock, 'shared', PATIENCE_MS)
  let running: { cluster: Cluster; connection: Connection; adopted: boolean }
  try {
    running = await bringUp(home, host, options.settings ?? {}, log)
  } catch (error) {
    use.release()
    throw error instanceof StartProblem || !errorCode(error) ? error : folderProblem(home, error)
  } finally {
    mutex.release()
  }

  const leaving = new AbortController()
  const watching = watch(
    async () => {
      if (findPostmaster(running.cluster) !== undefined) return
      const lock = await waitForLock(startLock, 'exclusive', PATIENCE_MS)
      await bringUp(home, host, options.settings ?? {}, log).finally(lock.release)
    },
    leaving.signal,
    log,
  )

  const { connection, cluster } = running
  let stopped: Promise<void> | undefined
  const stop = async () => {
    leaving.abort()
    await watching
    const lock = await waitForLock(startLock, 'exclusive', PATIENCE_MS)
    try {
      use.release()
      const last = tryLock(usersLock, 'exclusive')
      const pid = findPostmaster(cluster)
      if (last && pid !== undefined) await stopPostmaster(cluster, pid)
      last?.release()
      if (connection.host !== cluster.folder) fs.rmSync(path.dirname(connection.host), { recursive: true, force: true })
    } finally {
      lock.release()
    }
  }
  return { connection, url: connectionUrl(connection), adopted: running.adopted, stop: () => (stopped ??= stop()) }
}

/** Call it only while holding the start lock. */
async function bringUp(home: string, host: string, settings: Record<string, string>, log: (sentence: string) => void) {
  const folder = path.join(home, 'cluster')
  const logFile = path.join(home, 'postgres.log')
  const user = chooseOsUser(folder, path.dirname(home))
  const major = findClusterMajor(folder)
  const isPasswordKnown = fs.existsSync(path.join(home, 'password'))
  const password = loadOrCreateSecret(home, 'password')

  if (major === undefined) {
    log('creating the database')
    await createCluster(findBinaries(user), folder, user, password)
  }
  const cluster = openCluster(folder, user)
  let pid = findPostmaster(cluster)
  if (pid !== undefined && !isPasswordKnown) {
    await stopPostmaster(cluster, pid)
    pid = undefined
  }
  const connection = { port: SOCKET_PORT, user: DATABASE, password, database: DATABASE, host }
  const isReady = () => canConnect({ ...connection, user: SUPERUSER, database: 'postgres' })
  // An orphan that is just shutting down ends instead of getting ready; then our own takes its place.
  const adopted = pid !== undefined && (await becomesReady(cluster, pid, isReady, log))
  if (!adopted) {
    const binaries = findBinaries(user, major)
    if (major !== undefined && !isPasswordKnown) await resetPassword(binaries, cluster, password)
    if ((fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000)
      fs.renameSync(logFile, `${logFile}.1`)
    const logStart = fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0
    pid = await spawnPostmaster(binaries, cluster, logFile, settings)
    if (!(await becomesReady(cluster, pid, isReady, log))) throw postmasterProblem(readLogCause(logFile, logStart))
  }
  await createDatabase(connection)
  return { cluster, connection, adopted }
}

/** True when the postmaster answers, false when it ended instead. A recovery may take minutes, so only its end ends the wait. */
async function becomesReady(
  cluster: Cluster,
  pid: number,
  isReady: () => Promise<boolean>,
  log: (sentence: string) => void,
) {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 25) {
    if (await isReady()) return true
    if (!isAlive(findProcess(pid), cluster.mark)) return false
    if (waitedMs > 0 && waitedMs % 10_000 === 0) log('the database is recovering')
    await sleep(25)
  }
  throw postmasterProblem('no answer within ten minutes')
}

async function canConnect(connection: Connection): Promise<boolean> {
  const client = newClient(connection)
  try {
    await client.connect()
    return true
  } catch (error) {
    // Not yet there, or still starting up (57P03); everything else will not change by waiting.
    if (['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P03', '57P01', '53300'].includes(errorCode(error)))
      return false
    if (error instanceof Error && /terminated unexpectedly/.test(error.message)) return false
    throw postmasterProblem(error instanceof Error ? error.message : String(error), error)
  } finally {
    await client.end()
  }
}

function newClient(connection: Connection): pg.Client {
  const client = new pg.Client(connection)
  // A connection lost between two queries would otherwise end the process; the next query reports it anyway.
  client.on('error', () => {})
  return client
}

async function createDatabase(connection: Connection): Promise<void> {
  const client = newClient({ ...connection, user: SUPERUSER, database: 'postgres' })
  await client.connect()
  try {
    const role = await client.query('select from pg_roles where rolname = $1', [connection.user])
    await client.query(
      `${role.rowCount ? 'alter' : 'create'} role ${connection.user} login createrole createdb password '${connection.password}'`,
    )
    const database = await client.query('select from pg_database where datname = $1', [connection.database])
    if (!database.rowCount) await client.query(`create database ${connection.database} owner ${connection.user}`)
  } finally {
    await client.end()
  }
}

/** A socket's path may have 107 bytes at most (macOS: 103); a longer one is reached through a link in a folder that is ours alone. */
function reachSocket(folder: string): string {
  if (Buffer.byteLength(path.join(folder, `.s.PGSQL.${SOCKET_PORT}`)) <= 103) return folder
  const shortcut = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'starproof-')), 'db')
  fs.symlinkSync(folder, shortcut)
  return shortcut
}

function connectionUrl({ user, password, database, host, port }: Connection): string {
  return `postgresql://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}

async function watch(check: () => Promise<void>, leaving: AbortSignal, log: (sentence: string) => void): Promise<void> {
  while (!leaving.aborted) {
    await sleep(500, undefined, { ref: false, signal: leaving }).catch(() => {})
    if (leaving.aborted) return
    await check().catch((error) => log(error instanceof Error ? error.message : String(error)))
  }
}
