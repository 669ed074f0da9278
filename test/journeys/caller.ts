import { demoPassword } from '#seeds/people.ts'
import { addressOf } from '#src/client/address.ts'
import type { Answer, Endpoint, Sent } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'

// biome-ignore lint/suspicious/noExplicitAny: an endpoint of any shapes.
type AnyEndpoint = Endpoint<any, any, any, any>
export type Input<E extends AnyEndpoint> = Partial<Sent<E>>

/** A demo person speaking to a server by its API, as a program of theirs would: for what takes too many clicks to be shown in a browser. */
export type ApiPerson = {
  /** The answer; throws with the refusal where there is one. */
  call<E extends AnyEndpoint>(endpoint: E, input?: Input<E>): Promise<Answer<E>>
  /** The refusal's code; throws where the call was accepted. */
  refusal<E extends AnyEndpoint>(endpoint: E, input?: Input<E>): Promise<string>
  download<E extends AnyEndpoint>(endpoint: E, input?: Input<E>): Promise<Buffer>
  upload<E extends AnyEndpoint>(endpoint: E, name: string, content: Uint8Array, input?: Input<E>): Promise<Answer<E>>
}

export async function apiPerson(address: string, userName: string): Promise<ApiPerson> {
  const headers: Record<string, string> = { 'x-starproof': '1' }
  const send = (endpoint: AnyEndpoint, input: Input<AnyEndpoint>, body?: FormData) =>
    fetch(address + addressOf(endpoint.path, input.params, input.query), {
      method: endpoint.method,
      headers: {
        ...headers,
        ...(endpoint.method === 'GET' ? {} : { 'idempotency-key': newId() }),
        ...(body || endpoint.method === 'GET' ? {} : { 'content-type': 'application/json' }),
      },
      ...(endpoint.method === 'GET' ? {} : { body: body ?? JSON.stringify(input.body ?? {}) }),
    })
  const signed = await fetch(`${address}/api/account/sign-in`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': newId() },
    body: JSON.stringify({ login: userName, password: demoPassword }),
  })
  if (!signed.ok) throw new Error(`${userName} could not sign in: ${await signed.text()}`)
  headers.cookie = signed.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

  async function accepted(endpoint: AnyEndpoint, answer: Response): Promise<Response> {
    if (!answer.ok) throw new Error(`${endpoint.name} for ${userName}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  return {
    call: async (endpoint, input = {}) => (await accepted(endpoint, await send(endpoint, input))).json(),
    refusal: async (endpoint, input = {}) => {
      const answer = await send(endpoint, input)
      if (answer.ok) throw new Error(`${endpoint.name} was accepted for ${userName}`)
      return ((await answer.json()) as { refusal: { code: string } }).refusal.code
    },
    download: async (endpoint, input = {}) =>
      Buffer.from(await (await accepted(endpoint, await send(endpoint, input))).arrayBuffer()),
    upload: async (endpoint, name, content, input = {}) => {
      const form = new FormData()
      form.set('file', new Blob([new Uint8Array(content)]), name)
      return (await accepted(endpoint, await send(endpoint, input, form))).json()
    },
  }
}
