import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { parseFlatJson } from '#src/shared/json.ts'
import { isMemberName, LIMIT, Manifest, MEMBER } from './format.ts'
import { type Findings, printable } from './report.ts'
import { BLOCK, paddingAfter, readNameAndSize, readTarHeader, type TarHeader, tarHeader } from './tar.ts'

const PIECE_BYTES = 256 * 1024

/** A member found in the file: `start` is the byte where its content begins. */
export type FoundMember = { name: string; size: number; start: number }

/** A pack file under our hands, read by position. */
export class PackFile {
  readonly size: number
  readonly #file: FileHandle

  constructor(file: FileHandle, size: number) {
    this.#file = file
    this.size = size
  }

  /** Exactly `length` bytes, fewer only at the end of the file. */
  async read(start: number, length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, this.size - start)))
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await this.#file.read(bytes, filled, bytes.length - filled, start + filled)
      if (bytesRead === 0) return bytes.subarray(0, filled)
      filled += bytesRead
    }
    return bytes
  }

  /** A member's content in pieces; each piece is its own buffer. */
  async *pieces(member: FoundMember): AsyncGenerator<Buffer> {
    for (let at = 0; at < member.size; at += PIECE_BYTES)
      yield await this.read(member.start + at, Math.min(PIECE_BYTES, member.size - at))
  }

  async sha256(member: FoundMember): Promise<string> {
    const digest = createHash('sha256')
    for await (const piece of this.pieces(member)) digest.update(piece)
    return digest.digest('hex')
  }
}

/**
 * Walks the whole container and accounts for every byte that is not a member's content: headers, padding, end. Behind a
 * header that cannot be read it goes on with what the manifest says stands there.
 */
export async function walkMembers(file: PackFile, found: Findings): Promise<FoundMember[]> {
  const members: FoundMember[] = []
  let expected: Manifest['members'] = []
  let at = 0
  while (members.length <= LIMIT.members) {
    const block = await file.read(at, BLOCK)
    if (block.length < BLOCK) {
      found.add(
        'damaged',
        { offset: at },
        { zh: '文件在此处中断,后面的内容缺失', en: 'the file breaks off here; what follows is missing' },
      )
      return members
    }
    if (isZero(block) && members.length > 0) {
      await checkEnd(file, at, found)
      return members
    }
    const known = readTarHeader(block)
    const header = known ?? headerInstead(block, members, expected)
    if (header === undefined) {
      await notAMember(file, block, at, members, expected, found)
      return members
    }
    checkHeader(block, header, at, found)
    const start = at + BLOCK
    const size = Math.min(header.size, file.size - start)
    members.push({ name: header.name, size, start })
    if (size < header.size) {
      const member = printable(header.name)
      found.add(
        'damaged',
        { member: header.name, offset: file.size },
        {
          zh: `文件在成员 ${member} 中间中断`,
          en: `the file breaks off in the middle of ${member}`,
        },
      )
      return members
    }
    const padding = await file.read(start + size, paddingAfter(size))
    reportFirstNonZero(padding, start + size, header.name, found)
    if (members.length === 1) expected = await expectedMembers(file, members[0]!)
    at = start + size + paddingAfter(size)
  }
  found.add('damaged', { offset: at }, { zh: '成员过多', en: 'there are more members than a pack may have' })
  return members
}

function headerInstead(block: Buffer, members: FoundMember[], expected: Manifest['members']): TarHeader | undefined {
  if (members.length === 0) {
    const header = readNameAndSize(block)
    return header?.name === MEMBER.manifest ? header : undefined
  }
  if (members.length === 1) {
    const header = readNameAndSize(block)
    return header?.name === MEMBER.manifestSignature && header.size <= LIMIT.noteBytes ? header : undefined
  }
  const previous = members.at(-1)!.name
  const next = previous === MEMBER.manifestSignature ? 0 : expected.findIndex((member) => member.name === previous) + 1
  return previous !== MEMBER.manifestSignature && next === 0 ? undefined : expected[next]
}

async function notAMember(
  file: PackFile,
  block: Buffer,
  at: number,
  members: FoundMember[],
  expected: Manifest['members'],
  found: Findings,
): Promise<void> {
  if (members.length === 0) {
    found.add(
      'damaged',
      { offset: 0 },
      {
        zh: '这不是星证证据包,或其开头已损坏',
        en: 'this is not a Starproof evidence pack, or its beginning is damaged',
      },
    )
  } else if (expected.length > 0 && members.at(-1)!.name === expected.at(-1)!.name) {
    reportFirstNonZero(block, at, undefined, found)
    await checkEnd(file, at, found)
  } else {
    found.add('damaged', { offset: at }, { zh: '此处的成员头无法读取', en: 'the member header here cannot be read' })
  }
}

function checkHeader(block: Buffer, header: TarHeader, at: number, found: Findings): void {
  const member = printable(header.name)
  if (!isMemberName(header.name) || header.size > LIMIT.memberBytes) {
    found.add(
      'inserted',
      { member: header.name, offset: at },
      {
        zh: `成员名或大小不合规: ${member}`,
        en: `a member of this name or size does not belong in a pack: ${member}`,
      },
    )
    return
  }
  const proper = tarHeader(header.name, header.size)
  if (proper.equals(block)) return
  const differs = proper.findIndex((byte, index) => byte !== block[index])
  if (differs >= 0) {
    found.add(
      'damaged',
      { member: header.name, offset: at + differs },
      {
        zh: `成员 ${member} 的头在字节 ${at + differs} 处被改动`,
        en: `the header of ${member} was altered at byte ${at + differs}`,
      },
    )
  }
}

async function checkEnd(file: PackFile, at: number, found: Findings): Promise<void> {
  const second = await file.read(at + BLOCK, BLOCK)
  if (second.length < BLOCK) {
    found.add('damaged', { offset: file.size }, { zh: '文件结尾不完整', en: 'the end of the file is cut off' })
    return
  }
  reportFirstNonZero(second, at + BLOCK, undefined, found)
  const extra = file.size - (at + 2 * BLOCK)
  if (extra > 0) {
    found.add(
      'inserted',
      { offset: at + 2 * BLOCK },
      {
        zh: `文件结尾之后多出 ${extra} 字节`,
        en: `${extra} bytes follow the end of the pack`,
      },
    )
  }
}

function reportFirstNonZero(bytes: Buffer, start: number, member: string | undefined, found: Findings): void {
  const at = bytes.findIndex((byte) => byte !== 0)
  if (at < 0) return
  const offset = start + at
  found.add('damaged', member === undefined ? { offset } : { member, offset }, {
    zh: `字节 ${offset} 处应为零的填充被改动`,
    en: `filling that must be zero was altered at byte ${offset}`,
  })
}

/** Only a map for finding the way; nothing in it is believed yet. */
async function expectedMembers(file: PackFile, first: FoundMember): Promise<Manifest['members']> {
  if (first.name !== MEMBER.manifest || first.size > LIMIT.manifestBytes) return []
  const parsed = Manifest.safeParse(parseFlatJson((await file.read(first.start, first.size)).toString()))
  return parsed.success ? parsed.data.members : []
}

function isZero(block: Buffer): boolean {
  return block.every((byte) => byte === 0)
}
