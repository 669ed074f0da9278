import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** Vite's manifest, as far as we read it. */
export type ViteManifest = Record<
  string,
  { file: string; imports?: string[]; dynamicImports?: string[]; css?: string[] }
>

export type AppSize = {
  app: string
  scriptBytes: number
  limitBytes: number
  files: { file: string; gzipBytes: number }[]
}

const KB = 1_000

/**
 * Per app: its page, the screen that a person sees first (loaded lazily, but part of that first sight), and the most
 * script it may cost, compressed (issue 2, section 4).
 */
const APPS = [
  { app: 'portal', page: 'src/app/portal/index.html', screens: 'src/app/portal/screens.ts', limitBytes: 150 * KB },
  { app: 'phone', page: 'src/app/phone/index.html', screens: 'src/app/phone/screens.ts', limitBytes: 150 * KB },
  { app: 'desk', page: 'src/app/web/index.html', screens: 'src/app/web/screens.ts', limitBytes: 450 * KB },
] as const

/** Script and style files that these modules need: what they import, with `lazy` also what they may load later. */
export function reachableFiles(
  manifest: ViteManifest,
  modules: readonly string[],
  { lazy }: { lazy: boolean },
): Set<string> {
  const files = new Set<string>()
  const seen = new Set<string>()
  const ahead = [...modules]
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const chunk = manifest[name]
    if (!chunk) throw new Error(`${name} is not in the build: are the screens built from this source?`)
    files.add(chunk.file)
    for (const style of chunk.css ?? []) files.add(style)
    ahead.push(...(chunk.imports ?? []), ...(lazy ? (chunk.dynamicImports ?? []) : []))
  }
  return files
}

/** The module that an app's list of screens loads at `/`, relative to the checkout. */
export function firstScreenOf(screensSource: string, screensFile: string): string {
  const found = /path:\s*'\/',[\s\S]*?import\('([^']+)'\)/.exec(screensSource)
  if (!found) throw new Error(`${screensFile} registers no screen at '/'`)
  const path = found[1]!
  return path.startsWith('#src/') ? path.slice(1) : join(screensFile, '..', path)
}

/** Reads the build in `dist/web` and weighs each app's first screen. Builds nothing. */
export function measureApps(root: string): AppSize[] {
  const built = join(root, 'dist/web')
  const manifestFile = join(built, '.vite/manifest.json')
  if (!existsSync(manifestFile)) throw new Error('The screens are not built yet: npx vite build')
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as ViteManifest
  return APPS.map(({ app, page, screens, limitBytes }) => {
    const first = firstScreenOf(readFileSync(join(root, screens), 'utf8'), screens)
    const files = [...reachableFiles(manifest, [page, first], { lazy: false })]
      .filter((file) => file.endsWith('.js'))
      .map((file) => ({ file, gzipBytes: gzipSync(readFileSync(join(built, file)), { level: 9 }).length }))
      .sort((a, b) => b.gzipBytes - a.gzipBytes)
    return { app, scriptBytes: files.reduce((sum, file) => sum + file.gzipBytes, 0), limitBytes, files }
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = measureApps(fileURLToPath(new URL('..', import.meta.url)))
  if (process.argv.includes('--json')) console.log(JSON.stringify(sizes, null, 2))
  else {
    for (const { app, scriptBytes, limitBytes, files } of sizes) {
      console.log(`${app}: ${(scriptBytes / KB).toFixed(1)} kB of ${limitBytes / KB} kB`)
      for (const { file, gzipBytes } of files) console.log(`  ${(gzipBytes / KB).toFixed(1).padStart(7)}  ${file}`)
    }
  }
  if (sizes.some(({ scriptBytes, limitBytes }) => scriptBytes > limitBytes)) process.exitCode = 1
}
