import { readFile, stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { readWords, wordProblem } from '#src/service/import/actions/words.ts'
import type { Mapping } from '#src/service/import/contract/mapping.ts'
import type { ImportReport } from '#src/service/import/contract/report.ts'
import { parseJson } from '#src/shared/json.ts'
import { type Cli, chooseOrganisation, run, type Shared, withInstallation } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'
import { fileProblem, refusalProblem, usageProblem } from '../problem.ts'
import { columns } from '../terminal.ts'

type ImportAsked = Shared & { mapping?: string; source?: string; zone?: string; strict?: boolean }

export function addImport(program: Command, cli: Cli): void {
  program
    .command('import')
    .argument('<file>', 'CSV 或 Excel 文件 · a CSV or Excel file')
    .summary('导入登记表 · import a register')
    .description(
      '导入 CSV 或 Excel 登记表。不能用的单元格逐一列出（表、行、列、原因），不做猜测；重复导入同一文件不会改变任何内容。\nImports a CSV or Excel register. Cells that cannot be used are listed with sheet, row, column and reason; nothing is guessed; importing the same file again changes nothing.',
    )
    .option('--org <slug>', '哪家企业；只有一家时可省略 · which company; the only one is the default')
    .option('--mapping <file>', '列与内容的对应关系（JSON） · what the columns mean, as JSON')
    .option(
      '--source <name>',
      '登记表的名称，以后的文件沿用它（默认为文件名） · name of the register; the file’s by default',
    )
    .option('--zone <zone>', '文件中时间所用的时区 · zone of the times in the file', 'Asia/Shanghai')
    .option(
      '--strict',
      `有任何一行被拒时退出码为 ${EXIT.notVerified} · exit ${EXIT.notVerified} if any row was refused`,
    )
    .option('--json', '以 JSON 输出完整报告 · the whole report as JSON')
    .addHelpText(
      'after',
      '\n示例 · examples\n  starproof import 服务登记表.xlsx\n  starproof import events.csv --source hotline --zone Asia/Shanghai --json > report.json',
    )
    .action((file: string, options: ImportAsked) =>
      run(cli, options, async (terminal) => {
        await stat(file).catch((error) => {
          throw fileProblem(file, error)
        })
        const mapping = options.mapping === undefined ? undefined : await readMapping(options.mapping)
        return withInstallation(cli, terminal, async (installation, signal) => {
          const org = await chooseOrganisation(installation, options.org)
          const { importFile } = await import('#src/service/import/actions/import-file.ts')
          const imported = await importFile(installation, {
            actor: { kind: 'system', orgId: org.id, name: 'command_line', roles: [] },
            file,
            mapping,
            source: options.source,
            zone: options.zone,
            onProgress: ({ stage, seen, planned }) => terminal.progress(`导入 · ${stage}`, seen, planned),
            signal,
          }).catch((error) => {
            throw fileProblem(file, error)
          })
          if (!imported.ok) throw refusalProblem(imported.refusal)
          const { settleWork } = await import('../settle.ts')
          await settleWork(installation, signal)
          terminal.answer({ org, ...imported.value }, reportLines(file, imported.value))
          const refused = imported.value.sheets.reduce((sum, sheet) => sum + sheet.rowsRefused, 0)
          return options.strict && refused > 0 ? EXIT.notVerified : EXIT.ok
        })
      }),
    )
}

async function readMapping(file: string): Promise<Mapping> {
  const text = await readFile(file, 'utf8').catch((error) => {
    throw fileProblem(file, error)
  })
  const { Mapping } = await import('#src/service/import/contract/mapping.ts')
  const parsed = Mapping.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw usageProblem('mapping_unreadable', {
    zh: `${file} 不是有效的对应关系：${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}。`,
    en: `${file} is not a mapping: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
  })
}

function reportLines(file: string, report: ImportReport): string[] {
  const [zh, en] = [readWords('zh-CN'), readWords('en')]
  const sheets = report.sheets.map((sheet): [string, string] => [
    sheet.sheet || '(CSV)',
    `${sheet.target ?? '—'}   读 · read ${sheet.rowsRead}   用 · used ${sheet.rowsUsed}   拒 · refused ${sheet.rowsRefused}   略 · passed over ${sheet.rowsIgnored}   单元格被拒 · cells refused ${sheet.cellsRefused}`,
  ])
  const records = report.records.map((record): [string, string] => [
    record.kind,
    `新 · new ${record.new ?? 0}   未变 · unchanged ${record.unchanged ?? 0}   不同 · changed ${record.changed ?? 0}   更新 · updated ${record.updated ?? 0}   拒 · refused ${record.refused ?? 0}`,
  ])
  const problems = report.problemCounts.flatMap((problem) => [
    `  ${problem.sheet}  ${zh.text(`effect.${problem.effect}`)} · ${en.text(`effect.${problem.effect}`)} × ${problem.count}  (${problem.code})`,
    ...problem.examples.flatMap((example) => [
      `      ${example.column ?? ''}${example.row ?? ''} “${example.cellText}” ${wordProblem(zh, { ...problem, params: example.params })}`,
      `        ${wordProblem(en, { ...problem, params: example.params })}`,
    ]),
  ])
  const { backfilled } = report
  return [
    `已导入 · imported: ${file}（${report.source}）`,
    ...(sheets.length > 0 ? ['工作表 · sheets', ...columns(sheets)] : []),
    ...(records.length > 0 ? ['记录 · records', ...columns(records)] : []),
    `补录的历史 · back-filled: ${backfilled.records}（${backfilled.oldestOn ?? '—'} – ${backfilled.newestOn ?? '—'}）`,
    ...(problems.length > 0 ? ['问题 · problems（--json 列出每一处 · lists every place）', ...problems] : []),
  ]
}
