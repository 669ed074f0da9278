import type { Routes } from '../http/mount.ts'
import { watchChanges } from './contract.ts'
import type { LiveHub } from './hub.ts'

// Proxies close silent connections after a minute or so.
const HEARTBEAT_MS = 25_000

/** Every `heartbeatMs` the reader is shown to be still welcome, or the stream ends. */
export function liveRoutes(hub: LiveHub, heartbeatMs = HEARTBEAT_MS): Routes {
  return (mount) => {
    mount.raw(watchChanges, async ({ actor, actorNow, request, reply }) => {
      const stream = reply.hijack().raw
      stream.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      stream.write('retry: 2000\n\n')
      const stop = hub.listen(actor!.orgId, (event) => {
        // A reader that does not keep up is cut off rather than buffered without end; its browser connects again.
        if (stream.writableLength > 256 * 1024) stream.destroy()
        else stream.write(`data: ${JSON.stringify(event)}\n\n`)
      })
      const beat = async () => {
        const now = await actorNow()
        if (now?.orgId === actor!.orgId) stream.write(': still here\n\n')
        else stream.end()
      }
      const heartbeat = setInterval(() => void beat().catch(() => stream.destroy()), heartbeatMs)
      request.raw.on('close', () => {
        clearInterval(heartbeat)
        stop()
        stream.end()
      })
    })
  }
}
