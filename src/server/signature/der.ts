/** One element of DER: its tag, where its content lies, and where it begins and ends, as offsets into `bytes`. */
export type DerNode = { tag: number; at: number; from: number; to: number; bytes: Uint8Array }

/** Tags that signatures are made of. */
export const TAG = {
  integer: 0x02,
  octets: 0x04,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context1: 0xa1,
} as const

/** Reads the element at `at`. Strict: lengths in their shortest form, nothing beyond `end`. Throws RangeError on anything else. */
export function readDer(bytes: Uint8Array, at = 0, end = bytes.length): DerNode {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || at + 2 > end || (tag & 0x1f) === 0x1f) throw damaged()
  if (first < 0x80) return within({ tag, at, from: at + 2, to: at + 2 + first, bytes }, end)
  const count = first & 0x7f
  if (count === 0 || count > 4 || at + 2 + count > end) throw damaged()
  let length = 0
  for (let nth = 0; nth < count; nth++) length = length * 256 + bytes[at + 2 + nth]!
  if (length < 0x80 || length < 256 ** (count - 1)) throw damaged()
  return within({ tag, at, from: at + 2 + count, to: at + 2 + count + length, bytes }, end)
}

/** The elements inside a constructed one, which they must fill exactly. */
export function childrenOf(node: DerNode): DerNode[] {
  const children: DerNode[] = []
  for (let at = node.from; at < node.to; at = children.at(-1)!.to) children.push(readDer(node.bytes, at, node.to))
  return children
}

/** The whole element, header included. */
export function derBytes(node: DerNode): Uint8Array {
  return node.bytes.subarray(node.at, node.to)
}

export function derContent(node: DerNode): Uint8Array {
  return node.bytes.subarray(node.from, node.to)
}

/** Writes an element whose content is the parts one after the other. */
export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  if (content.length < 0x80) return Buffer.concat([Buffer.of(tag, content.length), content])
  const length: number[] = []
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256)
  return Buffer.concat([Buffer.of(tag, 0x80 + length.length, ...length), content])
}

/** A whole number that is not negative, from its bytes, in its shortest form. */
export function integerDer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const digits = first < 0 ? Buffer.of(0) : bytes.subarray(first)
  return writeDer(TAG.integer, digits[0]! < 0x80 ? digits : Buffer.concat([Buffer.of(0), digits]))
}

function within(node: DerNode, end: number): DerNode {
  if (node.to > end) throw damaged()
  return node
}

function damaged(): RangeError {
  return new RangeError('not DER')
}
