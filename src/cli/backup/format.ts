import { z } from 'zod'

/** Fixed members. The manifest stands last, because everything before it is streamed; a backup that broke off has none. */
export const MEMBER = {
  readme: 'README.txt',
  secret: 'secret',
  tables: 'tables/',
  files: 'files/',
  manifest: 'MANIFEST.json',
  manifestSha256: 'MANIFEST.sha256',
} as const

/** A table is cut into parts of about this much text, each compressed on its own: flat memory, and no member near the 8 GiB of ustar. */
export const PART_BYTES = 8 * 1024 * 1024

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const Count = z.number().int().min(0)
const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)
const Part = z.strictObject({ name: z.string().max(100), size: Count, sha256: Sha256 })

export const BackupManifest = z.strictObject({
  format: z.literal('starbackup'),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  starproof: z.string().max(40),
  /** The schema: what had been applied, in order. */
  migrations: z.array(z.strictObject({ name: z.string().max(200), sha256: Sha256 })).min(1),
  /** Parts hold gzipped PostgreSQL COPY text. */
  tables: z.array(z.strictObject({ name: Name, columns: z.array(Name).min(1), rows: Count, parts: z.array(Part) })),
  sequences: z.array(z.strictObject({ name: Name, value: z.string().regex(/^-?\d{1,19}$/), isCalled: z.boolean() })),
  /** Files stand once each under their SHA-256, which organisations they belong to says the table `file`. */
  files: z.strictObject({ count: Count, bytes: Count }),
  /** Files that were gone from the disk, or not what their name says, when the backup was made. */
  lostFiles: z.array(Sha256),
  readme: Part,
  secret: Part,
})
export type BackupManifest = z.infer<typeof BackupManifest>

export function partName(table: string, nth: number): string {
  return `${MEMBER.tables}${table}/${String(nth).padStart(6, '0')}.copy.gz`
}

export const BACKUP_README = `星证备份 / Starproof backup

恢复 / restore:   starproof restore 本文件 (restore THIS FILE)
只检查 / check:   starproof restore --check 本文件

本文件含有全部数据以及安装密钥 (成员 secret), 请像保护数据目录一样保护它。
This file holds all data and the installation's secret (member "secret"): keep it as safe as the data folder itself.

tables/<表>/*.copy.gz 是 PostgreSQL COPY 文本 (gzip); files/ 下以 SHA-256 命名; MANIFEST.json 列出每个成员的 SHA-256。
tables/<table>/*.copy.gz is PostgreSQL COPY text, gzipped; files/ are named by SHA-256; MANIFEST.json lists the SHA-256 of each member.
`
