import { crc32 } from 'node:zlib'

/** Writes a zip of files as they are (not compressed): what is in it is signed or compressed already. Names are UTF-8; `at` is the time of every file. */
export function writeZip(files: readonly { name: string; content: Uint8Array }[], at: string): Buffer {
  const stamp = dosTime(at)
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content } of files) {
    const bytes = Buffer.from(name)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    // Bit 11: the name is UTF-8.
    fields.writeUInt16LE(0x0800, 2)
    fields.writeUInt32LE(stamp, 6)
    fields.writeUInt32LE(crc32(content), 10)
    fields.writeUInt32LE(content.length, 14)
    fields.writeUInt32LE(content.length, 18)
    fields.writeUInt16LE(bytes.length, 22)
    parts.push(Buffer.from('504b0304', 'hex'), fields, bytes, Buffer.from(content))
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('504b01021400', 'hex'), fields, place, bytes)
    offset += 4 + fields.length + bytes.length + content.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, list, end])
}

function dosTime(at: string): number {
  const time = new Date(at)
  const day = ((time.getUTCFullYear() - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate()
  const clock = (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1)
  return ((day << 16) | clock) >>> 0
}
