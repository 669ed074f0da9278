import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout, ending in a slash. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Paths below the checkout of every file under these folders, with `/`, sorted. A folder that is not there yet has none. */
export function filesUnder(...folders: string[]): string[] {
  return folders
    .flatMap((folder) => walk(folder))
    .filter((path) => !/(^|\/)(node_modules|dist|generated|\.cache)\//.test(path))
    .sort()
}

function walk(folder: string): string[] {
  const names = readFolder(join(ROOT, folder))
  return names.map((name) => `${folder}/${name.split(sep).join('/')}`)
}

function readFolder(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return []
    throw error
  }
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

export const isTest = (path: string) => /\.test\.tsx?$/.test(path) || path.startsWith('test/')
export const isCode = (path: string) => /\.(ts|tsx|mts|mjs|cjs)$/.test(path)

/** TypeScript of the product: what is under src, without its tests. */
export function productFiles(): string[] {
  return filesUnder('src').filter((path) => /\.tsx?$/.test(path) && !isTest(path))
}

/** The areas and accounts: where features live. */
export const AREAS = ['account', 'company', 'service', 'management', 'evaluation', 'certification']

/** The pure half: it also runs on the phone, and gives the same answer every time. */
export function pureFiles(): string[] {
  const half = new RegExp(`^src/(${AREAS.join('|')})/(.*/)?(contract|access|rules)(/.+)?[.]ts$`)
  return productFiles().filter((path) => half.test(path) || path.startsWith('src/shared/'))
}
