import pg from 'pg'
import { errorCode, StartProblem } from '#src/server/start-problem.ts'
import { OLDEST_MAJOR } from './binaries.ts'

/**
 * Proves that the server behind a DATABASE_URL can carry Starproof: it answers within 10 s, is new enough, and the user may create roles and tables.
 * Throws StartProblem `database_unusable` otherwise.
 */
export async function checkDatabase(url: string): Promise<void> {
  if (!isDatabaseUrl(url)) throw badUrlProblem()
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query(`
      select current_setting('server_version_num')::int / 10000 as major,
        (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as may_create_roles,
        has_database_privilege(current_database(), 'create') as may_create`)
    const { major, may_create_roles, may_create } = rows[0]
    if (major < OLDEST_MAJOR) {
      throw databaseProblem(url, {
        zh: `PostgreSQL ${major} 版本过旧，需要 ${OLDEST_MAJOR} 或更新的版本。`,
        en: `PostgreSQL ${major} is too old, ${OLDEST_MAJOR} or newer is needed.`,
      })
    }
    if (!may_create_roles || !may_create) throw explainDatabaseError(Object.assign(new Error(), { code: '42501' }), url)
  } catch (error) {
    throw error instanceof StartProblem ? error : explainDatabaseError(error, url)
  } finally {
    await client.end().catch(() => {})
  }
}

/** True for a `postgres://` or `postgresql://` address that names a database. */
export function isDatabaseUrl(text: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return false
  return new URL(text).pathname.length > 1
}

/** The sentence for an error met while connecting to DATABASE_URL. It names host, port, user and database, never the password. */
export function explainDatabaseError(error: unknown, url: string): StartProblem {
  if (!isDatabaseUrl(url)) return badUrlProblem()
  const { host, user, database } = describeUrl(url)
  const code = errorCode(error)
  const refused = {
    zh: `服务器 ${host} 拒绝连接，请确认它已启动。`,
    en: `${host} refuses the connection: is it running?`,
  }
  const silent = { zh: `服务器 ${host} 没有应答。`, en: `${host} does not answer.` }
  const denied = {
    zh: `用户 ${user} 登录失败，请检查用户名和密码。`,
    en: `user ${user} was not let in: check user and password.`,
  }
  const sentences: Record<string, { zh: string; en: string }> = {
    ECONNREFUSED: refused,
    ENOENT: refused,
    ENOTFOUND: { zh: `找不到主机 ${host}。`, en: `host ${host} is not known.` },
    EAI_AGAIN: { zh: `找不到主机 ${host}。`, en: `host ${host} is not known.` },
    ETIMEDOUT: silent,
    EHOSTUNREACH: silent,
    ENETUNREACH: silent,
    '28P01': denied,
    '28000': denied,
    '3D000': {
      zh: `数据库 ${database} 不存在，请先创建它。`,
      en: `database ${database} does not exist: create it first.`,
    },
    '42501': {
      zh: `用户 ${user} 没有建表和创建角色的权限，请执行 ALTER ROLE ${user} CREATEROLE 并让其拥有数据库 ${database}。`,
      en: `user ${user} may not create roles and tables: ALTER ROLE ${user} CREATEROLE and let it own ${database}.`,
    },
    '53300': { zh: `服务器 ${host} 的连接已满。`, en: `${host} has no connection left.` },
    '57P03': {
      zh: `服务器 ${host} 正在启动或停止，请稍后重试。`,
      en: `${host} is starting or stopping: try again shortly.`,
    },
  }
  const isSilent = error instanceof Error && /timeout/i.test(error.message)
  const sentence = sentences[code] ?? (isSilent ? silent : otherSentence(error, url))
  return databaseProblem(url, sentence, error)
}

function otherSentence(error: unknown, url: string): { zh: string; en: string } {
  const secret = new URL(url).password
  const text = [secret, tryDecode(secret)]
    .filter((one) => one !== '')
    .reduce((message, one) => message.replaceAll(one, '***'), error instanceof Error ? error.message : String(error))
    .replace(/\s+/g, ' ')
  return { zh: text, en: text }
}

function databaseProblem(url: string, sentence: { zh: string; en: string }, cause?: unknown): StartProblem {
  const { database, host } = describeUrl(url)
  return new StartProblem(
    'database_unusable',
    {
      zh: `无法使用 DATABASE_URL（${host}/${database}）：${sentence.zh}`,
      en: `DATABASE_URL (${host}/${database}) cannot be used: ${sentence.en}`,
    },
    cause,
  )
}

function badUrlProblem(): StartProblem {
  return new StartProblem('database_unusable', {
    zh: 'DATABASE_URL 格式有误，应为 postgresql://用户:密码@主机:5432/数据库（密码中的特殊字符须作 URL 编码）。',
    en: 'DATABASE_URL is not well formed: write postgresql://user:password@host:5432/database (special characters in the password URL-encoded).',
  })
}

function describeUrl(url: string): { host: string; user: string; database: string } {
  const parsed = new URL(url)
  const host = parsed.searchParams.get('host') ?? `${parsed.hostname || 'localhost'}:${parsed.port || 5432}`
  return { host, user: tryDecode(parsed.username), database: tryDecode(parsed.pathname.slice(1)) }
}

function tryDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
