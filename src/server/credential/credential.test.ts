import { beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '#src/shared/canonical.ts'
import { type CertifiedKey, makeRoot, makeSigner } from '../signature/certificates.ts'
import { checkCredential } from './check.ts'
import { didDocument, didWebOf, keyIdOf, multibaseOf, publicKeyOf, readKeyId } from './did.ts'
import { type JsonObject, signCredential } from './sign.ts'
import { readStatus, STATUS_LIST_LENGTH, statusEntry, statusListCredential } from './status-list.ts'

const AT = '2026-11-16T01:00:00.000Z'
const did = didWebOf('https://beacon.example:8443', ['bodies', 'beacon'])
const term = { fromAt: '2026-01-01T00:00:00.000Z', untilAt: '2036-01-01T00:00:00.000Z' }
const words = {
  stars: 'urn:starproof:certificate#stars',
  outlets: { '@id': 'urn:starproof:certificate#outlets', '@container': '@list' },
}
const url = 'https://beacon.example/status/suspension/0'

let key: CertifiedKey
let credential: JsonObject

beforeAll(async () => {
  const root = await makeRoot({ name: '明灯认证 根证书', organisation: '明灯认证' }, term)
  key = await makeSigner('ed25519', root, { name: '明灯认证 凭证', organisation: '明灯认证' }, term)
  credential = await signCredential(
    {
      id: 'urn:uuid:0198a000-0000-7000-8000-000000000009',
      type: ['VerifiableCredential'],
      issuer: { id: did, name: '明灯认证' },
      validFrom: AT,
      credentialStatus: statusEntry(url, 'suspension', 7),
      credentialSubject: {
        id: 'urn:uscc:91310000MA1K00000X',
        name: '蓝鲸制冷设备',
        stars: 5,
        outlets: ['上海', '杭州'],
      },
    },
    words,
    { ...key, did },
    AT,
  )
})

const changedText = (from: string, to: string) => JSON.parse(JSON.stringify(credential).replace(from, to)) as JsonObject

describe('a credential', () => {
  it('is what the issuer signed, by the key named in its proof', async () => {
    expect(await checkCredential(credential)).toEqual({
      ok: true,
      changed: [],
      issuer: { did, name: '明灯认证' },
      publicKeyMultibase: multibaseOf(key.certificatePem),
      createdAt: '2026-11-16T01:00:00Z',
    })
  })

  it.each([
    ['"stars":5', '"stars":4', ['credentialSubject.stars']],
    ['["上海","杭州"]', '["杭州","上海"]', ['credentialSubject.outlets']],
    ['"name":"明灯认证"', '"name":"明镜认证"', ['issuer.name']],
    ['certificate#stars', 'certificate#scars', ['@context']],
    ['"created":"2026-11-16', '"created":"2026-11-17', ['proof']],
    ['"statusListIndex":"7"', '"statusListIndex":"8"', ['credentialStatus.statusListIndex']],
    ['"validFrom":', '"validTill":"x","validFrom":', ['validTill']],
  ])('with %s changed to %s is refused, and the member named', async (from, to, changed) => {
    expect(await checkCredential(changedText(from, to))).toMatchObject({ ok: false, changed })
  })

  it('is refused with any byte changed, or says the same as before', async () => {
    const text = Buffer.from(JSON.stringify(credential))
    const accepted: string[] = []
    for (let at = 0; at < text.length; at += 11) {
      const other = Buffer.from(text)
      other[at] = other[at]! ^ 1
      const parsed = parse(other.toString('utf8'))
      if (!parsed || canonicalJson(parsed) === canonicalJson(credential)) continue
      if ((await checkCredential(parsed)).ok) accepted.push(`${at} ${text.toString('utf8', at - 10, at + 10)}`)
    }
    expect(accepted).toEqual([])
  }, 60_000)

  it('signed by the key of somebody else is refused, though it names the issuer', async () => {
    const proof = {
      ...(credential.proof as JsonObject),
      verificationMethod: keyIdOf('did:web:else.example', multibaseOf(key.certificatePem)),
    }
    expect((await checkCredential({ ...credential, proof })).ok).toBe(false)
  })

  it.each([
    {},
    { proof: 7 },
    { proof: { verificationMethod: 'did:web:x#z6Mk' } },
    { '@context': ['https://unknown.example/context'] },
  ])('of nothing but %j is refused without a fault', async (wrong) => {
    expect((await checkCredential(wrong)).ok).toBe(false)
  })

  it('is never signed under a certificate of another key', async () => {
    const root = await makeRoot({ name: 'r', organisation: 'r' }, term)
    const other = await makeSigner('ed25519', root, { name: 'x', organisation: 'x' }, term)
    const mixed = { pkcs8: key.pkcs8, certificatePem: other.certificatePem, did }
    await expect(signCredential({}, {}, mixed, AT)).rejects.toThrow('another key')
  })
})

describe('a status list', () => {
  it('is a credential that tells who is suspended', async () => {
    const list = {
      url,
      issuer: { id: did },
      purpose: 'suspension' as const,
      set: [7, STATUS_LIST_LENGTH - 1],
      validFromAt: AT,
      validUntilAt: '2026-11-17T01:00:00.000Z',
    }
    const signed = await signCredential(await statusListCredential(list), {}, { ...key, did }, AT)
    expect(await checkCredential(signed)).toMatchObject({ ok: true })
    expect(await readStatus(signed, 7)).toBe(true)
    expect(await readStatus(signed, 8)).toBe(false)
    expect(await readStatus(signed, STATUS_LIST_LENGTH - 1)).toBe(true)
    expect(await readStatus(signed, STATUS_LIST_LENGTH)).toBeUndefined()
    expect(await readStatus({ credentialSubject: { encodedList: 'unreadable' } }, 0)).toBeUndefined()
  })
})

describe('an issuer', () => {
  it('is found under the address of its page, port included', () => {
    expect(did).toBe('did:web:beacon.example%3A8443:bodies:beacon')
  })

  it('shows every key, and since when a retired one no longer signs', () => {
    const one = multibaseOf(key.certificatePem)
    const document = didDocument(did, [{ publicKeyMultibase: one, validUntilAt: AT }], [])
    expect(document).toMatchObject({
      id: did,
      alsoKnownAs: [],
      verificationMethod: [{ id: keyIdOf(did, one), revoked: AT }],
    })
    expect(readKeyId(keyIdOf(did, one))).toEqual({ did, publicKeyMultibase: one })
    expect(readKeyId('did:web:x')).toBeUndefined()
    expect(publicKeyOf(key.certificatePem)).toHaveLength(60)
  })
})

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}
