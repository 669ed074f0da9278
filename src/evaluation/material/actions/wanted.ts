import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { type WantedMaterial, wantedOf } from '../rules/wanted.ts'

const file = new URL('../../../../standards/application-materials.yaml', import.meta.url)
let read: Promise<WantedMaterial[]> | undefined

/** What comes with the product, read once. An unsound file is a fault. */
export function readWanted(): Promise<WantedMaterial[]> {
  read ??= readFile(file, 'utf8').then((text) => wantedOf(parse(text)))
  return read
}
