import { createHash, hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { canonicalJson } from '#src/shared/canonical.ts'
import { type NoteSigner, signNote } from '#src/shared/signed-note.ts'
import { BLOCK, paddingAfter, tarHeader } from '../pack/tar.ts'
import { LETTER_LIMIT, LETTER_MEMBER, Letter, type LetterFile, letterStatement } from './contract.ts'

/** A file to enclose; `open` is called once, when its turn comes. */
export type EnclosedFile = LetterFile & { open(): AsyncIterable<Uint8Array> }

/** `signer` must be among `keys`. The same file is enclosed once, however often it is given. */
export type LetterSource = Omit<Letter, 'format' | 'version' | 'files'> & {
  files: readonly EnclosedFile[]
  signer: NoteSigner
}

/**
 * The bytes of a signed letter, in flat memory. Throws (in the stream) when a file is not what its hash says, and at once when
 * something is no letter: what was written to its end can be read.
 */
export function writeLetter(source: LetterSource): Readable {
  const { signer, files, ...rest } = source
  const enclosed = [...new Map(files.map((file) => [file.sha256, file])).values()].sort((a, b) =>
    a.sha256 < b.sha256 ? -1 : 1,
  )
  const letter = Letter.parse({
    format: 'starletter',
    version: 1,
    ...rest,
    files: enclosed.map(({ sha256, name, size, mediaType }) => ({ sha256, name, size, mediaType })),
  })
  const text = Buffer.from(canonicalJson(letter))
  if (text.length > LETTER_LIMIT.letterBytes) throw new RangeError('the letter is too long')
  const statement = letterStatement(letter.from.orgId, hash('sha256', text, 'hex'))
  return Readable.from(containerOf(text, Buffer.from(signNote(statement, signer)), enclosed), { objectMode: false })
}

async function* containerOf(
  text: Buffer,
  signature: Buffer,
  files: readonly EnclosedFile[],
): AsyncGenerator<Uint8Array> {
  yield* member(LETTER_MEMBER.letter, text)
  yield* member(LETTER_MEMBER.signature, signature)
  for (const file of files) {
    yield tarHeader(LETTER_MEMBER.files + file.sha256, file.size)
    const digest = createHash('sha256')
    let size = 0
    for await (const piece of file.open()) {
      digest.update(piece)
      size += piece.length
      yield piece
    }
    if (size !== file.size || digest.digest('hex') !== file.sha256)
      throw new Error(`file ${file.sha256} is not what its name says`)
    yield Buffer.alloc(paddingAfter(size))
  }
  yield Buffer.alloc(2 * BLOCK)
}

function* member(name: string, content: Buffer): Generator<Uint8Array> {
  yield tarHeader(name, content.length)
  yield content
  yield Buffer.alloc(paddingAfter(content.length))
}
