import type { Routes } from '../http/mount.ts'
import { watchChanges } from './contract.ts'
import type { LiveHub } from './hub.ts'

// Proxies close silent connections after a minute or so.
const HEARTBEAT_MS = 25_000

export function liveRoutes(hub: LiveHub): Routes {
  return (mount) => {
    mount.raw(watchChanges, async ({ actor, request, reply }) => {
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
      const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MS)
      request.raw.on('close', () => {
        clearInterval(heartbeat)
        stop()
        stream.end()
      })
    })
  }
}
