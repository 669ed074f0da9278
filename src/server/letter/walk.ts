import { isMemberName } from '../pack/format.ts'
import type { FoundMember, PackFile } from '../pack/read.ts'
import { type Findings, printable } from '../pack/report.ts'
import { BLOCK, paddingAfter, readNameAndSize, readTarHeader, tarHeader } from '../pack/tar.ts'
import { LETTER_LIMIT } from './contract.ts'

/** Walks the container and accounts for every byte that is not a member's content: headers, padding, end. */
export async function walkLetter(file: PackFile, found: Findings): Promise<FoundMember[]> {
  const members: FoundMember[] = []
  let at = 0
  while (members.length <= LETTER_LIMIT.files + 2) {
    const block = await file.read(at, BLOCK)
    if (block.length < BLOCK) return breaksOff(members, at, found)
    if (members.length > 0 && block.every((byte) => byte === 0)) {
      await checkEnd(file, at, found)
      return members
    }
    const header = readTarHeader(block) ?? readNameAndSize(block)
    if (header === undefined || !isMemberName(header.name) || header.size > LETTER_LIMIT.fileBytes) {
      found.add(
        'damaged',
        { offset: at },
        members.length === 0
          ? { zh: '这不是星证函件,或其开头已损坏', en: 'this is not a Starproof letter, or its beginning is damaged' }
          : { zh: '此处的成员头无法读取', en: 'the member header here cannot be read' },
      )
      return members
    }
    const differs = tarHeader(header.name, header.size).findIndex((byte, index) => byte !== block[index])
    if (differs >= 0) altered(found, header.name, at + differs)
    const start = at + BLOCK
    if (header.size > file.size - start) return breaksOff(members, file.size, found, header.name)
    members.push({ name: header.name, size: header.size, start })
    const padding = await file.read(start + header.size, paddingAfter(header.size))
    const filling = padding.findIndex((byte) => byte !== 0)
    if (filling >= 0) altered(found, header.name, start + header.size + filling)
    at = start + header.size + paddingAfter(header.size)
  }
  found.add('damaged', { offset: at }, { zh: '成员过多', en: 'there are more members than a letter may have' })
  return members
}

function breaksOff(members: FoundMember[], offset: number, found: Findings, member?: string): FoundMember[] {
  found.add('damaged', member === undefined ? { offset } : { member, offset }, {
    zh: '文件在此处中断,后面的内容缺失',
    en: 'the file breaks off here; what follows is missing',
  })
  return members
}

function altered(found: Findings, member: string, offset: number): void {
  const name = printable(member)
  found.add(
    'damaged',
    { member, offset },
    {
      zh: `成员 ${name} 的头或填充在字节 ${offset} 处被改动`,
      en: `the header or filling of ${name} was altered at byte ${offset}`,
    },
  )
}

async function checkEnd(file: PackFile, at: number, found: Findings): Promise<void> {
  const second = await file.read(at + BLOCK, BLOCK)
  const filling = second.findIndex((byte) => byte !== 0)
  if (second.length < BLOCK) {
    found.add('damaged', { offset: file.size }, { zh: '文件结尾不完整', en: 'the end of the file is cut off' })
  } else if (filling >= 0) {
    const offset = at + BLOCK + filling
    found.add(
      'damaged',
      { offset },
      { zh: `文件结尾在字节 ${offset} 处被改动`, en: `the end of the file was altered at byte ${offset}` },
    )
  } else if (file.size > at + 2 * BLOCK) {
    const extra = file.size - (at + 2 * BLOCK)
    found.add(
      'inserted',
      { offset: at + 2 * BLOCK },
      { zh: `文件结尾之后多出 ${extra} 字节`, en: `${extra} bytes follow the end of the letter` },
    )
  }
}
