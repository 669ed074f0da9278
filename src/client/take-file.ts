import { CallOffline, failureOf } from './failure.ts'

export type TakeProgress = { phase: 'making' } | { phase: 'receiving'; bytes: number; total: number }

/** Fetches a file that takes long to make and hands it to the browser to keep. Throws as a call does; stops when `signal` says so. */
export async function takeFile(
  address: string,
  onProgress: (progress: TakeProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  onProgress({ phase: 'making' })
  const headers = { 'x-starproof': '1' }
  const response = await fetch(address, { headers, cache: 'no-store', signal }).catch((cause) => {
    throw signal.aborted ? cause : new CallOffline(cause)
  })
  if (!response.ok || !response.body) {
    const body: unknown = await response.json().catch(() => undefined)
    throw failureOf(response.status, body, response.headers.get('x-request-id') ?? undefined)
  }
  const total = Number(response.headers.get('content-length') ?? 0)
  const pieces: BlobPart[] = []
  let bytes = 0
  const reader = response.body.getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    pieces.push(read.value)
    bytes += read.value.length
    onProgress({ phase: 'receiving', bytes, total })
  }
  keep(new Blob(pieces), nameIn(response.headers.get('content-disposition')))
}

function nameIn(disposition: string | null): string {
  return /filename="([\w.-]+)"/.exec(disposition ?? '')?.[1] ?? 'starproof'
}

function keep(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
