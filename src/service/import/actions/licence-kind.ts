import { createHash } from 'node:crypto'
import { addQualificationKind, listQualificationKinds } from '#src/company/door.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { MANAGER_CERTIFICATE } from '../rules/company-records.ts'

/** The kind of licence of that name; entered under the name itself where the company knows none. */
export async function licenceKind(tx: WriteTx, name: string): Promise<string> {
  const kinds = await listQualificationKinds(tx)
  const plain = name.trim().toLowerCase()
  const isManagers = plain.includes(MANAGER_CERTIFICATE)
  const known =
    kinds.find((kind) => kind.name.zh.toLowerCase() === plain || kind.name.en.toLowerCase() === plain) ??
    (isManagers ? kinds.find((kind) => kind.serviceManager) : undefined)
  if (known) return known.code
  const code = `l_${createHash('sha256').update(plain).digest('hex').slice(0, 12)}`
  const words = name.trim().slice(0, 80)
  await addQualificationKind(tx, { code, name: { zh: words, en: words }, serviceManager: isManagers })
  return code
}
