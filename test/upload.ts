import { addressOf } from '#src/client/address.ts'
import type { Answer, Endpoint } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import type { TestPerson } from './people.ts'
import type { Called, TestPlatform } from './platform.ts'

// biome-ignore lint/suspicious/noExplicitAny: an endpoint of any shapes.
type AnyEndpoint = Endpoint<any, any, any, any>

/** Sends bytes to an endpoint that carries an upload, as a browser does; `null`: as a stranger. */
export async function upload<E extends AnyEndpoint>(
  test: TestPlatform,
  who: TestPerson | null,
  endpoint: E,
  bytes: Uint8Array,
  more: { name?: string; params?: Record<string, unknown>; commandId?: string } = {},
): Promise<Called<E>> {
  const head = `--cut\r\ncontent-disposition: form-data; name="file"; filename="${more.name ?? 'file'}"\r\ncontent-type: application/octet-stream\r\n\r\n`
  const response = await test.app.inject({
    method: 'POST',
    url: addressOf(endpoint.path, more.params, undefined),
    headers: {
      ...(who ? await test.openSessionOf(who) : {}),
      'x-starproof': '1',
      'idempotency-key': more.commandId ?? newId(),
      'content-type': 'multipart/form-data; boundary=cut',
    },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--cut--\r\n')]),
  })
  return { status: response.statusCode, body: response.json() as Answer<E>, headers: response.headers }
}

/** The bytes that an endpoint streams to this person. */
export async function download(
  test: TestPlatform,
  who: TestPerson,
  endpoint: AnyEndpoint,
  params: Record<string, unknown>,
): Promise<{ status: number; bytes: Buffer; headers: Record<string, unknown> }> {
  const url = addressOf(endpoint.path, params, undefined)
  const response = await test.app.inject({ method: 'GET', url, headers: await test.openSessionOf(who) })
  return { status: response.statusCode, bytes: response.rawPayload, headers: response.headers }
}

/** A picture of one dot, and a text after its end that makes it another file. */
export function png(more = ''): Buffer {
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  return Buffer.concat([Buffer.from(dot, 'base64'), Buffer.from(more)])
}
