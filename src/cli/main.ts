import { CommanderError } from 'commander'
import { StartProblem } from '#src/server/start-problem.ts'
import type { Cli, Env } from './cli.ts'
import { EXIT } from './exit-codes.ts'
import { Problem } from './problem.ts'
import { buildProgram } from './program.ts'
import { everythingWritten, stayQuietOnBrokenPipe } from './terminal.ts'

/** Carries out one command line. Answers the exit code. */
export async function main(args: readonly string[], env: Env): Promise<number> {
  const cli: Cli = { env, exitCode: EXIT.ok }
  try {
    await buildProgram(cli).parseAsync([...args], { from: 'user' })
    return cli.exitCode
  } catch (error) {
    return tellFailure(error, args.includes('--json'))
  }
}

function tellFailure(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) {
    // It has said why by itself.
    if (error.exitCode === 0) return EXIT.ok
    if (json) tellJson('usage', { zh: '命令写法有误。', en: error.message })
    return EXIT.usage
  }
  if (error instanceof Problem || error instanceof StartProblem) {
    process.stderr.write(`${error.message}\n`)
    if (json) tellJson(error.code, error)
    return error.exitCode
  }
  const fault = error instanceof Error ? error : new Error(String(error))
  process.stderr.write(`程序出错 · a fault: ${fault.message}\n`)
  // For whoever looks into it; people are shown one line.
  if (process.env.LOG_LEVEL === 'debug' || process.env.LOG_LEVEL === 'trace') process.stderr.write(`${fault.stack}\n`)
  else process.stderr.write('LOG_LEVEL=debug 可显示详情 · shows more\n')
  if (json) tellJson('fault', { zh: '程序出错。', en: fault.message })
  return EXIT.fault
}

function tellJson(code: string, { zh, en }: { zh: string; en: string }): void {
  process.stdout.write(`${JSON.stringify({ error: { code, zh, en } }, null, 2)}\n`)
}

if (import.meta.main) {
  stayQuietOnBrokenPipe()
  process.exitCode = await main(process.argv.slice(2), process.env)
  await everythingWritten()
  // Whatever still holds the process (a socket closing) must not keep the terminal waiting.
  process.exit()
}
