import fs from 'node:fs'
import { StartProblem } from '#src/server/start-problem.ts'

/** The OS user PostgreSQL runs as. Undefined where a function takes one: the user of this process. */
export type OsUser = { name: string; uid: number; gid: number }

/**
 * Whom PostgreSQL, which refuses to run as root, runs as: undefined (as we are) unless this process is root. For root: the present owner of the
 * cluster folder, else the owner of the data folder, else an OS user made for such things. Throws StartProblem `postgres_unusable` when there is none.
 */
export function chooseOsUser(clusterFolder: string, dataFolder: string): OsUser | undefined {
  if (process.geteuid?.() !== 0) return undefined
  if (process.platform !== 'linux') {
    throw new StartProblem('postgres_unusable', {
      zh: '在此系统上请用普通用户（不是 root）启动，或设置 DATABASE_URL。',
      en: 'On this system start as an ordinary user, not as root, or set DATABASE_URL.',
    })
  }
  const users = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4 && Number(fields[2]) > 0)
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }))
  const owners = [clusterFolder, dataFolder].map((folder) => fs.statSync(folder, { throwIfNoEntry: false })?.uid)
  const chosen =
    users.find((user) => user.uid === owners[0]) ??
    users.find((user) => user.uid === owners[1]) ??
    ['starproof', 'postgres', 'nobody'].map((name) => users.find((user) => user.name === name)).find(Boolean)
  if (chosen) return chosen
  throw new StartProblem('postgres_unusable', {
    zh: 'PostgreSQL 不能以 root 运行，而本机没有可用的普通用户；请先执行 useradd --system starproof。',
    en: 'PostgreSQL must not run as root and this machine has no other user for it: run useradd --system starproof first.',
  })
}

/** Spawn options that make a child run as the user (with its groups dropped). */
export function asUser(user: OsUser | undefined): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {}
}
