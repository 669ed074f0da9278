import { parseFlatJson } from '#src/shared/json.ts'
import { type LeafFields, parseLeaf } from '#src/shared/merkle/leaf.ts'
import { LIMIT, MEMBER, type PackEntry } from './format.ts'
import type { FoundMember, PackFile } from './read.ts'

/**
 * Calls `each` for every line of a member (without its newline), with the byte of the pack where it begins; `whole` is false
 * for a last line that no newline ends and for one over the limit. `before` sees each piece of bytes before its lines.
 */
export async function eachLine(
  file: PackFile,
  member: FoundMember,
  each: (line: Buffer, offset: number, whole: boolean) => void,
  before?: (piece: Buffer) => Promise<void>,
): Promise<void> {
  let held: Buffer[] = []
  let heldBytes = 0
  let offset = member.start
  for await (const piece of file.pieces(member)) {
    await before?.(piece)
    let from = 0
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      const rest = piece.subarray(from, end)
      const line = heldBytes === 0 ? rest : Buffer.concat([...held, rest])
      held = []
      heldBytes = 0
      each(line, offset, line.length <= LIMIT.lineBytes)
      offset += line.length + 1
      from = end + 1
    }
    // An endless line is held no further than the limit; the rest of it is passed over.
    if (from < piece.length) {
      const rest = piece.subarray(from)
      if (heldBytes <= LIMIT.lineBytes) held.push(rest)
      heldBytes += rest.length
    }
  }
  if (heldBytes > 0) each(Buffer.concat(held), offset, false)
}

/** The members with entries, in log order. */
export function entryChunks(members: ReadonlyMap<string, FoundMember>): FoundMember[] {
  const chunks = [...members.values()].filter((member) => member.name.startsWith(MEMBER.entries))
  return chunks.sort((a, b) => (a.name < b.name ? -1 : 1))
}

export type ReadEntry = PackEntry & { fields: LeafFields }

/** Undefined when the line is no entry: not JSON, other fields, or a leaf that is none. */
export function readEntry(line: Buffer): ReadEntry | undefined {
  const value = parseFlatJson(line.toString())
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 3) return undefined
  const { content, leaf, salt } = value as Record<string, unknown>
  if (typeof leaf !== 'string' || leaf.length > LIMIT.leafBytes) return undefined
  if (typeof content === 'string' && content.length > LIMIT.contentBytes) return undefined
  const erased = content === null && salt === null
  if (!erased && (typeof content !== 'string' || typeof salt !== 'string' || !/^[0-9a-f]{32}$/.test(salt)))
    return undefined
  const fields = parseLeaf(leaf)
  return fields === undefined
    ? undefined
    : { content: content as string | null, leaf, salt: salt as string | null, fields }
}
