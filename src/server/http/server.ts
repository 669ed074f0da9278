import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyError, FastifyInstance, FastifyServerOptions } from 'fastify'
import fastify, { LogController } from 'fastify'
import { hasZodFastifySchemaValidationErrors, jsonSchemaTransform, validatorCompiler } from 'fastify-type-provider-zod'
import type { Actor } from '#src/shared/actor.ts'
import { refuse } from '#src/shared/decision.ts'
import type { Platform } from '../platform.ts'
import { answerRefusal, NotSignedIn, RefusedRequest } from './answers.ts'
import type { Mount, Mounted, Routes, Sessions } from './mount.ts'
import { openMount } from './mount.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null
  }
}

export type HttpOptions = {
  platform: Platform
  sessions: Sessions
  routes: Routes[]
  logger?: FastifyServerOptions['logger']
  trustProxy?: boolean
  /** Calls a minute from one address, all endpoints together. */
  perMinute?: number
  /** True where the address people use is https: cookies and HSTS follow. */
  secure?: boolean
  /** Largest uploaded file. */
  uploadLimitBytes?: number
  /** Checks every answer against its endpoint's shape: in tests, too slow for lists in production. */
  checkAnswers?: boolean
  /** Hears of each answered request: endpoint path, never the address with its ids. */
  observe?(method: string, path: string, status: number, ms: number): void
}

/** Builds the server without listening: `inject()` serves tests, `listen()` the world. */
export async function openHttp(
  options: HttpOptions,
): Promise<{ app: FastifyInstance; endpoints: Mounted['endpoints'] }> {
  const app = fastify({
    logger: options.logger ?? false,
    trustProxy: options.trustProxy ?? false,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 200 },
    // One line a request, written by the hook below with the path instead of the address.
    logController: new LogController({ disableRequestLogging: true }),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(({ schema }) => (value) => {
    // Swagger needs the shape; production only needs its JSON.
    if (options.checkAnswers) (schema as unknown as { parse(value: unknown): unknown }).parse(value)
    return JSON.stringify(value)
  })
  app.decorateRequest('actor', null)
  await app.register(compress, { threshold: 1024 })
  await app.register(cookie)
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Ant Design writes its styles at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        upgradeInsecureRequests: options.secure ? [] : null,
      },
    },
    strictTransportSecurity: options.secure ? { maxAge: 31_536_000 } : false,
  })
  await app.register(rateLimit, {
    max: options.perMinute ?? 1200,
    timeWindow: 60_000,
    allowList: (request) => !request.url.startsWith('/api/'),
  })
  await app.register(multipart, {
    // The file store counts for itself and answers a refusal in our words. It must see one byte too many: a file cut off at the limit looks whole.
    limits: { files: 1, fields: 5, fileSize: (options.uploadLimitBytes ?? 20 * 1024 * 1024) + 1 },
    throwFileSizeLimit: false,
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Starproof 星证',
        version: '1',
        description:
          'Commands carry a UUID in `Idempotency-Key`: sent twice, they act once. Browsers send `X-Starproof: 1`; programs send `Authorization: Bearer <API key>`.',
      },
    },
    transform: jsonSchemaTransform,
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true })
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  app.addHook('onResponse', async (request, reply) => {
    const path = request.routeOptions.url ?? ''
    request.log.info({ method: request.method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) })
    options.observe?.(request.method, path, reply.statusCode, reply.elapsedTime)
  })
  answerErrors(app)
  const mount: Mount & Mounted = openMount(app, options.platform, options.sessions)
  for (const routes of options.routes) routes(mount, options.platform)
  // Not the instance alone: it is thenable, and awaiting it would start it.
  return { app, endpoints: mount.endpoints }
}

function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof NotSignedIn)
      return reply.status(401).send({ refusal: refuse('forbidden', 'not_signed_in').refusal })
    if (error instanceof RefusedRequest) return answerRefusal(reply, error.refusal)
    if (hasZodFastifySchemaValidationErrors(error)) {
      const issues = error.validation.map((issue) => ({
        path: [error.validationContext, ...issue.instancePath.split('/').filter(Boolean)].join('.'),
        message: issue.message ?? '',
      }))
      return answerRefusal(reply, refuse('invalid', 'invalid_input', { path: issues[0]?.path ?? '' }).refusal, issues)
    }
    if (error.statusCode === 429) return reply.status(429).send({ refusal: refuse('conflict', 'rate_limited').refusal })
    if (error.statusCode === 413) return reply.status(413).send({ refusal: refuse('invalid', 'too_large').refusal })
    if (error.statusCode && error.statusCode < 500) {
      return reply
        .status(error.statusCode)
        .send({ refusal: refuse('invalid', 'bad_request', { message: error.message }).refusal })
    }
    request.log.error({ err: error, path: request.routeOptions.url })
    return reply.status(500).send({ fault: { reference: request.id } })
  })
}
