import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { equalHashes } from './merkle/hash.ts'

// Signed notes and checkpoints by https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint, Ed25519 only.
// Pure: whoever calls brings the signing and verifying (node:crypto on the server).

/** Key name and raw 32-byte Ed25519 public key; the vkey text `name+keyid+base64` carries both. */
export type NoteKey = { name: string; publicKey: Uint8Array }
export type NoteSigner = NoteKey & { sign(message: Uint8Array): Uint8Array }
export type VerifySignature = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean
export type NoteSignature = { name: string; keyId: Uint8Array; signature: Uint8Array }
export type Note = { text: string; signatures: NoteSignature[] }

const ED25519 = 1
const NOTE_MAX_CHARACTERS = 1_000_000
const SIGNATURES_MAX = 100

/** First four bytes of SHA-256(name, newline, 0x01, public key). */
export function keyIdOf(key: NoteKey): Uint8Array {
  return sha256(concatBytes(utf8ToBytes(`${key.name}\n`), Uint8Array.of(ED25519), key.publicKey)).subarray(0, 4)
}

/** The text by which people pass a verifying key on. Throws on a name that a note cannot carry. */
export function formatVkey(key: NoteKey): string {
  checkKey(key)
  return `${key.name}+${bytesToHex(keyIdOf(key))}+${toBase64(concatBytes(Uint8Array.of(ED25519), key.publicKey))}`
}

/** Undefined when the text is not a well-formed Ed25519 vkey, or its key id does not belong to it. */
export function parseVkey(vkey: string): NoteKey | undefined {
  const match = /^([^+\s]{1,200})\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{1,100})$/u.exec(vkey)
  if (match === null) return undefined
  const bytes = fromBase64(match[3]!)
  if (bytes === undefined || bytes.length !== 33 || bytes[0] !== ED25519) return undefined
  const key = { name: match[1]!, publicKey: bytes.subarray(1) }
  return bytesToHex(keyIdOf(key)) === match[2] ? key : undefined
}

/** Whole hash of the public key, hex: for reading aloud and comparing, where the four-byte key id is too short. */
export function keyFingerprint(key: NoteKey): string {
  return bytesToHex(sha256(key.publicKey))
}

/** The note: text, blank line, one signature line. `text` must end in a newline and hold no other control character. */
export function signNote(text: string, signer: NoteSigner): string {
  checkKey(signer)
  if (!isNoteText(text)) throw new RangeError('a note text ends in a newline and holds no control characters')
  const signature = signer.sign(utf8ToBytes(text))
  return `${text}\n— ${signer.name} ${toBase64(concatBytes(keyIdOf(signer), signature))}\n`
}

/** Takes a note apart without judging its signatures; undefined when it is malformed in any place. */
export function parseNote(note: string): Note | undefined {
  if (note.length > NOTE_MAX_CHARACTERS || !note.endsWith('\n')) return undefined
  const blank = note.lastIndexOf('\n\n')
  if (blank < 0) return undefined
  const text = note.slice(0, blank + 1)
  const lines = note.slice(blank + 2, -1).split('\n')
  if (!isNoteText(text) || lines.length > SIGNATURES_MAX) return undefined
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const match = /^— ([^+\s]+) ([A-Za-z0-9+/=]+)$/u.exec(line)
    const bytes = match === null ? undefined : fromBase64(match[2]!)
    if (match === null || bytes === undefined || bytes.length < 5) return undefined
    signatures.push({ name: match[1]!, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) })
  }
  return { text, signatures }
}

export type OpenedNote =
  | { ok: true; text: string; key: NoteKey }
  | { ok: false; reason: 'malformed' | 'unknown_key' | 'bad_signature' }

/** Opens a note that must be signed by one of `keys`. Unknown signatures are passed over; a known key's wrong signature rejects the note. */
export function openNote(note: string, keys: readonly NoteKey[], verify: VerifySignature): OpenedNote {
  const parsed = parseNote(note)
  if (parsed === undefined) return { ok: false, reason: 'malformed' }
  const message = utf8ToBytes(parsed.text)
  let signedBy: NoteKey | undefined
  for (const { name, keyId, signature } of parsed.signatures) {
    const key = keys.find((known) => known.name === name && equalHashes(keyIdOf(known), keyId))
    if (key === undefined) continue
    if (signature.length !== 64 || !verify(key.publicKey, message, signature))
      return { ok: false, reason: 'bad_signature' }
    signedBy ??= key
  }
  return signedBy === undefined ? { ok: false, reason: 'unknown_key' } : { ok: true, text: parsed.text, key: signedBy }
}

/** A tree head. `madeAt` (UTC, RFC 3339) is our one extension line, `time …`; undefined when the line is absent. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array; madeAt?: string | undefined }

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/

/** Origin of an organisation's log, also the name of its keys. */
export function originOf(orgId: string): string {
  return `starproof/${orgId}`
}

/** The text to be signed. Throws on values that would read back as something else. */
export function checkpointText(checkpoint: Checkpoint): string {
  const { origin, size, root, madeAt } = checkpoint
  const text = `${origin}\n${size}\n${toBase64(root)}\n${madeAt === undefined ? '' : `time ${madeAt}\n`}`
  if (parseCheckpoint(text) === undefined) throw new RangeError('not a checkpoint')
  return text
}

/** Strict: unknown extension lines, leading zeroes, loose base64 or an impossible instant make it undefined. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  if (!isNoteText(text)) return undefined
  const lines = text.slice(0, -1).split('\n')
  const [origin, size, root, time] = lines
  if (lines.length < 3 || lines.length > 4 || !origin || /[\s+]/u.test(origin)) return undefined
  if (size === undefined || !/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return undefined
  const rootBytes = fromBase64(root ?? '')
  if (rootBytes === undefined || rootBytes.length !== 32) return undefined
  const madeAt = time?.startsWith('time ') ? time.slice(5) : undefined
  if (time !== undefined && (madeAt === undefined || !INSTANT.test(madeAt) || Number.isNaN(Date.parse(madeAt))))
    return undefined
  return { origin, size: Number(size), root: rootBytes, madeAt }
}

function checkKey(key: NoteKey): void {
  if (!/^[^+\s]{1,200}$/u.test(key.name)) throw new RangeError('a key name holds no spaces and no plus')
  if (key.publicKey.length !== 32) throw new RangeError('an Ed25519 public key is 32 bytes')
}

function isNoteText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the format forbids exactly these
  return text.length > 1 && text.endsWith('\n') && !/[\u0000-\u0009\u000b-\u001f]/.test(text) && text.isWellFormed()
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

/** Only the one canonical spelling: a second spelling of the same bytes would be an unnoticed change. */
function fromBase64(text: string): Uint8Array | undefined {
  if (!/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  return toBase64(bytes) === text ? bytes : undefined
}
