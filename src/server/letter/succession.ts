import {
  type NoteKey,
  type NoteSigner,
  openNote,
  originOf,
  parseVkey,
  signNote,
  type VerifySignature,
} from '#src/shared/signed-note.ts'
import type { Sealer } from '../ledger/keys.ts'
import { signerOf } from '../pack/signing-key.ts'
import type { Tx } from '../unit-of-work.ts'

/** One key of an organisation handing over to the next, as vkeys. */
export type Succession = { from: string; to: string; at: string }

const TEXT = /^starproof-key\/1 (\S+)\nfrom (\S+)\nto (\S+)\nat (\S+)\n$/

/** The note by which a key names its successor. Ed25519 signs the same text alike each time, so it can be made again at any time. */
export function signSuccession(orgId: string, { from, to, at }: Succession, signer: NoteSigner): string {
  return signNote(`starproof-key/1 ${orgId}\nfrom ${from}\nto ${to}\nat ${at}\n`, signer)
}

/** Opens such a note; undefined when it is malformed, of another organisation, or not signed by the key that hands over. */
export function openSuccession(orgId: string, note: string, verify: VerifySignature): Succession | undefined {
  const parts = TEXT.exec(note.slice(0, note.lastIndexOf('\n\n') + 1))
  const [from, to] = [keyOf(orgId, parts?.[2]), keyOf(orgId, parts?.[3])]
  if (parts === null || from === undefined || to === undefined || parts[1] !== orgId) return undefined
  if (Number.isNaN(Date.parse(parts[4]!)) || !openNote(note, [from], verify).ok) return undefined
  return { from: parts[2]!, to: parts[3]!, at: parts[4]! }
}

function keyOf(orgId: string, vkey: string | undefined): NoteKey | undefined {
  const key = vkey === undefined ? undefined : parseVkey(vkey)
  return key?.name === originOf(orgId) ? key : undefined
}

/** The handing over of every retired key of this organisation, oldest first, as signed notes. */
export async function listSuccessions(tx: Tx, sealer: Sealer): Promise<string[]> {
  const rows = await tx.sql
    .selectFrom('ledgerKey')
    .select(['vkey', 'sealedSeed', 'validUntil'])
    .where('orgId', '=', tx.orgId)
    .orderBy('validFrom')
    .orderBy('validUntil', (order) => order.asc().nullsLast())
    .execute()
  return rows.slice(1).map(({ vkey: to }, at) => {
    const { vkey: from, sealedSeed, validUntil } = rows[at]!
    const signer = signerOf(originOf(tx.orgId), sealer.open(tx.orgId, sealedSeed))
    return signSuccession(tx.orgId, { from, to, at: validUntil! }, signer)
  })
}
