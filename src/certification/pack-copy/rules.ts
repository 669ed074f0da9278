import type { CaseEntry } from '#src/evaluation/material/contract/dossier.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { dayOf } from '#src/shared/instant.ts'
import type { LeafFields } from '#src/shared/merkle/leaf.ts'
import { keyFingerprint, parseVkey } from '#src/shared/signed-note.ts'

/** The verbs by which a case enters the ledger: taken down, or brought in with an older register. */
export const CASE_VERBS = ['service_request.created', 'service_request.imported'] as const

export function makesCase({ recordType, verb }: Pick<LeafFields, 'recordType' | 'verb'>): boolean {
  return recordType === 'service_request' && (CASE_VERBS as readonly string[]).includes(verb)
}

/** What the ledger says of a case. Undefined parts cannot be told: the content was left out, or never held them. */
export type LedgerCase = {
  leafIndex: number
  id: string
  madeOn: string
  isProven: boolean
  number?: string
  kind?: string
  outletId?: string | null
}

/** What an entry that makes a case says of it; `content` is null once erased or left out. */
export function caseOf(leafIndex: number, { recordId, claimedAt }: LeafFields, content: unknown): LedgerCase {
  const base = { leafIndex, id: recordId, madeOn: dayOf(Date.parse(claimedAt)), isProven: content !== null }
  if (typeof content !== 'object' || content === null) return base
  const { number, kind, outletId } = content as Record<string, unknown>
  return {
    ...base,
    ...(typeof number === 'string' ? { number } : {}),
    ...(typeof kind === 'string' ? { kind } : {}),
    ...(typeof outletId === 'string' || outletId === null ? { outletId } : {}),
  }
}

/**
 * Whether the list of cases is the ledger's: every case once, in the ledger's order, saying what its entry says. The next row of each
 * is given; a row that is missing on one side is undefined.
 */
export function agree(listed: CaseEntry | undefined, logged: LedgerCase | undefined): Decision<null> {
  if (!logged && !listed) return accept(null)
  if (!logged || (listed && listed.leafIndex < logged.leafIndex))
    return refuse('invalid', 'case_not_in_ledger', { leaf: listed!.leafIndex })
  if (!listed || listed.leafIndex > logged.leafIndex)
    return refuse('invalid', 'case_left_out', { leaf: logged.leafIndex })
  const differs = (['id', 'madeOn', 'number', 'kind', 'outletId'] as const).find(
    (name) => logged[name] !== undefined && logged[name] !== listed[name],
  )
  return differs ? refuse('invalid', 'case_differs', { leaf: logged.leafIndex, field: differs }) : accept(null)
}

/** By the SHA-256 of its public key, hex. */
export type KnownKey = { fingerprint: string; validUntil: string | null }

/**
 * Whether the key that signed a pack may speak for the client: a known one in its days, or the last of a chain of changes that the
 * ledger itself tells, beginning at a known one. Answers whether it is new, so that a person compares its fingerprint.
 */
export function judgePackKey(
  known: readonly KnownKey[],
  pack: { signer: string; madeAt: string; rotations: readonly { from: string; to: string }[] },
): Decision<{ isNew: boolean }> {
  if (known.length === 0) return accept({ isNew: false })
  const signer = fingerprintOf(pack.signer)
  const own = known.find(({ fingerprint }) => fingerprint === signer)
  if (own) {
    if (own.validUntil !== null && Date.parse(pack.madeAt) > Date.parse(own.validUntil))
      return refuse('conflict', 'signer_retired', { at: own.validUntil.slice(0, 10) })
    return accept({ isNew: false })
  }
  const reached = new Set(known.map(({ fingerprint }) => fingerprint))
  for (const { from, to } of pack.rotations) if (reached.has(fingerprintOf(from))) reached.add(fingerprintOf(to))
  return reached.has(signer)
    ? accept({ isNew: true })
    : refuse('conflict', 'signer_unknown', { fingerprint: signer.slice(0, 16) })
}

/** Of a vkey; empty where the text is none. */
export function fingerprintOf(vkey: string): string {
  const key = parseVkey(vkey)
  return key === undefined ? '' : keyFingerprint(key)
}
