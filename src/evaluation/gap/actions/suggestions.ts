import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { Suggestions } from '../contract/suggestion.ts'

const file = new URL('../../../../standards/gap-actions.yaml', import.meta.url)
let read: Promise<Suggestions> | undefined

/** What comes with the product, read once. An unsound file is a fault. */
export function readSuggestions(): Promise<Suggestions> {
  read ??= readFile(file, 'utf8').then((text) => Suggestions.parse(parse(text)))
  return read
}
