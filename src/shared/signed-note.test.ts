import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  checkpointText,
  formatVkey,
  type NoteSigner,
  openNote,
  parseCheckpoint,
  parseNote,
  parseVkey,
  signNote,
  type VerifySignature,
} from './signed-note.ts'

const ed25519: VerifySignature = (publicKey, message, signature) =>
  verify(
    null,
    message,
    createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') },
      format: 'jwk',
    }),
    signature,
  )

function newSigner(name: string): NoteSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url')
  return { name, publicKey: new Uint8Array(raw), sign: (message) => sign(null, message, privateKey) }
}

// Example of the C2SP signed-note family, as published with Go's golang.org/x/mod/sumdb/note and its ports.
const VKEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const NOTE = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`

describe('a signed note', () => {
  it('of the published example opens with its published key', () => {
    const key = parseVkey(VKEY)!
    expect(formatVkey(key)).toBe(VKEY)
    expect(openNote(NOTE, [key], ed25519)).toMatchObject({ ok: true, text: 'This is an example message.\n' })
  })

  it('is rejected after any single character is changed', () => {
    const key = parseVkey(VKEY)!
    for (let at = 0; at < NOTE.length; at++) {
      const changed = NOTE.slice(0, at) + (NOTE[at] === 'x' ? 'y' : 'x') + NOTE.slice(at + 1)
      expect(openNote(changed, [key], ed25519).ok, `character ${at}`).toBe(false)
    }
  })

  it('signed by us opens for us, not for a namesake', () => {
    const signer = newSigner('starproof/acme')
    const note = signNote('hello\n', signer)
    expect(openNote(note, [signer], ed25519)).toMatchObject({ ok: true, text: 'hello\n' })
    expect(openNote(note, [newSigner('starproof/acme')], ed25519)).toEqual({ ok: false, reason: 'unknown_key' })
  })

  it('with a second, unknown signature still opens; with a wrong one of a known key does not', () => {
    const signer = newSigner('starproof/acme')
    const witness = newSigner('witness')
    const note = signNote('hello\n', signer)
    const both = note + signNote('hello\n', witness).split('\n\n')[1]
    expect(openNote(both, [signer], ed25519).ok).toBe(true)
    const forged = note + signNote('other\n', witness).split('\n\n')[1]
    expect(openNote(forged, [signer, witness], ed25519)).toEqual({ ok: false, reason: 'bad_signature' })
  })

  it('refuses texts and names that would read back as something else', () => {
    const signer = newSigner('starproof/acme')
    for (const text of ['', 'no newline', 'tab\there\n', 'null\u0000\n', '\ud800\n'])
      expect(() => signNote(text, signer)).toThrow(RangeError)
    expect(() => signNote('a\n', { ...signer, name: 'two words' })).toThrow(RangeError)
    expect(() => formatVkey({ ...signer, name: 'a+b' })).toThrow(RangeError)
    for (const note of ['', '\n', 'a\n', 'a\n\n', 'a\n\nb\n', 'a\n\n— n\n', 'a\n\n— n AAAA\n', 'a\n\n— n !!!!!!!!\n'])
      expect(parseNote(note)).toBeUndefined()
  })

  it('does not take a key whose id belongs to another', () => {
    expect(parseVkey(VKEY.replace('530d903a', '530d903b'))).toBeUndefined()
    expect(parseVkey(VKEY.slice(0, -1))).toBeUndefined()
    expect(parseVkey('')).toBeUndefined()
  })
})

describe('a checkpoint', () => {
  const root = Uint8Array.from({ length: 32 }, (_, at) => at)
  const checkpoint = { origin: 'starproof/acme', size: 20852163, root, madeAt: '2026-03-01T08:00:00Z' }

  it('has the published shape, with our time as its extension line', () => {
    expect(checkpointText(checkpoint)).toBe(
      'starproof/acme\n20852163\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\ntime 2026-03-01T08:00:00Z\n',
    )
    expect(parseCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint)
    expect(
      parseCheckpoint('example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'),
    ).toMatchObject({ size: 20852163 })
  })

  it('is read strictly', () => {
    const good = checkpointText(checkpoint)
    const bad = [
      good.replace('20852163', '020852163'),
      good.replace('20852163', '-1'),
      good.replace('20852163', '1e3'),
      good.replace('20852163', '99999999999999999999'),
      good.replace('Hh8=', 'Hh9='),
      good.replace('time 2026', 'tome 2026'),
      good.replace('2026-03-01', '2026-13-01'),
      `${good}more\n`,
      good.slice(0, -1),
      `\n${good}`,
      '',
    ]
    for (const text of bad) expect(parseCheckpoint(text), text).toBeUndefined()
    expect(() => checkpointText({ ...checkpoint, origin: 'two\nlines' })).toThrow(RangeError)
    expect(() => checkpointText({ ...checkpoint, size: 1.5 })).toThrow(RangeError)
  })
})
