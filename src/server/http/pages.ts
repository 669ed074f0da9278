import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { refuse } from '#src/shared/decision.ts'

/** Apps with their own addresses; any address below one shows that app's page. */
const APPS = [
  { prefix: '/desk', page: 'desk/index.html' },
  { prefix: '/phone', page: 'phone/index.html' },
  { prefix: '/', page: 'index.html' },
]

/** Serves the built screens from `folder`: files with a hash in their name for ever, pages always fresh. */
export async function servePages(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/')
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  const pages = new Map(
    APPS.filter(({ page }) => existsSync(join(folder, page))).map(({ prefix, page }) => [
      prefix,
      readFileSync(join(folder, page), 'utf8'),
    ]),
  )
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0]!
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const wantsPage = isRead && takesPage(request.headers.accept ?? '', path)
    const prefix = APPS.find(
      (one) => one.prefix === '/' || path === one.prefix || path.startsWith(`${one.prefix}/`),
    )?.prefix
    const page = prefix && pages.get(prefix)
    if (path.startsWith('/api/') || !wantsPage || !page) {
      return reply.status(404).send({ refusal: refuse('not_found', 'not_found').refusal })
    }
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
  })
}

/** Browsers ask for a page; scripts and monitors for anything, which is a page too unless it is a file that is not there. */
function takesPage(accept: string, path: string): boolean {
  return accept.includes('text/html') || (accept.includes('*/*') && !/[.][a-z0-9]+$/i.test(path))
}
