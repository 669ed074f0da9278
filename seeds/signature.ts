import { deflateSync } from 'node:zlib'
import { drawn } from './seeding.ts'

const WIDTH = 240
const HEIGHT = 90

/** A PNG of a scribble that repeats for the same name: signatures of demo customers. */
export function signaturePng(name: string): Buffer {
  // One byte of filter and one bit-grey byte a pixel: 255 paper, 40 ink.
  const rows = Buffer.alloc((WIDTH + 1) * HEIGHT, 255)
  for (let y = 0; y < HEIGHT; y++) rows[y * (WIDTH + 1)] = 0
  const turn = (key: string, range: number) => drawn(`${name} ${key}`, range)
  const [height, waves, lean] = [18 + turn('height', 18), 3 + turn('waves', 5), turn('lean', 20) - 10]
  for (let step = 0; step < 2400; step++) {
    const along = step / 2400
    const swing = Math.sin(along * Math.PI * 2 * waves) * height * (1 - along / 2)
    const x = 20 + along * (WIDTH - 50) + Math.cos(along * 40 + turn('phase', 6)) * 6
    const y = HEIGHT / 2 + swing + lean * (along - 0.5)
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const) {
      const [px, py] = [Math.round(x + dx), Math.round(y + dy)]
      if (px >= 0 && px < WIDTH && py >= 0 && py < HEIGHT) rows[py * (WIDTH + 1) + 1 + px] = 40
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  header.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

function crc32(bytes: Buffer): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
