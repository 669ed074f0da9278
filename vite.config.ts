import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { reachableFiles, type ViteManifest } from './scripts/bundle-size.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
const outDir = join(root, 'dist/web')

/** Where each app's page stands in the source, and where it is served. The portal is last: it takes every other address. */
const PAGES = [
  { source: 'src/app/web/index.html', served: 'desk/index.html', under: '/desk' },
  { source: 'src/app/phone/index.html', served: 'phone/index.html', under: '/phone' },
  { source: 'src/app/portal/index.html', served: 'index.html', under: '' },
] as const

/** Pages lie beside their code but are served at the addresses people use, in development as in the build. */
function pages(): Plugin {
  return {
    name: 'starproof-pages',
    configureServer(server) {
      server.middlewares.use((request, _, next) => {
        const path = (request.url ?? '/').split('?')[0]!
        const isPage = request.headers.accept?.includes('text/html') && !path.startsWith('/src/')
        const page = PAGES.find(({ under }) => path === under || path.startsWith(`${under}/`))
        if (isPage && page) request.url = `/${page.source}`
        next()
      })
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const { source, served } of PAGES) {
          const page = bundle[source]
          if (page?.type !== 'asset') continue
          delete bundle[source]
          this.emitFile({ type: 'asset', fileName: served, source: page.source })
        }
      },
    },
  }
}

/**
 * Zod drags its JSON Schema writer and its English sentences into every schema. Only the server writes the API page, and screens word
 * refusals by our own catalogues, so browsers are spared both.
 */
function zodWithoutJsonSchema(): Plugin {
  const empty = '\0zod-without-json-schema'
  const wordless = '\0zod-without-words'
  return {
    name: 'starproof-zod-without-json-schema',
    apply: 'build',
    enforce: 'pre',
    resolveId(source, importer) {
      const isWriter = /\/(to-json-schema|json-schema-processors|json-schema-generator|from-json-schema)\.js$/.test(
        source,
      )
      if (!importer?.includes('/node_modules/zod/')) return null
      if (source.endsWith('/locales/en.js')) return wordless
      return isWriter ? empty : null
    },
    load(id) {
      if (id === wordless) return 'export default () => ({ localeError: () => undefined })'
      if (id !== empty) return null
      return `
        const none = () => { throw new Error('JSON Schema is written by the server only') }
        export const createToJSONSchemaMethod = () => none
        export const createStandardJSONSchemaMethod = () => none
        export { none as toJSONSchema, none as fromJSONSchema, none as JSONSchemaGenerator, none as initializeContext, none as processSchema, none as extractDefs, none as finalize }
        export const unionProcessor = none
      `
    },
  }
}

/** An endpoint's sentence stands on the API page, which the server writes: browsers are spared a few hundred of them. */
function endpointsWithoutSummaries(): Plugin {
  return {
    name: 'starproof-endpoints-without-summaries',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/contract(\/[a-z-]+)?\.ts$/.test(id)) return null
      return { code: code.replace(/\bsummary:\s*(['"`])(?:\\.|(?!\1)[^\\])*\1/g, "summary: ''"), map: null }
    },
  }
}

/** What the phone keeps for use without a network: its own page and scripts, none of the desk's. */
function phoneFilesOnly<E extends { url: string }>(entries: E[]): { manifest: E[]; warnings: string[] } {
  const manifest = JSON.parse(readFileSync(join(outDir, '.vite/manifest.json'), 'utf8')) as ViteManifest
  const needed = reachableFiles(manifest, ['src/app/phone/index.html'], { lazy: true })
  const isNeeded = ({ url }: E) => !url.startsWith('assets/') || needed.has(url)
  return { manifest: entries.filter(isNeeded).map((entry) => ({ ...entry, url: `/${entry.url}` })), warnings: [] }
}

const phoneWorker = VitePWA({
  filename: 'phone/sw.js',
  scope: '/phone/',
  injectRegister: null,
  registerType: 'prompt',
  // Its own file in the public folder: the plugin would link it from every page, and the desk is not installable.
  manifest: false,
  workbox: {
    globPatterns: ['phone/index.html', 'assets/**/*.{js,css}', 'favicon.svg', 'icon-192.png'],
    globIgnores: ['phone/sw.js'],
    manifestTransforms: [phoneFilesOnly],
    navigateFallback: '/phone/index.html',
    navigateFallbackAllowlist: [/^\/phone(\/|$)/],
    inlineWorkboxRuntime: true,
    sourcemap: false,
    cleanupOutdatedCaches: true,
    clientsClaim: true,
  },
})

export default defineConfig({
  root,
  publicDir: 'src/app/public',
  appType: 'mpa',
  plugins: [react(), pages(), zodWithoutJsonSchema(), endpointsWithoutSummaries(), phoneWorker],
  build: {
    outDir,
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1_500,
    // Our policy allows no `data:` script or font; small pictures as files keep every page cacheable.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: PAGES.map(({ source }) => join(root, source)),
      output: {
        // What every app's first screen needs, in one file: it compresses better than a dozen, and is fetched once for all three.
        codeSplitting: {
          groups: [
            {
              name: 'base',
              test: /node_modules\/(react|react-dom|scheduler|react-i18next|i18next|@tanstack|zod|wouter|regexparam|use-sync-external-store)\//,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: { '/api': 'http://127.0.0.1:3000', '/healthz': 'http://127.0.0.1:3000' },
  },
})
