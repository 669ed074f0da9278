import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { VisitKit } from '../contract/kit.ts'
import { checkKit } from '../rules/kit.ts'

const FILE = fileURLToPath(new URL('../../../../standards/visit-kit.yaml', import.meta.url))

let reading: Promise<VisitKit> | undefined

/** The kit that a body starts with. An unsound file is a fault. */
export function readDefaultKit(): Promise<VisitKit> {
  reading ??= readFile(FILE, 'utf8').then((text) => {
    // Its own words stand once at the top and are referred to hundreds of times.
    const { 'x-ours': _, ...rest } = parse(text, { maxAliasCount: -1 }) as Record<string, unknown>
    const checked = checkKit(VisitKit.parse(rest))
    if (!checked.ok) throw new Error(`standards/visit-kit.yaml cannot be used: ${JSON.stringify(checked.refusal)}`)
    return checked.value
  })
  return reading
}
