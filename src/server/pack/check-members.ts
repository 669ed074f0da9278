import { hash } from 'node:crypto'
import type { Checkpoint } from '#src/shared/signed-note.ts'
import { checkEntries, checkLeaves, type EntriesSeen, named } from './check-entries.ts'
import type { Bench } from './check-manifest.ts'
import { eachLine, entryChunks, readEntry } from './entry-lines.ts'
import { entryLine, indexLine, MEMBER } from './format.ts'
import { nameDifferences } from './name-differences.ts'
import type { FoundMember } from './read.ts'
import { printable } from './report.ts'

/** Entries, leaves and index against the signed roots and against each other. */
export async function checkLog(bench: Bench, checkpoints: readonly Checkpoint[]): Promise<EntriesSeen> {
  const { members, found } = bench
  const chunks = entryChunks(members)
  const leaves = members.get(MEMBER.leaves)
  const leavesSeen = leaves === undefined ? undefined : await checkLeaves(bench, leaves, checkpoints)
  const seen = await checkEntries(bench, chunks, leaves)
  const sameCount = leavesSeen === undefined || leavesSeen.count === seen.count
  if (!seen.inStep || !sameCount || leavesSeen === undefined || leavesSeen.badBatch !== undefined) {
    await nameDifferences(bench, chunks, leaves, { entries: seen, leaves: leavesSeen }, checkpoints)
  }
  for (const [name, sha256] of seen.chunkSha256) {
    if (sha256 === listedHash(bench, name)) continue
    if (seen.inStep && !found.knows(name)) await nameQuietChanges(bench, chunks, name)
    checkListed(bench, name, sha256)
  }
  if (leavesSeen !== undefined) checkListed(bench, MEMBER.leaves, leavesSeen.sha256)
  await checkIndex(bench, chunks, seen)
  for (const [sha256, { entry, fields }] of seen.filesMissing) {
    found.add(
      'removed',
      {
        member: MEMBER.files + sha256,
        entry,
        id: printable(fields.id),
        recordType: printable(fields.recordType),
        recordId: printable(fields.recordId),
      },
      {
        zh: `第 ${entry} 条 (${named(fields)}) 所提到的文件不在包中`,
        en: `a file that entry ${entry} (${named(fields)}) mentions is not in the pack`,
      },
    )
  }
  return seen
}

/** Changes that leave every leaf and commitment true: an entry blanked as if erased, or written in other words. */
async function nameQuietChanges(bench: Bench, chunks: readonly FoundMember[], name: string): Promise<void> {
  const kept = new Map<number, boolean>()
  const index = bench.members.get(MEMBER.index)
  let at = 0
  if (index !== undefined) {
    await eachLine(bench.file, index, (line) => {
      kept.set(at++, line.subarray(-5).toString() === '\tkept')
    })
  }
  at = 0
  for (const chunk of chunks) {
    await eachLine(bench.file, chunk, (line, offset) => {
      const entry = chunk.name === name ? readEntry(line) : undefined
      const number = ++at
      if (entry === undefined) return
      const { fields } = entry
      const where = {
        member: name,
        entry: number,
        id: printable(fields.id),
        recordType: printable(fields.recordType),
        recordId: printable(fields.recordId),
        offset,
      }
      if (entry.content === null && kept.get(number - 1) === true) {
        bench.found.add('removed', where, {
          zh: `第 ${number} 条 (${named(fields)}) 的内容在签名之后被抹去`,
          en: `the content of entry ${number} (${named(fields)}) was taken out after signing`,
        })
      } else if (entryLine(entry) !== `${line.toString()}\n`) {
        bench.found.add('changed', where, {
          zh: `第 ${number} 条 (${named(fields)}) 的写法被改动`,
          en: `entry ${number} (${named(fields)}) is written in another way`,
        })
      }
    })
  }
}

async function checkIndex(bench: Bench, chunks: readonly FoundMember[], seen: EntriesSeen): Promise<void> {
  const index = bench.members.get(MEMBER.index)
  if (index === undefined) return
  const sha256 = await bench.file.sha256(index)
  if (
    sha256 !== listedHash(bench, MEMBER.index) ||
    (seen.indexSha256 !== undefined && seen.indexSha256 !== sha256 && !bench.found.any)
  ) {
    await nameIndexLine(bench, chunks, index)
  }
  checkListed(bench, MEMBER.index, sha256)
}

async function nameIndexLine(bench: Bench, chunks: readonly FoundMember[], index: FoundMember): Promise<void> {
  const digests: string[] = []
  for (const chunk of chunks) {
    await eachLine(bench.file, chunk, (line) => {
      const entry = readEntry(line)
      digests.push(entry === undefined ? '' : shortHash(indexLine(entry.fields, entry.content === null)))
    })
  }
  let at = 0
  let said = false
  await eachLine(bench.file, index, (line, offset, whole) => {
    if (!said && (!whole || digests[at] !== shortHash(`${line.toString()}\n`))) {
      said = true
      bench.found.add(
        'changed',
        { member: MEMBER.index, entry: at + 1, offset },
        {
          zh: `index.tsv 第 ${at + 1} 行与记录不符`,
          en: `line ${at + 1} of index.tsv does not agree with its entry`,
        },
      )
    }
    at++
  })
}

function shortHash(text: string): string {
  return hash('sha256', text, 'base64').slice(0, 16)
}

/** Members that are only bytes to us: files by their own names, and whatever the company added. */
export async function checkOthers(bench: Bench): Promise<number> {
  let files = 0
  for (const member of bench.members.values()) {
    const { name } = member
    if (
      name === MEMBER.manifest ||
      name === MEMBER.manifestSignature ||
      name === MEMBER.leaves ||
      name === MEMBER.index
    )
      continue
    if (name.startsWith(MEMBER.entries)) continue
    const sha256 = await bench.file.sha256(member)
    if (name.startsWith(MEMBER.files)) {
      files++
      if (name !== MEMBER.files + sha256 && sha256 === listedHash(bench, name)) {
        bench.found.add(
          'changed',
          { member: name },
          { zh: '文件内容与其名不符', en: 'a file is not what its name says' },
        )
      }
    }
    checkListed(bench, name, sha256)
  }
  return files
}

export function checkCounts(bench: Bench, seen: { entries: number; erased: number; files: number }): void {
  const counts = bench.manifest?.counts
  if (counts === undefined || bench.found.any) return
  if (counts.entries === seen.entries && counts.erased === seen.erased && counts.files === seen.files) return
  bench.found.add(
    'changed',
    { member: MEMBER.manifest },
    { zh: '清单所载数目与包内不符', en: 'the counts in the manifest are not those of the pack' },
  )
}

function checkListed(bench: Bench, name: string, sha256: string): void {
  const listed = listedHash(bench, name)
  if (listed === undefined || listed === sha256 || bench.found.knows(name)) return
  const member = printable(name)
  bench.found.add(
    'changed',
    { member: name },
    { zh: `成员 ${member} 的内容被改动`, en: `the content of ${member} was changed` },
  )
}

const listedOf = new WeakMap<object, Map<string, string>>()

function listedHash(bench: Bench, name: string): string | undefined {
  if (bench.manifest === undefined) return undefined
  let listed = listedOf.get(bench.manifest)
  if (listed === undefined) {
    listed = new Map(bench.manifest.members.map((member) => [member.name, member.sha256]))
    listedOf.set(bench.manifest, listed)
  }
  return listed.get(name)
}
