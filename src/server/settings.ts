import path from 'node:path'
import { z } from 'zod'
import { isDatabaseUrl } from '#src/server/postgres/check-database.ts'
import { StartProblem } from '#src/server/start-problem.ts'

const YES = ['1', 'true', 'on', 'yes']
const NO = ['0', 'false', 'off', 'no']
const Switch = z
  .string()
  .toLowerCase()
  .refine((text) => YES.includes(text) || NO.includes(text))
  .transform((text) => YES.includes(text))

function whole(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most)
}

const isUrl = (protocols: string[]) => (text: string) =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol)

/** One row of the table: `value` parses the text of the environment; `expects` completes "NAME=… is wrong, it should be …". */
type Setting<T> = {
  /** The text used where the environment has none. */
  default: string
  zh: string
  en: string
  expects: { zh: string; en: string }
  value: z.ZodType<T, string>
  /** Shown masked everywhere. */
  secret?: true
}

function setting<T>(row: Setting<T>): Setting<T> {
  return row
}

/** Every setting there is. Each is an environment variable; an empty one counts as absent. */
const SETTINGS = {
  PORT: setting({
    default: '3000',
    zh: '网页服务的端口',
    en: 'Port of the web server',
    expects: { zh: '1 到 65535 的整数', en: 'a whole number from 1 to 65535' },
    value: whole(1, 65_535),
  }),
  HOST: setting({
    default: '127.0.0.1',
    zh: '监听地址；0.0.0.0 表示所有网卡',
    en: 'Address to listen on; 0.0.0.0 is every network card',
    expects: { zh: '一个地址或主机名', en: 'an address or a host name' },
    value: z.string().regex(/^[\w.:-]{1,255}$/),
  }),
  STARPROOF_DATA: setting({
    default: './data',
    zh: '数据目录：内置数据库、附件、密钥',
    en: 'Data folder: embedded database, files, secrets',
    expects: { zh: '一个目录路径', en: 'the path of a folder' },
    value: z.string().transform((folder) => path.resolve(folder)),
  }),
  DATABASE_URL: setting({
    default: '',
    zh: '外部 PostgreSQL（15 或更新）；留空则使用内置数据库',
    en: 'An external PostgreSQL (15 or newer); empty for the embedded one',
    expects: {
      zh: 'postgresql://用户:密码@主机:5432/数据库，密码中的特殊字符须作 URL 编码',
      en: 'postgresql://user:password@host:5432/database, special characters in the password URL-encoded',
    },
    value: z.string().refine((text) => text === '' || isDatabaseUrl(text)),
    secret: true,
  }),
  PUBLIC_URL: setting({
    default: '',
    zh: '用户访问的网址，写在邮件和客户链接里；留空则为 http://127.0.0.1:PORT',
    en: "The address people use, written in mails and customers' links; empty for http://127.0.0.1:PORT",
    expects: { zh: '以 http:// 或 https:// 开头的网址', en: 'an address that begins with http:// or https://' },
    value: z
      .string()
      .refine((text) => text === '' || isUrl(['http:', 'https:'])(text))
      .transform((text) => text.replace(/\/+$/, '')),
  }),
  SESSION_SECRET: setting({
    default: '',
    zh: '会话签名密钥；留空则自动生成并存于数据目录',
    en: 'Key that signs sessions; empty to have one made and kept in the data folder',
    expects: { zh: '至少 32 个字符', en: 'at least 32 characters' },
    value: z.string().refine((text) => text === '' || text.length >= 32),
    secret: true,
  }),
  SMTP_URL: setting({
    default: '',
    zh: '邮件服务器；留空则邮件只留在发件箱',
    en: 'Mail server; empty to keep mails in the outbox only',
    expects: {
      zh: 'smtp://用户:密码@主机:587 或 smtps://用户:密码@主机:465',
      en: 'smtp://user:password@host:587 or smtps://user:password@host:465',
    },
    value: z.string().refine((text) => text === '' || isUrl(['smtp:', 'smtps:'])(text)),
    secret: true,
  }),
  MAIL_FROM: setting({
    default: 'Starproof <starproof@localhost>',
    zh: '邮件的发件人',
    en: 'Sender of mails',
    expects: { zh: '邮箱地址，可带名称', en: 'a mail address, with or without a name' },
    value: z.string().regex(/^([^<>\r\n]{1,100}<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/),
  }),
  LOG_LEVEL: setting({
    default: 'info',
    zh: '日志详细程度',
    en: 'How much is logged',
    expects: {
      zh: 'silent、fatal、error、warn、info、debug 或 trace',
      en: 'silent, fatal, error, warn, info, debug or trace',
    },
    value: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']),
  }),
  UPLOAD_LIMIT_MB: setting({
    default: '20',
    zh: '单个上传文件的最大兆字节数',
    en: 'Largest uploaded file, in megabytes',
    expects: { zh: '1 到 1024 的整数', en: 'a whole number from 1 to 1024' },
    value: whole(1, 1024),
  }),
  PARCEL_LIMIT_MB: setting({
    default: '2048',
    zh: '单个证据包或函件（来自其他组织）的最大兆字节数',
    en: 'Largest evidence pack or letter from another organisation, in megabytes',
    expects: { zh: '1 到 65536 的整数', en: 'a whole number from 1 to 65536' },
    value: whole(1, 65_536),
  }),
  TIMESTAMP_URL: setting({
    default: '',
    zh: '可信时间戳服务（RFC 3161）；设置后，每份证书都带时间戳签名，服务不应答时不颁发；留空则不带',
    en: 'Time-stamping authority (RFC 3161); once set, every certificate is signed with its stamp, and none is issued while it does not answer; empty for none',
    expects: { zh: '以 http:// 或 https:// 开头的网址', en: 'an address that begins with http:// or https://' },
    value: z.string().refine((text) => text === '' || isUrl(['http:', 'https:'])(text)),
    secret: true,
  }),
  TRUST_PROXY: setting({
    default: 'off',
    zh: '是否位于反向代理之后：采用 X-Forwarded-For 中的客户地址',
    en: "Whether a reverse proxy stands before it: takes the client's address from X-Forwarded-For",
    expects: { zh: 'on 或 off', en: 'on or off' },
    value: Switch,
  }),
  DEMO: setting({
    default: 'on',
    zh: '在空数据库中装入演示公司；正式使用请设为 off',
    en: 'Fill an empty database with the demo company; off for production',
    expects: { zh: 'on 或 off', en: 'on or off' },
    value: Switch,
  }),
}

type Table = typeof SETTINGS
type Name = keyof Table

/** The settings as parsed values: ports and limits as numbers, switches as booleans, STARPROOF_DATA as an absolute path, PUBLIC_URL without a final slash. */
export type Settings = { [N in Name]: z.output<Table[N]['value']> }

/** Reads all settings. Throws StartProblem `settings_invalid` that names every wrong variable at once, without the value of a secret. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const wrong: Name[] = []
  const values: Record<string, unknown> = {}
  for (const name of names()) {
    const parsed = SETTINGS[name].value.safeParse(textOf(env, name))
    if (parsed.success) values[name] = parsed.data
    else wrong.push(name)
  }
  if (wrong.length > 0) throw wrongSettings(env, wrong)
  const settings = values as Settings
  return { ...settings, PUBLIC_URL: settings.PUBLIC_URL || `http://127.0.0.1:${settings.PORT}` }
}

/** A line of `starproof settings`. */
export type SettingLine = { name: string; value: string; default: string; isSet: boolean; zh: string; en: string }

/** All settings as they stand, right or wrong, for people to read; secrets are masked. */
export function describeSettings(env: Record<string, string | undefined>): SettingLine[] {
  return names().map((name) => ({
    name,
    value: shownValue(env, name),
    default: SETTINGS[name].default,
    isSet: Boolean(env[name]),
    zh: SETTINGS[name].zh,
    en: SETTINGS[name].en,
  }))
}

function names(): Name[] {
  return Object.keys(SETTINGS) as Name[]
}

function textOf(env: Record<string, string | undefined>, name: Name): string {
  return env[name]?.trim() || SETTINGS[name].default
}

function shownValue(env: Record<string, string | undefined>, name: Name): string {
  const text = textOf(env, name)
  const row: Setting<unknown> = SETTINGS[name]
  return row.secret && text !== '' ? '******' : text
}

function wrongSettings(env: Record<string, string | undefined>, wrong: Name[]): StartProblem {
  const sentence = (language: 'zh' | 'en', link: string) =>
    wrong.map((name) => `${name}=${shownValue(env, name)} ${link} ${SETTINGS[name].expects[language]}`)
  return new StartProblem('settings_invalid', {
    zh: `设置有误：${sentence('zh', '应为').join('；')}。`,
    en: `Settings are wrong: ${sentence('en', 'should be').join('; ')}.`,
  })
}
