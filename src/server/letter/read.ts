import { hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { canonicalJson } from '#src/shared/canonical.ts'
import { isDeeper, parseJson } from '#src/shared/json.ts'
import { equalHashes } from '#src/shared/merkle/hash.ts'
import {
  formatVkey,
  keyFingerprint,
  type NoteKey,
  openNote,
  originOf,
  parseNote,
  parseVkey,
  type VerifySignature,
} from '#src/shared/signed-note.ts'
import { type FoundMember, PackFile } from '../pack/read.ts'
import { Findings, type PackProblem, printable } from '../pack/report.ts'
import { ed25519Verifier } from '../pack/signing-key.ts'
import { LETTER_LIMIT, LETTER_MEMBER, Letter, letterStatement } from './contract.ts'
import { openSuccession, type Succession } from './succession.ts'
import { walkLetter } from './walk.ts'

/** What is wrong, where (member, byte from the start of the file) and in words. */
export type LetterProblem = PackProblem

export type LetterReport = {
  ok: boolean
  problems: LetterProblem[]
  /** Further problems that were found and not listed. */
  unlisted: number
  /** Bytes of the file. */
  size: number
  /** Null where it could not be read at all; never to be believed unless `ok`. */
  letter: Letter | null
  signer: { vkey: string; fingerprint: string } | null
  /** True when the signing key was one of the keys given. */
  keyExpected: boolean
  /** The successions whose signature holds. */
  successions: Succession[]
  /** Where each enclosed file lies in the letter, by SHA-256. */
  files: Map<string, FoundMember>
}

/**
 * Checks a letter with nothing but the file, memory bounded whatever it holds. `keys` are vkeys the reader trusts; without
 * them it is checked against the keys it brings, which shows damage but not who made it. A bad letter is a report, never an
 * exception; only a `keys` entry that is no vkey throws RangeError.
 */
export async function readLetter(path: string, options: { keys?: readonly string[] } = {}): Promise<LetterReport> {
  const expected = (options.keys ?? []).map((vkey) => {
    const key = parseVkey(vkey)
    if (key === undefined) throw new RangeError(`not a verifying key: ${vkey}`)
    return key
  })
  const found = new Findings()
  const report: LetterReport = {
    ok: false,
    problems: found.problems,
    unlisted: 0,
    size: 0,
    letter: null,
    signer: null,
    keyExpected: false,
    successions: [],
    files: new Map(),
  }
  try {
    await readInto(report, path, expected, found)
  } catch (fault) {
    // Fails closed: whatever a hostile or unreadable file provokes is a letter that did not verify.
    const reason = fault instanceof Error ? fault.message : String(fault)
    found.add('damaged', { offset: 0 }, { zh: `无法读取: ${reason}`, en: `cannot be read: ${reason}` })
  }
  report.unlisted = found.unlisted
  report.ok = !found.any && report.letter !== null && report.signer !== null
  return report
}

async function readInto(
  report: LetterReport,
  path: string,
  expected: readonly NoteKey[],
  found: Findings,
): Promise<void> {
  const handle = await open(path, 'r')
  try {
    const file = new PackFile(handle, (await handle.stat()).size)
    report.size = file.size
    const members = await walkLetter(file, found)
    if (members.length === 0) return
    const text = await smallMember(file, members, 0, LETTER_MEMBER.letter, LETTER_LIMIT.letterBytes, found)
    const note = await smallMember(file, members, 1, LETTER_MEMBER.signature, LETTER_LIMIT.noteBytes, found)
    const letter = text === undefined ? undefined : parseLetter(text, members[0]!.start, found)
    if (letter === undefined || text === undefined) return
    report.letter = letter
    if (note !== undefined) checkSignature(report, letter, text, { note, at: members[1]!.start }, expected, found)
    await checkFiles(report, file, letter, members.slice(2), found)
  } finally {
    await handle.close()
  }
}

async function smallMember(
  file: PackFile,
  members: readonly FoundMember[],
  place: number,
  name: string,
  limit: number,
  found: Findings,
): Promise<Buffer | undefined> {
  const member = members[place]
  if (member?.name !== name) {
    const offset = member === undefined ? file.size : member.start - 512
    found.add('removed', { member: name, offset }, { zh: `此处应为 ${name}`, en: `${name} should stand here` })
    return undefined
  }
  if (member.size <= limit) return file.read(member.start, member.size)
  found.add('damaged', { member: name, offset: member.start }, { zh: `${name} 过大`, en: `${name} is too large` })
  return undefined
}

function parseLetter(bytes: Buffer, offset: number, found: Findings): Letter | undefined {
  const text = bytes.toString()
  const value = isDeeper(text, LETTER_LIMIT.depth) ? undefined : parseJson(text)
  const parsed = Letter.safeParse(value)
  // Also where it says nothing else: a second spelling of the same words would be an unnoticed change.
  if (!parsed.success || canonicalText(value) !== text) {
    found.add(
      'changed',
      { member: LETTER_MEMBER.letter, offset },
      { zh: '函件正文不是星证所写的样子', en: 'the letter is not as Starproof writes it' },
    )
  }
  return parsed.success ? parsed.data : undefined
}

function checkSignature(
  report: LetterReport,
  letter: Letter,
  text: Buffer,
  { note, at }: { note: Buffer; at: number },
  expected: readonly NoteKey[],
  found: Findings,
): void {
  const signature = { member: LETTER_MEMBER.signature, offset: at }
  const verify = ed25519Verifier()
  const keys = keysOf(letter, found)
  const opened = openNote(note.toString(), [...keys, ...expected], verify)
  if (!opened.ok) {
    const words = {
      malformed: { zh: '签名的格式不对', en: 'the signature is malformed' },
      unknown_key: { zh: '签名所用的密钥不在函件所列之中', en: 'the letter is signed by a key it does not list' },
      bad_signature: { zh: '签名不成立', en: 'the signature does not hold' },
    }
    found.add('changed', signature, words[opened.reason])
    return
  }
  report.signer = { vkey: formatVkey(opened.key), fingerprint: keyFingerprint(opened.key) }
  if (parseNote(note.toString())!.signatures.length !== 1)
    found.add('inserted', signature, { zh: '签名多出一行', en: 'there is more than one signature' })
  if (opened.text !== letterStatement(letter.from.orgId, hash('sha256', text, 'hex'))) {
    found.add(
      'changed',
      { member: LETTER_MEMBER.letter, offset: 512 },
      { zh: '函件正文在签名之后被改动', en: 'the letter was changed after it was signed' },
    )
  }
  if (!isValidAt(letter, report.signer.vkey))
    found.add('changed', signature, {
      zh: '签名时该密钥不在有效期内',
      en: 'the key was not valid when the letter was signed',
    })
  report.keyExpected = expected.some((key) => equalHashes(key.publicKey, opened.key.publicKey))
  if (expected.length > 0 && !report.keyExpected)
    found.add('changed', signature, {
      zh: '签名者不是所期待的密钥',
      en: 'the letter is signed by another key than the one expected',
    })
  report.successions = successionsOf(letter, verify, found)
}

function keysOf(letter: Letter, found: Findings): NoteKey[] {
  return letter.keys.flatMap(({ vkey }) => {
    const key = parseVkey(vkey)
    if (key?.name === originOf(letter.from.orgId)) return [key]
    found.add(
      'changed',
      { member: LETTER_MEMBER.letter, offset: 512 },
      { zh: '函件中的一把公钥无效', en: 'a key in the letter is not valid' },
    )
    return []
  })
}

function isValidAt({ keys, madeAt }: Letter, vkey: string): boolean {
  const at = Date.parse(madeAt)
  return keys.some(
    (key) =>
      key.vkey === vkey &&
      Date.parse(key.validFrom) <= at &&
      (key.validUntil === null || at <= Date.parse(key.validUntil)),
  )
}

function successionsOf(letter: Letter, verify: VerifySignature, found: Findings): Succession[] {
  return letter.successions.flatMap((note) => {
    const succession = openSuccession(letter.from.orgId, note, verify)
    if (succession !== undefined) return [succession]
    found.add(
      'changed',
      { member: LETTER_MEMBER.letter, offset: 512 },
      { zh: '函件中的一份密钥交接不成立', en: 'a succession of keys in the letter does not hold' },
    )
    return []
  })
}

async function checkFiles(
  report: LetterReport,
  file: PackFile,
  letter: Letter,
  members: readonly FoundMember[],
  found: Findings,
): Promise<void> {
  for (const [place, { sha256, size }] of letter.files.entries()) {
    const name = LETTER_MEMBER.files + sha256
    const member = members[place]
    if (member?.name !== name) {
      const offset = member === undefined ? file.size : member.start - 512
      found.add('removed', { member: name, offset }, { zh: '附件不在原处', en: 'an enclosed file is not in its place' })
      return
    }
    if (member.size !== size || (await file.sha256(member)) !== sha256) {
      found.add(
        'changed',
        { member: name, offset: member.start },
        { zh: '附件的内容被改动', en: 'the content of an enclosed file was changed' },
      )
    }
    report.files.set(sha256, member)
  }
  for (const { name, start } of members.slice(letter.files.length)) {
    const shown = printable(name)
    found.add(
      'inserted',
      { member: name, offset: start - 512 },
      { zh: `多出未列的成员 ${shown}`, en: `${shown} is not listed in the letter` },
    )
  }
}

function canonicalText(value: unknown): string | undefined {
  try {
    return canonicalJson(value)
  } catch {
    return undefined
  }
}
