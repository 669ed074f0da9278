import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { folderProblem, prepareFolder } from './data-folder.ts'
import { errorCode, StartProblem } from './start-problem.ts'

/**
 * Reads the secret kept in `folder/name`, making it (256 random bits, base64url) at the first call. Of two processes that make it at once, both get the same.
 * The file is readable by its owner only; looser permissions are tightened. Throws StartProblem `folder_unusable`.
 */
export function loadOrCreateSecret(folder: string, name: string): string {
  const file = path.join(folder, name)
  try {
    return loadSecret(file) ?? createSecret(folder, file)
  } catch (error) {
    throw error instanceof StartProblem ? error : folderProblem(folder, error)
  }
}

function loadSecret(file: string): string | undefined {
  try {
    const secret = fs.readFileSync(file, 'utf8').trim()
    if (secret.length < 32) throw new Error(`the secret in ${file} is damaged: restore it from a backup`)
    if (fs.statSync(file).mode & 0o077) fs.chmodSync(file, 0o600)
    return secret
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

function createSecret(folder: string, file: string): string {
  prepareFolder(folder)
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`
  const secret = randomBytes(32).toString('base64url')
  fs.writeFileSync(draft, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    // A link, unlike a rename, never replaces the secret that another process has just made; and it appears whole or not at all.
    fs.linkSync(draft, file)
    return secret
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    return fs.readFileSync(file, 'utf8').trim()
  } finally {
    fs.rmSync(draft)
  }
}
