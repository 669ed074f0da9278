import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

const BUFFER_BYTES = 256 * 1024

/** A member whose size and hash are known only once it is written: kept in a temporary file until its turn comes. */
export class Spool {
  readonly name: string
  size = 0
  readonly #path: string
  readonly #digest = createHash('sha256')
  #file: FileHandle | undefined
  #waiting: Uint8Array[] = []
  #waitingBytes = 0

  private constructor(path: string, file: FileHandle, name: string) {
    this.#path = path
    this.#file = file
    this.name = name
  }

  static async make(path: string, name: string): Promise<Spool> {
    return new Spool(path, await open(path, 'wx'), name)
  }

  /** Keeps `bytes` until the next flush: the caller must not write into them again. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    this.size += bytes.length
    if (this.#waitingBytes >= BUFFER_BYTES) await this.#flush()
  }

  /** Call once, after the last write. `copy` reads the spooled bytes back. */
  async done() {
    await this.#flush()
    await this.close()
    const copy = async (out: { write(bytes: Uint8Array): Promise<void> }) => {
      for await (const piece of createReadStream(this.#path)) await out.write(piece)
    }
    return { name: this.name, size: this.size, sha256: this.#digest.digest('hex'), copy }
  }

  async fill(pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) await this.write(piece)
    return this.done()
  }

  async close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.close()
  }

  async #flush(): Promise<void> {
    if (this.#waitingBytes === 0) return
    const bytes = Buffer.concat(this.#waiting)
    this.#waiting = []
    this.#waitingBytes = 0
    this.#digest.update(bytes)
    await this.#file!.writeFile(bytes)
  }
}
