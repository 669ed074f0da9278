import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedCompany, todayOf } from '#seeds/company.ts'
import { openSeeding } from '#seeds/seeding.ts'
import { seedToday } from '#seeds/service.ts'
import { allSweeps, exchangeSweeps } from '#src/all-background.ts'
import { routesBesideAccount } from '#src/all-routes.ts'
import { type FileStore, openFileStore } from '#src/server/files/store.ts'
import { openFigures } from '#src/server/health/routes.ts'
import { openSealer, type Sealer } from '#src/server/ledger/keys.ts'
import { openLiveHub } from '#src/server/live/hub.ts'
import { openTestPlatform, type TestPlatform } from './platform.ts'

export type WholePlatform = TestPlatform & {
  /** What packs, letters and papers are made with. */
  parts: { platform: TestPlatform['platform']; files: FileStore; sealer: Sealer }
  /** Ledger, clocks, facts and score, brought up to date: only when asked, so that a test sees nothing move by itself. */
  settle(): Promise<void>
}

/** Every route of the product on a database of its own, with the demo company as it stands this morning. */
export async function openWholePlatform(): Promise<WholePlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'starproof-whole-'))
  const files = openFileStore(join(folder, 'files'), 1024 * 1024, 16 * 1024 * 1024)
  const sealer = openSealer('a secret of tests only, of no installation')
  let hub: Awaited<ReturnType<typeof openLiveHub>> | undefined
  const test = await openTestPlatform({
    routes: (platform) => {
      const opened = openLiveHub(platform.database.url, () => {})
      return opened.then((made) => {
        hub = made
        const figures = openFigures(platform, () => undefined)
        return routesBesideAccount({
          files,
          sealer,
          packFolder: join(folder, 'packs'),
          hub: made,
          figures,
          publicUrl: 'https://starproof.example',
          background: () => undefined,
        })
      })
    },
  })
  const now = test.platform.now()
  const seeding = openSeeding(test)
  await seedCompany(seeding, new Date(now.getTime() - 30 * 86_400_000).toISOString(), todayOf(now))
  await seedToday(seeding, now)
  const sweeps = [...allSweeps(test.platform, sealer), ...exchangeSweeps(test.platform, { files, sealer })]
  return {
    ...test,
    parts: { platform: test.platform, files, sealer },
    settle: async () => {
      for (let done = 1; done > 0; ) {
        done = 0
        for (const sweep of sweeps) done += await sweep.run()
      }
    },
    close: async () => {
      await hub!.close()
      await test.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
