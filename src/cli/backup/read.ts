import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { BLOCK, paddingAfter, readTarHeader, tarHeader } from '#src/server/pack/tar.ts'
import { EXIT } from '../exit-codes.ts'
import { Problem } from '../problem.ts'
import { BackupManifest, MEMBER } from './format.ts'

export type Member = { name: string; size: number; start: number }

const PIECE_BYTES = 256 * 1024

/** A backup whose every byte was checked. */
export type Backup = {
  manifest: BackupManifest
  bytes: number
  members: ReadonlyMap<string, Member>
  read(member: Member): Promise<Buffer>
  pieces(member: Member): AsyncGenerator<Buffer>
  close(): Promise<void>
}

/** Opens a backup and checks all of it. Throws Problem `backup_damaged` that names the place. */
export async function openBackup(path: string, onProgress: (done: number, total: number) => void): Promise<Backup> {
  const file = await open(path, 'r')
  try {
    const total = (await file.stat()).size
    const members = await walk(file, total)
    const manifest = await readManifest(file, members)
    await checkMembers(file, members, manifest, (done) => onProgress(done, total))
    return {
      manifest,
      bytes: total,
      members,
      read: (member) => readAt(file, member.start, member.size),
      pieces: (member) => piecesOf(file, member),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

function damaged(zh: string, en: string): Problem {
  return new Problem('backup_damaged', EXIT.notVerified, {
    zh: `备份已损坏或不完整：${zh}。`,
    en: `The backup is damaged or incomplete: ${en}.`,
  })
}

async function walk(file: FileHandle, total: number): Promise<Map<string, Member>> {
  const members = new Map<string, Member>()
  for (let at = 0; ; ) {
    const block = await readAt(file, at, BLOCK)
    if (block.length < BLOCK) throw damaged(`文件在字节 ${at} 处中断`, `the file breaks off at byte ${at}`)
    if (block.every((byte) => byte === 0)) {
      const rest = await readAt(file, at, 2 * BLOCK + 1)
      if (rest.length !== 2 * BLOCK || rest.some((byte) => byte !== 0))
        throw damaged('文件结尾不对', 'its end is not as it was written')
      return members
    }
    const header = readTarHeader(block)
    if (!header || !isOurs(header.name) || !tarHeader(header.name, header.size).equals(block))
      throw damaged(`字节 ${at} 处的成员头不对`, `the member header at byte ${at} is not as it was written`)
    if (members.has(header.name))
      throw damaged(`成员 ${header.name} 出现两次`, `member ${header.name} stands in it twice`)
    const start = at + BLOCK
    const end = start + header.size
    if (end > total) throw damaged(`文件在 ${header.name} 中间中断`, `the file breaks off within ${header.name}`)
    const filling = await readAt(file, end, paddingAfter(header.size))
    if (filling.some((byte) => byte !== 0))
      throw damaged(`${header.name} 之后的填充被改动`, `the filling after ${header.name} was changed`)
    members.set(header.name, { name: header.name, size: header.size, start })
    at = end + paddingAfter(header.size)
  }
}

function isOurs(name: string): boolean {
  return /^(README\.txt|secret|MANIFEST\.(json|sha256)|tables\/[a-z0-9_]+\/\d{6,}\.copy\.gz|files\/[0-9a-f]{64})$/.test(
    name,
  )
}

async function readManifest(file: FileHandle, members: Map<string, Member>): Promise<BackupManifest> {
  const [manifest, sum] = [members.get(MEMBER.manifest), members.get(MEMBER.manifestSha256)]
  if (!manifest || !sum) throw damaged('没有清单，备份没有写完', 'it has no manifest: the backup was not finished')
  const bytes = await readAt(file, manifest.start, manifest.size)
  const said = (await readAt(file, sum.start, sum.size)).toString()
  const found = createHash('sha256').update(bytes).digest('hex')
  if (said !== `${found}  ${MEMBER.manifest}\n`)
    throw damaged('清单与其校验和不符', 'the manifest does not agree with its checksum')
  return BackupManifest.parse(JSON.parse(bytes.toString()))
}

async function checkMembers(
  file: FileHandle,
  members: Map<string, Member>,
  manifest: BackupManifest,
  onProgress: (done: number) => void,
): Promise<void> {
  const listed = [manifest.readme, manifest.secret, ...manifest.tables.flatMap((table) => table.parts)]
  const expected = new Map(listed.map(({ name, sha256 }) => [name, sha256]))
  for (const member of members.values()) {
    if (member.name === MEMBER.manifest || member.name === MEMBER.manifestSha256) continue
    const sha256 = member.name.startsWith(MEMBER.files)
      ? member.name.slice(MEMBER.files.length)
      : expected.get(member.name)
    expected.delete(member.name)
    if (sha256 === undefined) throw damaged(`${member.name} 不在清单中`, `${member.name} is not in its manifest`)
    const digest = createHash('sha256')
    for await (const piece of piecesOf(file, member)) digest.update(piece)
    if (digest.digest('hex') !== sha256)
      throw damaged(`${member.name} 的内容被改动`, `the content of ${member.name} was changed`)
    onProgress(member.start + member.size)
  }
  const [gone] = expected.keys()
  if (gone !== undefined) throw damaged(`缺少 ${gone}`, `${gone} is missing`)
  const files = [...members.keys()].filter((name) => name.startsWith(MEMBER.files)).length
  if (files !== manifest.files.count)
    throw damaged(
      `附件有 ${files} 个，应为 ${manifest.files.count} 个`,
      `it holds ${files} files, there should be ${manifest.files.count}`,
    )
}

async function readAt(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, start + filled)
    if (bytesRead === 0) return bytes.subarray(0, filled)
    filled += bytesRead
  }
  return bytes
}

async function* piecesOf(file: FileHandle, member: Member): AsyncGenerator<Buffer> {
  for (let at = 0; at < member.size; at += PIECE_BYTES)
    yield await readAt(file, member.start + at, Math.min(PIECE_BYTES, member.size - at))
}
