import type { InjectOptions } from 'fastify'
import pg from 'pg'
import { z } from 'zod'
import { addPerson, createOrganisation, hashPassword } from '#src/account/door.ts'
import { addressOf } from '#src/client/address.ts'
import type { Endpoint, Role } from '#src/shared/endpoint.ts'
import { ROLES } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { exampleOf } from './example.ts'
import type { TestOrganisation, TestPerson } from './people.ts'
import { lanjing } from './people.ts'
import type { TestPlatform } from './platform.ts'
import { unwordedHistory } from './worded.ts'

// biome-ignore lint/suspicious/noExplicitAny: an endpoint of any shapes.
type AnyEndpoint = Endpoint<any, any, any, any>

/** What to send to an endpoint so that it means a record of the organisation at home. */
export type Sample = { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown }

export type WalkOptions = {
  /** Whose records the ids name and whose people call; lanjing by default. */
  home?: TestOrganisation
  /** By name of a path parameter, or of a field of a body: the id (or secret) of a record at home, for all endpoints that name it. */
  ids: Record<string, string>
  /** By name of an endpoint, where the ids are not enough or a body cannot be made up from its shape. */
  samples?: Record<string, Sample>
  /** Names of endpoints that are not GET and yet no commands, e.g. those of the session itself. Reviewed by hand. */
  notCommands?: string[]
  /** Names of endpoints that show organisations of the installation to each other. Reviewed by hand. */
  showsNames?: string[]
  /** Ids that come with the product and stand in every organisation. */
  sharedIds?: string[]
  /** Walks only these: by the beginning of the name, or as this says. */
  only?: string | ((endpoint: AnyEndpoint) => boolean)
  /**
   * That every id in a path is a record at home, and that each reading endpoint is answered there: otherwise a 404 elsewhere proves
   * nothing. Names the endpoints where that cannot be, reviewed by hand; absent, it is not asked.
   */
  exceptUnproven?: string[]
  /** That an organisation of the other kind, with every role, is let into none that needs a sign-in. */
  shutToOtherKind?: boolean
}

/** Endpoints of certification: what only a body has, and the public's look at it. */
export function isOfBody({ name }: { name: string }): boolean {
  return /^(certification|nonconformity|clientLink|register)\./.test(name)
}

// A body's rounds are about somebody else's records: it draws none of its own.
const DRAWS_OWN_RECORDS = /^evaluation\.(readPopulation|findRecords|drawLeafSample|readDraw)$/

/** Endpoints that people of companies and of bodies use alike, each for records of their own. */
export function isOfBothKinds({ name, path }: { name: string; path: string }): boolean {
  if (DRAWS_OWN_RECORDS.test(name)) return false
  return name.startsWith('parcel.') || path.startsWith('/api/evaluation/assessments')
}

type Said = { status: number; code: string; text: string }

/**
 * Calls every endpoint on the server as nobody, as somebody of another organisation of the same kind with every role, and as each
 * role, and without the guards that a browser and a command must bring; what that leaves in the history must have words. Answers what
 * is wrong, in sentences; nothing when all is well.
 */
export async function walkEndpoints(test: TestPlatform, options: WalkOptions): Promise<string[]> {
  const wrong: string[] = []
  const home = options.home ?? lanjing
  const cast = await castOf(test, home)
  const owned = await ownedBy(test, home.orgId)
  for (const id of options.sharedIds ?? []) owned.ids.delete(id)
  wrong.push(...strayRoutes(test))
  const only = options.only ?? ''
  const isWalked = typeof only === 'string' ? ({ name }: AnyEndpoint) => name.startsWith(only) : only
  for (const endpoint of test.endpoints.filter(isWalked)) {
    const problem = shapeProblem(endpoint)
    const sample = sampleFor(endpoint, options)
    if (problem) wrong.push(`${endpoint.name} ${problem}`)
    else if (typeof sample === 'string') wrong.push(`${endpoint.name} ${sample}`)
    else {
      const walk: Walk = { test, endpoint, sample, isCommand: isCommand(endpoint, options), cast, owned, home, options }
      for (const found of await walkOne(walk)) wrong.push(`${endpoint.name} ${found}`)
    }
  }
  return [...wrong, ...(await unwordedHistory(test.database.url))]
}

type Cast = { byRole: Map<Role, TestPerson>; outsider: TestPerson; ofOtherKind: TestPerson }
type Walk = {
  test: TestPlatform
  endpoint: AnyEndpoint
  sample: Sample
  isCommand: boolean
  cast: Cast
  owned: Owned
  home: TestOrganisation
  options: WalkOptions
}

async function walkOne(walk: Walk): Promise<string[]> {
  const open = walk.endpoint.who === 'public' || walk.endpoint.who === 'link'
  const found = await walkGuards(walk)
  if (!open) found.push(...(await walkAsNobody(walk)), ...(await walkAsOutsider(walk)))
  if (!open && walk.options.shutToOtherKind) found.push(...(await walkAsOtherKind(walk)))
  found.push(...(await walkAsRoles(walk)), ...strangeIds(walk))
  return found
}

function asksForProof({ options, endpoint }: Walk): boolean {
  return options.exceptUnproven !== undefined && !options.exceptUnproven.includes(endpoint.name)
}

const ID_OR_HASH = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64})$/

function strangeIds(walk: Walk): string[] {
  if (!asksForProof(walk)) return []
  return Object.entries(walk.sample.params ?? {}).flatMap(([name, value]) =>
    ID_OR_HASH.test(value) && !walk.owned.ids.has(value) ? [`has a sample for :${name} that is no record of ours`] : [],
  )
}

async function walkAsOtherKind(walk: Walk): Promise<string[]> {
  const said = await say(walk, walk.cast.ofOtherKind, {})
  return said.status === 403 || said.status === 404
    ? []
    : [`answers ${said.status} ${said.code} to an organisation of another kind, not 403 or 404`]
}

async function walkAsNobody(walk: Walk): Promise<string[]> {
  const said = await say(walk, null, {})
  return said.status === 401 ? [] : [`answers ${said.status} to nobody, not 401`]
}

async function walkAsRoles(walk: Walk): Promise<string[]> {
  const { who } = walk.endpoint
  const found: string[] = []
  const answers = new Set<string>()
  for (const [role, person] of walk.cast.byRole) {
    const mayCall = typeof who === 'string' || who.includes(role)
    // Without a command id nothing is done, yet everything before the deed is asked.
    const said = await say(walk, person, { 'idempotency-key': undefined })
    if (mayCall) answers.add(`${said.status} ${said.code}`.trim())
    if (!mayCall && !(said.status === 403 && said.code === 'role_needed'))
      found.push(`answers ${said.status} ${said.code} to the role ${role}, not 403`)
    if (mayCall && (said.status === 401 || said.code === 'role_needed'))
      found.push(`answers ${said.status} ${said.code} to the role ${role}, which may call it`)
    if (said.status >= 500) found.push(`fails (${said.status}) for the role ${role}`)
    if (mayCall && walk.isCommand && said.status === 200)
      found.push(`acts for the role ${role} without Idempotency-Key`)
    if (
      mayCall &&
      walk.isCommand &&
      !walk.endpoint.carries &&
      said.code !== 'command_id_missing' &&
      said.status !== 403
    )
      found.push(`answers ${said.status} ${said.code} without Idempotency-Key: give it a sample that it accepts`)
  }
  if (walk.endpoint.method === 'GET' && asksForProof(walk) && !answers.has('200'))
    found.push(`answers nobody who may call it, only ${[...answers].join(', ')}: give it a record that is there`)
  return found
}

/** With every role, but elsewhere; the command id is there, so that whatever may happen does. */
async function walkAsOutsider(walk: Walk): Promise<string[]> {
  const { sample, test, owned, home, endpoint } = walk
  const before = await fingerprintOf(test, home.orgId)
  const said = await say(walk, walk.cast.outsider, {})
  const found: string[] = []
  const sent = JSON.stringify(sample)
  const foreign = Object.values(sample.params ?? {}).some((value) => owned.ids.has(value))
  if (foreign && said.status !== 403 && said.status !== 404)
    found.push(`answers ${said.status} to another organisation about a record of ours, not 403 or 404`)
  const named = [...owned.ids].some((id) => JSON.stringify(sample.body ?? null).includes(id))
  if (named && said.status === 200) found.push('accepts from another organisation a body that names a record of ours')
  if (said.status >= 500) found.push(`fails (${said.status}) for another organisation`)
  if (!walk.options.showsNames?.includes(endpoint.name)) {
    for (const [id] of said.text.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))
      if (owned.ids.has(id) && !sent.includes(id)) found.push(`shows another organisation our record ${id}`)
    if (said.text.includes(home.name)) found.push('shows another organisation our name')
  }
  const after = await fingerprintOf(test, home.orgId)
  for (const [table, rows] of after)
    if (rows !== before.get(table)) found.push(`lets another organisation change our ${table}`)
  return [...new Set(found)]
}

async function walkGuards(walk: Walk): Promise<string[]> {
  if (walk.endpoint.method === 'GET') return []
  const { who } = walk.endpoint
  const role = typeof who === 'string' ? 'agent' : who[0]!
  const person = who === 'public' || who === 'link' ? null : walk.cast.byRole.get(role)!
  const found: string[] = []
  for (const headers of [
    { 'x-starproof': undefined },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]) {
    const said = await say(walk, person, headers)
    if (said.status !== 403 || said.code !== 'cross_site')
      found.push(`answers ${said.status} ${said.code} to the page of another site (${JSON.stringify(headers)})`)
  }
  return found
}

let addresses = 0

/** Each call from an address of its own, so that limits per address stay out of it; a session of its own, as some endpoints end it. */
async function say(
  { test, endpoint, sample }: Walk,
  person: TestPerson | null,
  changed: Record<string, string | undefined>,
): Promise<Said> {
  addresses += 1
  const headers: Record<string, string | undefined> = {
    ...(person ? await test.openSessionOf(person) : {}),
    ...(endpoint.method === 'GET' ? {} : { 'x-starproof': '1', 'idempotency-key': newId() }),
    ...changed,
  }
  const request: InjectOptions = {
    method: endpoint.method,
    url: addressOf(endpoint.path, sample.params, sample.query),
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
    remoteAddress: `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`,
    ...(sample.body === undefined ? {} : { payload: sample.body as object }),
    // An event stream never ends: its head is enough.
    ...(endpoint.carries === 'stream' ? { payloadAsStream: true } : {}),
  }
  const response = await test.app.inject(request)
  const isJson = String(response.headers['content-type'] ?? '').startsWith('application/json')
  if (endpoint.carries === 'stream' && !isJson) {
    response.stream().destroy()
    return { status: response.statusCode, code: '', text: '' }
  }
  const text = endpoint.carries === 'stream' ? await readAll(response.stream()) : response.body
  const said = isJson && text ? (JSON.parse(text) as { refusal?: { code: string } }) : {}
  return { status: response.statusCode, code: said.refusal?.code ?? '', text }
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const part of stream) text += String(part)
  return text
}

function shapeProblem({ who }: AnyEndpoint): string | undefined {
  if (who === 'public' || who === 'link' || who === 'signed_in') return undefined
  const isRoles = Array.isArray(who) && who.length > 0 && who.every((role) => ROLES.includes(role))
  return isRoles ? undefined : `does not say who may call it: ${JSON.stringify(who)}`
}

function isCommand(endpoint: AnyEndpoint, options: WalkOptions): boolean {
  return endpoint.method !== 'GET' && !options.notCommands?.includes(endpoint.name)
}

function sampleFor(endpoint: AnyEndpoint, options: WalkOptions): Sample | string {
  const given = options.samples?.[endpoint.name] ?? {}
  const params: Record<string, string> = {}
  for (const [, name] of endpoint.path.matchAll(/:(\w+)/g)) {
    const value = given.params?.[name!] ?? options.ids[name!]
    if (value === undefined) return `has no sample for :${name}`
    params[name!] = value
  }
  const query = given.query ?? (endpoint.query ? exampleOf(endpoint.query) : undefined)
  const madeUp = () => (endpoint.body && endpoint.carries !== 'upload' ? exampleOf(endpoint.body) : undefined)
  const body = given.body ?? withOurs(madeUp(), options.ids)
  for (const [part, shape, value] of [
    ['params', endpoint.params, params],
    ['query', endpoint.query, query],
    ['body', endpoint.carries === 'upload' ? undefined : endpoint.body, body],
  ] as const) {
    const checked = shape ? (shape as z.ZodType).safeParse(value) : { success: true as const }
    if (!checked.success) return `needs a sample of its ${part}: ${z.prettifyError(checked.error)}`
  }
  return { params, query: query as Sample['query'], body }
}

/** A body made up from its shape, with ids of our records where a field is called as one of them. */
function withOurs(value: unknown, { id: _, ...ids }: Record<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => withOurs(one, ids))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      typeof inner === 'string' && ID_OR_HASH.test(inner) ? (ids[key] ?? inner) : withOurs(inner, ids),
    ]),
  )
}

let casts = 0

/** One person for each role at home; one with all roles in a new organisation of the same kind, and in one of the other kind. */
async function castOf(test: TestPlatform, home: TestOrganisation): Promise<Cast> {
  casts += 1
  const passwordHash = await hashPassword('nobody signs in with this')
  const add = async (org: TestPerson['org'], called: string, roles: Role[]): Promise<TestPerson> => {
    const userName = `walk-${casts}-${called}`
    const person = { personId: newId(), org, userName, name: userName, roles }
    await test.arrange(org, (tx) => addPerson(tx, { ...person, email: null, passwordHash }))
    return person
  }
  const found = async (slug: string, kind: TestOrganisation['kind']): Promise<TestOrganisation> => {
    const org = { orgId: newId(), slug: `${slug}-${casts}`, name: slug, kind }
    await test.arrange(org, (tx) => createOrganisation(tx, org))
    return org
  }
  const byRole = new Map<Role, TestPerson>()
  for (const role of ROLES) byRole.set(role, await add(home, role.replaceAll('_', '-'), [role]))
  const otherKind = home.kind === 'company' ? 'certification_body' : 'company'
  return {
    byRole,
    outsider: await add(await found('outside', home.kind), 'outsider', [...ROLES]),
    ofOtherKind: await add(await found('other-kind', otherKind), 'other-kind', [...ROLES]),
  }
}

type Owned = { ids: Set<string> }

/** Every id and every hash in the rows of an organisation. */
async function ownedBy(test: TestPlatform, orgId: string): Promise<Owned> {
  const ids = new Set<string>()
  await asOwner(test, async (client, tables) => {
    for (const table of tables) {
      const { rows } = await client.query<{ row: string }>(
        `select row_to_json(t)::text as row from "${table}" t where org_id = $1`,
        [orgId],
      )
      for (const { row } of rows)
        for (const [id] of row.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{64}\b/g)) ids.add(id)
    }
  })
  return { ids }
}

// Sign-in moves these by itself: the walk opens sessions.
const NOT_WATCHED = new Set(['session'])

async function fingerprintOf(test: TestPlatform, orgId: string): Promise<Map<string, string>> {
  const seen = new Map<string, string>()
  await asOwner(test, async (client, tables) => {
    const watched = tables.filter((table) => !NOT_WATCHED.has(table))
    const parts = watched.map(
      (table) =>
        `select '${table}' as name, md5(coalesce(string_agg(t::text, '\n' order by t::text), '')) as rows from "${table}" t where org_id = $1`,
    )
    const { rows } = await client.query<{ name: string; rows: string }>(parts.join(' union all '), [orgId])
    for (const row of rows) seen.set(row.name, row.rows)
  })
  return seen
}

async function asOwner(test: TestPlatform, act: (client: pg.Client, tables: string[]) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: test.database.url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and c.column_name = 'org_id' and t.table_type = 'BASE TABLE' order by 1`,
    )
    await act(
      client,
      rows.map((row) => row.name),
    )
  } finally {
    await client.end()
  }
}

// What belongs to the server, not to a tenant.
const PUBLIC_PAGES = /^\/api\/(docs(\/|$)|openapi\.json$)/

/** Routes under /api that were put on the server past the mount, where nothing asks who calls. */
function strayRoutes(test: TestPlatform): string[] {
  const known = new Set(test.endpoints.map((endpoint) => `${endpoint.method} ${endpoint.path}`))
  const drawn = new Set(routesOf(test.app.printRoutes({ commonPrefix: false })))
  const strays = [...drawn].filter((route) => {
    const [method, path] = route.split(' ') as [string, string]
    return path.startsWith('/api/') && !PUBLIC_PAGES.test(path) && method !== 'HEAD' && !known.has(route)
  })
  // Should the drawing change with the framework, this test must not fall silent.
  const unseen = [...known].filter((route) => !drawn.has(route))
  return [
    ...strays.map((route) => `${route} is on the server but is no endpoint value`),
    ...unseen.map((route) => `${route} was not found in the drawing of routes`),
  ]
}

const BRANCH = /^((?:│ {3}| {4})*)[├└]── (\S+)(?: \(([^)]*)\))?/

/** Reads the framework's drawing of its routes: `GET /api/x` for each. */
function routesOf(drawing: string): string[] {
  const parts: string[] = []
  return drawing.split('\n').flatMap((line) => {
    const branch = BRANCH.exec(line)
    if (!branch) return []
    const [, indent, part, methods] = branch as unknown as [string, string, string, string | undefined]
    parts.length = indent.length / 4
    parts.push(part)
    return (methods ?? '').split(', ').flatMap((method) => (method ? [`${method} ${parts.join('')}`] : []))
  })
}
