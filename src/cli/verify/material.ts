import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { PROOF_FORMAT } from '#src/certification/register/contract.ts'
import { KEYS_TYPE } from '#src/certification/signing-key/contract.ts'
import { LETTER_MEMBER } from '#src/server/letter/contract.ts'
import { readTarHeader } from '#src/server/pack/tar.ts'
import { UnreadableFile } from '#src/server/tabular/limits.ts'
import { readZipDirectory, unpackEntry } from '#src/server/tabular/zip.ts'
import { fileProblem, usageProblem } from '../problem.ts'

export type Kind =
  | 'pack'
  | 'letter'
  | 'bundle'
  | 'paper'
  | 'credential'
  | 'status_list'
  | 'keys'
  | 'proof'
  | 'did'
  | 'root'
  | 'note'

/** One thing to be checked. `path` is of the file on disk; what comes out of a bundle has bytes only. */
export type Material = {
  name: string
  kind: Kind
  path: string | null
  bytes: Buffer
  json: Record<string, unknown> | null
}

const SMALL_MAX_BYTES = 64 * 1024 * 1024
const BUNDLE_MAX_FILES = 50

/** Reads what was given and says what each thing is, by its bytes; a bundle is taken apart. Whatever is not recognised is checked as a pack. */
export async function readMaterial(paths: readonly string[]): Promise<Material[]> {
  const all: Material[] = []
  for (const path of paths) all.push(...(await readOne(path)))
  return all
}

async function readOne(path: string): Promise<Material[]> {
  const found = await stat(path).catch((error) => {
    throw fileProblem(path, error)
  })
  if (!found.isFile())
    throw usageProblem('not_a_file', { zh: `${path} 不是普通文件。`, en: `${path} is not a plain file.` })
  const name = basename(path)
  // Packs and letters may be large: they are read piece by piece by their own readers.
  if (found.size > SMALL_MAX_BYTES) return [{ name, kind: 'pack', path, bytes: Buffer.alloc(0), json: null }]
  const bytes = await readFile(path).catch((error) => {
    throw fileProblem(path, error)
  })
  const one = { name, path, bytes, ...kindOf(name, bytes) }
  return one.kind === 'bundle' ? [one, ...(await unpackBundle(name, bytes))] : [one]
}

function kindOf(name: string, bytes: Buffer): { kind: Kind; json: Material['json'] } {
  const start = bytes.toString('latin1', 0, 5)
  if (start === '%PDF-' || /[.]pdf$/i.test(name)) return { kind: 'paper', json: null }
  if (start.startsWith('PK') || /[.]zip$/i.test(name)) return { kind: 'bundle', json: null }
  if (start === '-----') return { kind: 'root', json: null }
  if (/[.](md|txt)$/i.test(name)) return { kind: 'note', json: null }
  if (bytes.length >= 512 && readTarHeader(bytes.subarray(0, 512))?.name === LETTER_MEMBER.letter)
    return { kind: 'letter', json: null }
  if (/[.]starletter$/i.test(name)) return { kind: 'letter', json: null }
  const json = parse(bytes)
  return json || /[.]json$/i.test(name)
    ? { kind: jsonKind(json ?? {}), json: json ?? {} }
    : { kind: 'pack', json: null }
}

function jsonKind(json: Record<string, unknown>): Kind {
  if (json.format === PROOF_FORMAT || 'checkpoint' in json) return 'proof'
  const types = Array.isArray(json.type) ? json.type : []
  if (types.includes('BitstringStatusListCredential')) return 'status_list'
  if (types.includes(KEYS_TYPE)) return 'keys'
  return 'verificationMethod' in json ? 'did' : 'credential'
}

function parse(bytes: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** What is in a bundle; a damaged one brings nothing, and the bundle itself is told as damaged by `bundleProblem`. */
async function unpackBundle(bundle: string, bytes: Buffer): Promise<Material[]> {
  const { files } = await unpack(bytes)
  return files.map(({ name, content }) => ({
    name: `${bundle}/${name}`,
    path: null,
    bytes: content,
    ...kindOf(name, content),
  }))
}

/** Why a bundle cannot be read whole, and at which file of it. */
export async function bundleProblem(bytes: Buffer): Promise<string | null> {
  return (await unpack(bytes)).problem
}

async function unpack(bytes: Buffer): Promise<{ files: { name: string; content: Buffer }[]; problem: string | null }> {
  const files: { name: string; content: Buffer }[] = []
  let at = ''
  try {
    const budget = { left: SMALL_MAX_BYTES, max: SMALL_MAX_BYTES }
    for (const entry of readZipDirectory(bytes, BUNDLE_MAX_FILES).values()) {
      at = entry.name
      const pieces: Buffer[] = []
      for await (const piece of unpackEntry(bytes, entry, budget)) pieces.push(piece)
      files.push({ name: entry.name, content: Buffer.concat(pieces) })
    }
    return { files, problem: null }
  } catch (error) {
    if (!(error instanceof UnreadableFile) && !(error instanceof RangeError)) throw error
    return { files, problem: at || 'zip' }
  }
}
