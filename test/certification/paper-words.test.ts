import { describe, expect, it } from 'vitest'
import { setPaper } from '#src/certification/certificate/actions/paper.ts'
import type { CertificateText } from '#src/certification/certificate/contract/text.ts'
import { CERTIFICATE_CONTEXT, certificateSubject } from '#src/certification/certificate/rules/credential.ts'
import { PAPER_LABELS, PAPER_MEMBERS, wordsOfPaper } from '#src/certification/certificate/rules/paper-words.ts'
import { ISSUER_CONTEXT } from '#src/certification/signing-key/actions.ts'
import { checkFiles } from '#src/cli/verify/check-files.ts'
import type { Material } from '#src/cli/verify/material.ts'
import { readTrusted } from '#src/cli/verify/trust.ts'
import { wordsNotOnPaper } from '#src/server/credential/paper-words.ts'
import { signCredential } from '#src/server/credential/sign.ts'
import { makeRoot, makeSigner } from '#src/server/signature/certificates.ts'
import { signPdf } from '#src/server/signature/sign-pdf.ts'

const AT = '2026-11-20T01:00:00.000Z'
const TEXT: CertificateText = {
  ...{ format: 'starproof-certificate', version: 1, number: 'BEACON-2026-SC-000001', edition: 1 },
  ...{ validFromOn: '2026-11-20', validUntilOn: '2029-11-19', issuedOn: '2026-11-20', conditions: '', outlets: [] },
  holder: { name: '蓝鲸制冷设备（上海）有限公司', uscc: '91310000MA1K00010A', address: '上海市浦东新区张江路 88 号' },
  scope: '家用空调与冷柜的安装、维修和投诉处理',
  standard: {
    ...{ schemeId: 'gbt27922-2011', reference: 'GB/T 27922-2011' },
    title: { zh: '商品售后服务评价体系', en: 'Evaluation system' },
  },
  level: { id: 'four_star', stars: 4, name: { zh: '四星级', en: 'Four stars' } },
  body: { legalName: '明灯认证有限公司', nameEn: '', address: '', approvalNumber: '', website: '', signatory: '' },
  surveillance: { withinMonths: 12, dueOn: '2027-11-19' },
}

const set = (text: CertificateText, credential: unknown = {}) =>
  setPaper({ text, credential, publicUrl: 'https://register.beacon.example', slug: 'beacon', madeOn: '2026-11-20' })
const wordsOf = (text: CertificateText) => wordsOfPaper(certificateSubject(text, 'https://register.beacon.example/x'))

describe('the words of a certificate', () => {
  it('are found on its paper, however long, rare, wide or Latin they are', async () => {
    const long = '家用空调、冷柜（含配件）的安装；office affinity “Scope” 24×7 ㎡ 龘䶮㛃堃 '.repeat(20).trim()
    const holder = {
      ...TEXT.holder,
      name: 'ＬＡＮＪＩＮＧ 蓝鲸 Refrigeration & Co., Ltd.',
      address: long.slice(0, 250),
    }
    const text = { ...TEXT, holder, scope: long, conditions: `Address ${long.slice(0, 180)}` }
    expect(await wordsNotOnPaper(await set(text), wordsOf(text), PAPER_LABELS)).toEqual([])
  })

  it('are named where the paper says something else', async () => {
    const paper = await set(TEXT)
    const better = { ...TEXT, validUntilOn: '2032-11-19', level: { ...TEXT.level, name: { zh: '五星级', en: 'Five' } } }
    expect(await wordsNotOnPaper(paper, wordsOf(better), PAPER_LABELS)).toEqual(['level', 'validUntilOn'])
    expect(await wordsNotOnPaper(Buffer.from('%PDF-1.7 nothing'), {}, [])).toBeUndefined()
    expect(Object.keys(wordsOf({ ...TEXT, conditions: 'x' }))).toEqual(Object.keys(PAPER_MEMBERS))
  })

  it('stand on a paper that verifies, and one that shows five stars over a credential of four does not', async () => {
    const term = { fromAt: '2026-01-01T00:00:00.000Z', untilAt: '2036-01-01T00:00:00.000Z' }
    const root = await makeRoot({ name: '明灯认证 根证书', organisation: '明灯认证' }, term)
    const paperKey = await makeSigner('p256', root, { name: '明灯认证', organisation: '明灯认证' }, term)
    const key = await makeSigner('ed25519', root, { name: '明灯认证', organisation: '明灯认证' }, term)
    const did = 'did:web:register.beacon.example'
    const credential = await signCredential(
      {
        ...{ id: 'urn:certificate', type: ['VerifiableCredential'], validFrom: term.fromAt },
        issuer: { id: did, name: '明灯认证', issuerCertificate: key.certificatePem },
        credentialSubject: certificateSubject(TEXT, 'https://register.beacon.example/x'),
      },
      { ...CERTIFICATE_CONTEXT, ...ISSUER_CONTEXT },
      { ...key, did },
      AT,
    )
    const check = async (text: CertificateText) => {
      const unsigned = await set(text, credential)
      const signed = await signPdf(unsigned, { key: paperKey, rootPem: root.certificatePem, signedAt: AT, reason: 'x' })
      if (!signed.ok) throw new Error(JSON.stringify(signed.refusal))
      const paper: Material = { name: 'a.pdf', kind: 'paper', path: null, bytes: Buffer.from(signed.value), json: null }
      const told = await checkFiles([paper], await readTrusted([root.certificatePem]), '2026-11-21', new Date(AT))
      return { ok: told.ok, problems: told.files.flatMap(({ problems }) => problems.map(({ words }) => words.en)) }
    }
    expect(await check(TEXT)).toEqual({ ok: true, problems: [] })
    const level = { ...TEXT.level, stars: 5, name: { zh: '五星级', en: 'Five stars' } }
    expect(await check({ ...TEXT, level })).toEqual({
      ok: false,
      problems: ['the paper does not show the level of its credential: 四星级'],
    })
  })
})
