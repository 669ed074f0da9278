import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { prepareFolder } from '#src/server/data-folder.ts'
import { readSettings, type Settings } from '#src/server/settings.ts'
import { type Cli, interruptible, run, type Shared, withInstallation } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'
import { fileProblem } from '../problem.ts'
import { columns, type Terminal } from '../terminal.ts'

export function addBackup(program: Command, cli: Cli): void {
  program
    .command('backup')
    .summary('备份全部数据 · back everything up')
    .description(
      '把全部数据写成一个文件：所有表在同一瞬间的内容、附件、安装密钥。服务可继续运行。\nWrites everything into one file: all tables as of one instant, files, and the installation’s secret. Works beside a running server.',
    )
    .requiredOption('--out <file>', '写到哪个文件（已有的会被替换） · file to write; an existing one is replaced')
    .option('--json', '以 JSON 输出 · as JSON')
    .addHelpText(
      'after',
      `\n示例 · example\n  starproof backup --out /backup/starproof-$(date +%F).starbackup\n
备份里有全部个人信息和能打开签名密钥的安装密钥：请像保护数据目录一样保护它。等待执行的后台任务不在其中。
A backup holds all personal data and the secret that opens the signing keys: keep it as safe as the data folder.
Background tasks that wait in the queue are not part of it.`,
    )
    .action((options: Shared & { out: string }) =>
      run(cli, options, (terminal) =>
        withInstallation(cli, terminal, async (installation, signal) => {
          const path = resolve(options.out)
          const { writeBackup } = await import('../backup/write.ts')
          const made = await writeBackup(installation, path, {
            starproof: program.version() ?? '',
            signal,
            onProgress: (words, done) => terminal.progress(`备份 · backing up ${words}, bytes`, done, 0),
          }).catch((error) => {
            throw fileProblem(path, error)
          })
          const { madeAt, tables, files, lostFiles } = made.manifest
          if (lostFiles.length > 0)
            terminal.say(
              `警告：${lostFiles.length} 个附件已从磁盘丢失或损坏，不在备份中。 · Warning: ${lostFiles.length} files are lost or damaged on the disk and not in the backup.`,
            )
          terminal.answer(
            { file: path, bytes: made.bytes, madeAt, tables: tables.length, rows: made.rows, files, lostFiles },
            [
              `备份已写好 · backup written: ${path}`,
              ...columns([
                ['时间 · made at', madeAt],
                ['表 · tables', `${tables.length}（${made.rows} 行 · rows）`],
                ['附件 · files', `${files.count}（${files.bytes} 字节 · bytes）`],
                ['字节 · bytes', String(made.bytes)],
              ]),
              '请像保护数据目录一样保护它。 · Keep it as safe as the data folder.',
            ],
          )
          return EXIT.ok
        }),
      ),
    )
}

export function addRestore(program: Command, cli: Cli): void {
  program
    .command('restore')
    .argument('<file>', '备份 · the backup')
    .summary('从备份恢复 · restore from a backup')
    .description(
      '把备份恢复到空的数据目录（或空的外部数据库）。先检查备份的每个字节，然后要么全部恢复，要么什么也不改。\nRestores into an empty data folder (or an empty external database). Checks every byte of the backup first, then restores all of it or nothing.',
    )
    .option('--check', '只检查备份，不恢复 · only check the backup')
    .option('--json', '以 JSON 输出 · as JSON')
    .addHelpText(
      'after',
      `\n示例 · examples\n  starproof restore --check tonight.starbackup\n  STARPROOF_DATA=/srv/new starproof restore tonight.starbackup\n
旧版本的备份会在恢复后升级；新版本的备份会被拒绝。等待执行的后台任务不随备份保留。
A backup of an older version is brought up to date after restoring; one of a newer version is refused. Waiting background tasks are not kept.
备份损坏时退出码为 ${EXIT.notVerified}。 Exit code ${EXIT.notVerified} when the backup is damaged.`,
    )
    .action((file: string, options: Shared & { check?: boolean }) =>
      run(cli, options, async (terminal) => {
        const { openBackup } = await import('../backup/read.ts')
        const backup = await openBackup(file, (done, total) =>
          terminal.progress('检查备份 · checking', done, total),
        ).catch((error) => {
          throw fileProblem(file, error)
        })
        try {
          const restored = options.check ? undefined : await restoreInto(cli, terminal, backup)
          const { madeAt, tables, files, lostFiles } = backup.manifest
          const rows = tables.reduce((sum, table) => sum + table.rows, 0)
          terminal.answer(
            {
              file,
              madeAt,
              checked: true,
              restored: restored !== undefined,
              tables: tables.length,
              rows,
              files,
              lostFiles,
              ...restored,
            },
            [
              restored ? `已恢复 · restored: ${file}` : `备份完好 · the backup is sound: ${file}`,
              ...columns([
                ['备份时间 · made at', madeAt],
                ['表 · tables', `${tables.length}（${rows} 行 · rows）`],
                ['附件 · files', String(files.count)],
              ]),
            ],
          )
          return EXIT.ok
        } finally {
          await backup.close()
        }
      }),
    )
}

async function restoreInto(cli: Cli, terminal: Terminal, backup: import('../backup/read.ts').Backup) {
  const settings = readSettings(cli.env)
  const { checkSchema, placeSecret, restoreBackup } = await import('../backup/restore.ts')
  const { acquireInstanceLock } = await import('#src/server/postgres/file-lock.ts')
  await checkSchema(backup.manifest)
  prepareFolder(settings.STARPROOF_DATA)
  const lock = acquireInstanceLock(settings.STARPROOF_DATA)
  try {
    await placeSecret(backup, settings, true)
    return await interruptible((signal) =>
      withDatabase(settings, terminal, (url) =>
        restoreBackup(backup, url, settings, {
          signal,
          onProgress: (words, done, total) => terminal.progress(`恢复 · restoring ${words}`, done, total),
        }),
      ),
    )
  } finally {
    lock.release()
  }
}

async function withDatabase<T>(settings: Settings, terminal: Terminal, work: (url: string) => Promise<T>): Promise<T> {
  const { checkDatabase } = await import('#src/server/postgres/check-database.ts')
  const { startPostgres } = await import('#src/server/postgres/launcher.ts')
  if (settings.DATABASE_URL) {
    await checkDatabase(settings.DATABASE_URL)
    return work(settings.DATABASE_URL)
  }
  const dataDir = join(settings.STARPROOF_DATA, 'postgres')
  const embedded = await startPostgres({ dataDir, log: (sentence) => terminal.say(sentence) })
  try {
    return await work(embedded.url)
  } finally {
    await embedded.stop()
  }
}
