import { seedDemo } from '#seeds/demo.ts'
import { openInstallation } from '#src/installation.ts'
import { serve } from '#src/serve.ts'
import { acquireInstanceLock } from '#src/server/postgres/file-lock.ts'
import { readSettings } from '#src/server/settings.ts'
import { StartProblem } from '#src/server/start-problem.ts'
import { whenAskedToStop } from '#src/server/stop-signal.ts'

/** Runs the server until it is asked to stop. Answers the exit code. */
export async function main(env: Record<string, string | undefined>, say: (line: string) => void): Promise<number> {
  const asked = whenAskedToStop()
  try {
    const settings = readSettings(env)
    // Any number of processes may share an external database; the embedded one belongs to one server.
    const lock = settings.DATABASE_URL ? undefined : acquireInstanceLock(settings.STARPROOF_DATA)
    say('[3/5] 数据库 · database')
    const installation = await openInstallation(settings, (sentence) => say(`      ${sentence}`))
    try {
      say(`[4/5] 数据 · data${installation.migrated.length > 0 ? ` (${installation.migrated.length} migrations)` : ''}`)
      const signIns = settings.DEMO ? await seedDemo(installation, (sentence) => say(`      ${sentence}`)) : []
      const serving = await serve(installation)
      say(`[5/5] 就绪 · ready   ${serving.address}`)
      for (const line of signIns) say(`      ${line}`)
      const reason = await asked
      say(`正在停止 · stopping (${reason})`)
      await serving.stop()
    } finally {
      await installation.close()
      lock?.release()
    }
    return 0
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error
    process.stderr.write(`${error.message}\n`)
    return error.exitCode
  }
}

if (import.meta.main) {
  process.exitCode = await main(process.env, (line) => process.stdout.write(`${line}\n`))
  // Whatever still holds the process (a socket closing) must not keep the terminal waiting.
  process.exit()
}
