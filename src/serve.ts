import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { sessionsOf } from '#src/account/door.ts'
import { allJobs, allSweeps, certificateSweeps, exchangeSweeps, outgoingSweeps } from '#src/all-background.ts'
import { allRoutes } from '#src/all-routes.ts'
import type { Installation } from '#src/installation.ts'
import { type Background, startBackground } from '#src/server/background.ts'
import { openFigures } from '#src/server/health/routes.ts'
import { servePages } from '#src/server/http/pages.ts'
import { openHttp } from '#src/server/http/server.ts'
import { startJobs } from '#src/server/jobs.ts'
import { openLiveHub } from '#src/server/live/hub.ts'
import { openMailer } from '#src/server/messages/mailer.ts'
import { explainListenError } from '#src/server/start-problem.ts'
import { importSweep } from '#src/service/door.ts'

const SCREENS = fileURLToPath(new URL('../dist/web', import.meta.url))

export type Serving = { app: FastifyInstance; address: string; background: Background; stop(): Promise<void> }

/** Serves an opened installation: endpoints, screens, background work. Throws StartProblem when it cannot listen. */
export async function serve(installation: Installation): Promise<Serving> {
  const { settings, platform, database, files, sealer } = installation
  const secure = settings.PUBLIC_URL.startsWith('https:')
  const sessions = sessionsOf(database, { now: platform.now, secure })
  const packFolder = join(settings.STARPROOF_DATA, 'packs')
  let background: Background | undefined
  const figures = openFigures(platform, () => background)
  const { hub, onHubError } = await openHub(database.url)
  const { app } = await openHttp({
    platform,
    sessions,
    routes: allRoutes({
      ...{ sessions, files, sealer, packFolder, hub, figures, publicUrl: settings.PUBLIC_URL },
      timestampUrl: settings.TIMESTAMP_URL,
      background: () => background,
    }),
    logger: { level: settings.LOG_LEVEL },
    trustProxy: settings.TRUST_PROXY,
    secure,
    uploadLimitBytes: settings.UPLOAD_LIMIT_MB * 1024 * 1024,
    observe: figures.observe,
  })
  onHubError((error) => app.log.warn({ err: error }, 'live screens lost the database for a moment'))
  if (existsSync(SCREENS)) await servePages(app, SCREENS)

  const mailer = settings.SMTP_URL ? openMailer(settings.SMTP_URL, settings.MAIL_FROM) : undefined
  const sweeps = [
    ...allSweeps(platform, sealer),
    ...outgoingSweeps(platform, mailer, settings.PUBLIC_URL),
    ...exchangeSweeps(platform, { files, sealer }),
    ...certificateSweeps(platform, { files, sealer, publicUrl: settings.PUBLIC_URL }),
    importSweep(platform, files),
  ]
  const started = startBackground(sweeps, (name, error) => app.log.error({ err: error, sweep: name }))
  background = started
  platform.onCommitted(() => started.wake())
  const stopJobs = await startJobs(platform, allJobs(), (task, error) => app.log.error({ err: error, task }))

  const stop = async () => {
    // Live screens hold their connections open; they connect again by themselves.
    app.server.closeAllConnections()
    mailer?.close()
    // One part that cannot end in order (the database may just have died) must not keep the others from it.
    const ends = [() => app.close(), stopJobs, () => started.stop(), () => hub.close(), () => sessions.close()]
    for (const end of ends) await end().catch((error) => app.log.warn({ err: error }, 'a part did not stop in order'))
  }
  try {
    await app.listen({ host: settings.HOST, port: settings.PORT })
  } catch (error) {
    await stop()
    throw explainListenError(error, settings.HOST, settings.PORT)
  }
  return { app, address: settings.PUBLIC_URL, background: started, stop }
}

async function openHub(url: string) {
  let tell: (error: Error) => void = () => {}
  const hub = await openLiveHub(url, (error) => tell(error))
  return {
    hub,
    onHubError: (listener: (error: Error) => void) => {
      tell = listener
    },
  }
}
