import { fileURLToPath } from 'node:url'
import { measureApps } from '../../scripts/bundle-size.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Compressed script that the first screen of each app costs, in the build that lies in `dist/web`. Throws when there is none. */
export function benchScreens(): Record<string, { kB: number; limitKB: number; within: boolean }> {
  const figures = measureApps(ROOT).map(({ app, scriptBytes, limitBytes }) => {
    const within = scriptBytes <= limitBytes
    return [app, { kB: Math.round(scriptBytes / 100) / 10, limitKB: limitBytes / 1000, within }] as const
  })
  return Object.fromEntries(figures)
}
