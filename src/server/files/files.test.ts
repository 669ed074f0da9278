import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#src/shared/id.ts'
import { feng, lanjing, li, qian, type TestPerson, wu } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { downloadFile, uploadFile } from './contract.ts'
import { fileRoutes } from './routes.ts'
import { openFileStore } from './store.ts'

const LIMIT_BYTES = 4096
const folder = await mkdtemp(join(tmpdir(), 'starproof-files-'))
const files = openFileStore(folder, LIMIT_BYTES)

let test: TestPlatform
beforeAll(async () => {
  test = await openTestPlatform({ routes: [fileRoutes(files)], uploadLimitBytes: LIMIT_BYTES })
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})

/** A picture of one dot, and a text after its end that makes it another file. */
function png(more = ''): Buffer {
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  return Buffer.concat([Buffer.from(dot, 'base64'), Buffer.from(more)])
}
const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const refused = (status: number, code: string) => ({ status, body: { refusal: { code } } })

function send(who: TestPerson | null, bytes: Buffer | null, name = 'photo.png', more: { commandId?: string } = {}) {
  const part = bytes
    ? [
        `--cut\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n`,
        'content-type: image/png\r\n\r\n',
      ]
    : ['--cut\r\ncontent-disposition: form-data; name="note"\r\n\r\nno file here']
  const body = Buffer.concat([Buffer.from(part.join('')), bytes ?? Buffer.alloc(0), Buffer.from('\r\n--cut--\r\n')])
  const headers = { 'content-type': 'multipart/form-data; boundary=cut' }
  return test.as(who).call(uploadFile, { body, headers, ...more })
}

/** Every file below the folder. */
async function kept(): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true })
  return all.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

const rowsOf = (sha256: string) =>
  test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, (tx) =>
    tx.sql.selectFrom('file').select(['sha256', 'uploadedBy']).where('sha256', '=', sha256).execute(),
  )

describe('a file', () => {
  it('is stored under the hash of its bytes and read again as it was', async () => {
    const bytes = png('read again')
    const stored = { sha256: sha256Of(bytes), sizeBytes: bytes.length, mediaType: 'image/png' }
    expect(await send(li, bytes)).toMatchObject({ status: 200, body: stored })
    expect(await readFile(files.pathOf(lanjing.orgId, stored.sha256))).toEqual(bytes)
    expect(await rowsOf(stored.sha256)).toEqual([{ sha256: stored.sha256, uploadedBy: `person:${li.personId}` }])
  })

  it('is judged by its bytes, whatever it is called', async () => {
    expect(await send(li, png('a picture'), '发票.exe')).toMatchObject({
      status: 200,
      body: { mediaType: 'image/png' },
    })
    for (const bytes of [
      '<html><script>alert(1)</script>',
      'MZ\u0090\u0000 a program',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
    ])
      expect(await send(li, Buffer.from(bytes))).toMatchObject(refused(400, 'file_type_not_allowed'))
  })

  it('may be as large as the limit, not a byte more, and nothing of it is left', async () => {
    const largest = png('x'.repeat(LIMIT_BYTES - png().length))
    expect(largest).toHaveLength(LIMIT_BYTES)
    expect(await send(li, largest)).toMatchObject({ status: 200, body: { sizeBytes: LIMIT_BYTES } })
    const before = await kept()
    for (const more of [1, 200_000]) {
      const bytes = png('y'.repeat(LIMIT_BYTES - png().length + more))
      expect(await send(li, bytes)).toMatchObject(refused(400, 'file_too_large'))
    }
    expect(await kept()).toEqual(before)
  })

  it('must not be empty, and must be there', async () => {
    expect(await send(li, Buffer.alloc(0))).toMatchObject(refused(400, 'file_empty'))
    expect(await send(li, null)).toMatchObject(refused(400, 'file_missing'))
    expect(await kept()).not.toContain(sha256Of(Buffer.alloc(0)))
  })

  it('sent twice is one file, under one command as under two', async () => {
    const bytes = png('twice')
    const commandId = newId()
    for (const more of [{ commandId }, { commandId }, {}])
      expect(await send(li, bytes, 'a.png', more)).toMatchObject({ status: 200 })
    expect(await rowsOf(sha256Of(bytes))).toHaveLength(1)
    expect((await kept()).filter((name) => name === sha256Of(bytes))).toHaveLength(1)
  })

  it('is not taken for the answer to another one sent under the same command', async () => {
    const commandId = newId()
    expect(await send(li, png('first'), 'a.png', { commandId })).toMatchObject({ status: 200 })
    expect(await send(li, png('second'), 'a.png', { commandId })).toMatchObject(refused(409, 'command_reused'))
  })

  it('is sent by those who work, not by strangers', async () => {
    expect((await send(null, png())).status).toBe(401)
    expect((await send(wu, png())).status).toBe(200)
  })
})

describe('a stored file', () => {
  it('is shown and kept by the browser, and can do nothing there', async () => {
    const bytes = png('shown')
    await send(li, bytes)
    const seen = await test.as(qian).call(downloadFile, { params: { sha256: sha256Of(bytes) } })
    expect(seen.status).toBe(200)
    expect(seen.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(bytes.length),
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': 'inline',
      'x-content-type-options': 'nosniff',
    })
  })

  it('of one organisation is not there for another, even by its hash', async () => {
    const bytes = png('ours')
    await send(li, bytes)
    const params = { sha256: sha256Of(bytes) }
    expect(await test.as(feng).call(downloadFile, { params })).toMatchObject(refused(404, 'not_found'))
    expect((await test.as(null).call(downloadFile, { params })).status).toBe(401)
    expect((await send(feng, bytes)).status).toBe(200)
    expect((await test.as(feng).call(downloadFile, { params })).status).toBe(200)
  })

  it('is asked for by a hash and nothing else', async () => {
    for (const sha256 of ['..%2f..%2fetc%2fpasswd', 'A'.repeat(64), 'abc'])
      expect((await test.as(li).call(downloadFile, { params: { sha256 } })).status).toBe(400)
  })
})

describe('the store of files', () => {
  it('keeps bytes of any kind for a reader that judges them itself, and forgets them when told', async () => {
    const bytes = Buffer.from('工单号,客户\nR-1,西湖冷库\n')
    const put = await files.keep(lanjing.orgId, Readable.from([bytes]))
    expect(put).toEqual({ ok: true, value: { sha256: sha256Of(bytes), sizeBytes: bytes.length } })
    const read = await Array.fromAsync(files.read(lanjing.orgId, sha256Of(bytes)))
    expect(Buffer.concat(read)).toEqual(bytes)
    await files.remove(lanjing.orgId, sha256Of(bytes))
    await files.remove(lanjing.orgId, sha256Of(bytes))
    expect(await kept()).not.toContain(sha256Of(bytes))
  })

  it('keeps nothing of what broke off half way', async () => {
    const before = await kept()
    const broken = Readable.from(
      (async function* () {
        yield png('half')
        throw new Error('the network went away')
      })(),
    )
    await expect(files.put(lanjing.orgId, broken)).rejects.toThrow('the network went away')
    expect(await kept()).toEqual(before)
  })
})
