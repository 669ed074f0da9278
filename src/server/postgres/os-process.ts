import { execFileSync } from 'node:child_process'
import fs from 'node:fs'

/** A process of this machine as far as every user may see it. A zombie has ended but was not yet collected by its parent. */
export type OsProcess = { pid: number; isZombie: boolean; commandLine: string }

/** The process with this id, or undefined when there is none (or it ended while being looked at). */
export function findProcess(pid: number): OsProcess | undefined {
  if (process.platform !== 'linux') return psList(['-p', String(pid)])[0]
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may itself contain brackets and spaces, so the state is read after the last one.
    const state = stat.slice(stat.lastIndexOf(')') + 2)[0]
    const commandLine = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return { pid, isZombie: state === 'Z' || state === 'X', commandLine }
  } catch {
    return undefined
  }
}

/** The living processes whose command line contains `mark`, without this process. */
export function findProcessesMarked(mark: string): OsProcess[] {
  const all =
    process.platform === 'linux'
      ? fs
          .readdirSync('/proc')
          .filter((name) => /^\d+$/.test(name))
          .map((name) => findProcess(Number(name)))
      : psList(['-A'])
  return all.filter((one) => one !== undefined).filter((one) => isAlive(one, mark) && one.pid !== process.pid)
}

/** True for a process that still runs and carries `mark` in its command line: not a zombie, not another program under a reused id. */
export function isAlive(found: OsProcess | undefined, mark: string): boolean {
  return found !== undefined && !found.isZombie && found.commandLine.includes(mark)
}

function psList(selection: string[]): OsProcess[] {
  try {
    const text = execFileSync('ps', [...selection, '-ww', '-o', 'pid=,stat=,args='], { encoding: 'utf8' })
    return text.split('\n').flatMap((line) => {
      const match = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line)
      return match ? [{ pid: Number(match[1]), isZombie: match[2]!.startsWith('Z'), commandLine: match[3]! }] : []
    })
  } catch {
    return []
  }
}
