import { hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { BLOCK, paddingAfter, tarHeader } from '#src/server/pack/tar.ts'

export type Written = { name: string; size: number; sha256: string }

/** A tar file being written, readable by its owner only. */
export class TarWriter {
  readonly #file: FileHandle
  bytes = 0

  constructor(file: FileHandle) {
    this.#file = file
  }

  static async make(path: string): Promise<TarWriter> {
    return new TarWriter(await open(path, 'wx', 0o600))
  }

  async member(name: string, content: Uint8Array): Promise<Written> {
    await this.stream(name, content.length, [content])
    return { name, size: content.length, sha256: hash('sha256', content, 'hex') }
  }

  /** Throws when the pieces are not exactly `size` bytes. */
  async stream(name: string, size: number, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    await this.#write(tarHeader(name, size))
    const start = this.bytes
    for await (const piece of pieces) await this.#write(piece)
    if (this.bytes - start !== size) throw new Error(`${name} has ${this.bytes - start} bytes, ${size} were announced`)
    await this.#write(Buffer.alloc(paddingAfter(size)))
  }

  /** Ends the archive; on disk when it resolves. */
  async finish(): Promise<void> {
    await this.#write(Buffer.alloc(2 * BLOCK))
    await this.#file.sync()
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  async #write(bytes: Uint8Array): Promise<void> {
    await this.#file.writeFile(bytes)
    this.bytes += bytes.length
  }
}
