import { X509Certificate } from 'node:crypto'
import { PDF } from '@libpdf/core'
import { describe, expect, it } from 'vitest'
import { ISSUER_CONTEXT } from '#src/certification/signing-key/actions.ts'
import { KEYS_CONTEXT, KEYS_TYPE } from '#src/certification/signing-key/contract.ts'
import { checkFiles } from '#src/cli/verify/check-files.ts'
import type { Material } from '#src/cli/verify/material.ts'
import { readTrusted } from '#src/cli/verify/trust.ts'
import { multibaseOf } from '#src/server/credential/did.ts'
import { type JsonObject, signCredential } from '#src/server/credential/sign.ts'
import type { StatedKey } from '#src/server/credential/stated-key.ts'
import { type CertifiedKey, makeRoot, makeSigner } from '#src/server/signature/certificates.ts'
import { signPdf } from '#src/server/signature/sign-pdf.ts'
import { openAuthority } from '../time-stamping.ts'

const DID = 'did:web:register.beacon.example:api:public:bodies:beacon'
const term = { fromAt: '2026-01-01T00:00:00.000Z', untilAt: '2036-01-01T00:00:00.000Z' }
const RETIRED_AT = '2026-06-01T00:00:00.000Z'

async function body() {
  const root = await makeRoot({ name: '明灯认证 根证书', organisation: '明灯认证' }, term)
  const key = () => makeSigner('ed25519', root, { name: '明灯认证 凭证', organisation: '明灯认证' }, term)
  return { root, old: await key(), current: await key(), stolen: await key() }
}

const material = (name: string, kind: Material['kind'], json: JsonObject): Material => ({
  name,
  kind,
  path: null,
  bytes: Buffer.from(''),
  json,
})
const issuer = (key: CertifiedKey) => ({ id: DID, name: '明灯认证', issuerCertificate: key.certificatePem })

function credential(key: CertifiedKey, at: string) {
  const unsigned = {
    id: `urn:x:${at}`,
    type: ['VerifiableCredential'],
    issuer: issuer(key),
    validFrom: term.fromAt,
    credentialSubject: { id: 'urn:x', name: '蓝鲸制冷设备' },
  }
  return signCredential(unsigned, ISSUER_CONTEXT, { ...key, did: DID }, at)
}

function keysOf(signer: CertifiedKey, root: CertifiedKey, stated: [CertifiedKey, string?][]) {
  const keys: StatedKey[] = stated.map(([key, validUntilAt], nth) => ({
    ...{
      id: `${DID}#stated-${nth}`,
      purpose: 'credential',
      key: multibaseOf(key.certificatePem),
      certificate: key.certificatePem,
    },
    ...{ validFromAt: term.fromAt, ...(validUntilAt ? { validUntilAt } : {}) },
  }))
  const unsigned = {
    id: 'urn:keys',
    type: ['VerifiableCredential', KEYS_TYPE],
    issuer: issuer(signer),
    validFrom: RETIRED_AT,
    credentialSubject: { id: DID, rootCertificates: [root.certificatePem], keys },
  }
  return signCredential(unsigned, KEYS_CONTEXT, { ...signer, did: DID }, '2026-07-01T00:00:00.000Z')
}

describe('a retired key', () => {
  it('verifies what it signed while it was in use, and nothing that it claims to have signed later', async () => {
    const { root, old, current } = await body()
    const keys = material('keys.json', 'keys', await keysOf(current, root, [[old, RETIRED_AT], [current]]))
    const trusted = await readTrusted([root.certificatePem])
    const check = async (at: string) =>
      checkFiles(
        [keys, material('credential.json', 'credential', await credential(old, at))],
        trusted,
        '2026-08-01',
        new Date(0),
      )
    expect((await check('2026-05-31T10:00:00.000Z')).ok).toBe(true)
    const late = await check('2026-06-02T10:00:00.000Z')
    expect(late.ok).toBe(false)
    expect(late.files[1]!.problems[0]!.words.en).toContain('when its key was not in use')
  })

  it('cannot vouch for itself by a list of keys of its own making', async () => {
    const { root, old } = await body()
    // Signed after it was retired, by itself, saying that it never was: the list that the body gave out says otherwise.
    const own = material('own.json', 'keys', await keysOf(old, root, [[old, RETIRED_AT]]))
    const told = await checkFiles([own], await readTrusted([root.certificatePem]), '2026-08-01', new Date(0))
    expect(told.ok).toBe(false)
  })

  it('that a thief dates back on a paper is betrayed by the time stamp, however early the paper claims to be signed', async () => {
    const { root, current } = await body()
    const stolen = await makeSigner('p256', root, { name: '明灯认证 签章', organisation: '明灯认证' }, term)
    const fingerprint = new X509Certificate(stolen.certificatePem).fingerprint256.replaceAll(':', '').toLowerCase()
    const stated = { purpose: 'document' as const, key: fingerprint, certificate: stolen.certificatePem }
    const list = {
      id: 'urn:keys',
      type: ['VerifiableCredential', KEYS_TYPE],
      issuer: issuer(current),
      validFrom: RETIRED_AT,
      credentialSubject: {
        id: DID,
        rootCertificates: [root.certificatePem],
        keys: [
          { purpose: 'credential', key: multibaseOf(current.certificatePem), validFromAt: term.fromAt },
          { ...stated, validFromAt: term.fromAt, validUntilAt: RETIRED_AT },
        ],
      },
    }
    const signed = await signCredential(list, KEYS_CONTEXT, { ...current, did: DID }, '2026-07-01T00:00:00.000Z')
    const authority = await openAuthority()
    const check = async (timeStampUrl?: string) => {
      const pdf = PDF.create()
      pdf.addPage({ size: 'a4' }).drawText('Certificate', { x: 50, y: 700 })
      const seal = { key: stolen, rootPem: root.certificatePem, reason: 'x', signedAt: '2026-05-01T00:00:00.000Z' }
      const done = await signPdf(await pdf.save(), { ...seal, timeStampUrl })
      if (!done.ok) throw new Error(JSON.stringify(done.refusal))
      const paper: Material = { ...material('paper.pdf', 'paper', {}), json: null, bytes: Buffer.from(done.value) }
      const trusted = await readTrusted([root.certificatePem])
      return checkFiles([material('keys.json', 'keys', signed), paper], trusted, '2026-08-01', new Date(0))
    }
    // Without a stamp the claim stands: that is why a stamp can be asked for.
    expect(await check()).toMatchObject({ ok: true })
    const betrayed = await check(authority.url)
    expect(betrayed.files[1]!.problems[0]!.words.en).toContain('when its key was not in use')
    await authority.close()
  })

  it('that the body never stated is refused, though its root certified it', async () => {
    const { root, old, current, stolen } = await body()
    const keys = material('keys.json', 'keys', await keysOf(current, root, [[old, RETIRED_AT], [current]]))
    const told = await checkFiles(
      [keys, material('credential.json', 'credential', await credential(stolen, '2026-05-01T00:00:00.000Z'))],
      await readTrusted([root.certificatePem]),
      '2026-08-01',
      new Date(0),
    )
    expect(told.files[1]!.problems[0]!.words.en).toContain('does not hold this key')
  })

  it('of another body is not taken for this one', async () => {
    const [ours, theirs] = [await body(), await body()]
    const told = await checkFiles(
      [material('credential.json', 'credential', await credential(theirs.current, '2026-05-01T00:00:00.000Z'))],
      await readTrusted([ours.root.certificatePem]),
      '2026-08-01',
      new Date(0),
    )
    expect(told).toMatchObject({ ok: false, files: [{ ok: true, trust: 'other' }] })
  })
})
