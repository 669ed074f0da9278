export const BLOCK = 512

/** What a header block says; `undefined` size never occurs: an unreadable header is no header. */
export type TarHeader = { name: string; size: number }

/**
 * The one header that a pack uses for a member: POSIX ustar, plain file, mode 0644, owner 0, time 0, no extensions. Everything
 * but name and size is fixed, so any other byte in it is a change. Throws when the name or size does not fit ustar.
 */
export function tarHeader(name: string, size: number): Buffer {
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new RangeError(`member name does not fit: ${name}`)
  if (!Number.isSafeInteger(size) || size < 0 || size >= 8 * 1024 ** 3)
    throw new RangeError(`member ${name} is too large for ustar`)
  const block = Buffer.alloc(BLOCK)
  block.write(name, 0, 'latin1')
  block.write('0000644\0', 100, 'latin1')
  block.write('0000000\0', 108, 'latin1')
  block.write('0000000\0', 116, 'latin1')
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  block.write('00000000000\0', 136, 'latin1')
  block.write('0', 156, 'latin1')
  block.write('ustar\x0000', 257, 'latin1')
  block.write('0000000\0', 329, 'latin1')
  block.write('0000000\0', 337, 'latin1')
  block.write(`${checksumOf(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

/** Reads name and size from any sound tar header, also from one that our writer would not have written; undefined otherwise. */
export function readTarHeader(block: Uint8Array): TarHeader | undefined {
  const text = Buffer.from(block.buffer, block.byteOffset, BLOCK).toString('latin1')
  const checksum = /^ *([0-7]{1,7})[\0 ]/.exec(text.slice(148, 156))
  if (checksum === null || Number.parseInt(checksum[1]!, 8) !== checksumOf(block)) return undefined
  return readNameAndSize(block)
}

/** Name and size whatever the checksum says: for looking on behind a header that was damaged elsewhere. */
export function readNameAndSize(block: Uint8Array): TarHeader | undefined {
  const text = Buffer.from(block.buffer, block.byteOffset, BLOCK).toString('latin1')
  const name = text.slice(0, 100).split('\0')[0]!
  const size = /^ *([0-7]{1,11})[\0 ]/.exec(text.slice(124, 136))
  if (name === '' || size === null) return undefined
  return { name, size: Number.parseInt(size[1]!, 8) }
}

/** Zero bytes that fill a member's last block. */
export function paddingAfter(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

function checksumOf(block: Uint8Array): number {
  let sum = 8 * 0x20
  for (let at = 0; at < BLOCK; at++) if (at < 148 || at >= 156) sum += block[at]!
  return sum
}
