import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import type { Cli } from './cli.ts'
import { addBackup, addRestore } from './commands/backup.ts'
import { addBench } from './commands/bench.ts'
import { addImport } from './commands/import.ts'
import { addPack } from './commands/pack.ts'
import { addSample } from './commands/sample.ts'
import { addScore } from './commands/score.ts'
import { addServe } from './commands/serve.ts'
import { addSettings } from './commands/settings.ts'
import { addUsers } from './commands/users.ts'
import { addVerify } from './commands/verify.ts'
import { EXIT_CODE_LINES } from './exit-codes.ts'

/** The whole command line. Commands load what they need when they run, so that `--help` and `verify` start at once. */
export function buildProgram(cli: Cli): Command {
  const program = new Command('starproof')
    .description(
      '星证：让企业的售后服务运转起来，并证明它的星级\nStarproof: runs a company’s after-sales service and proves its star',
    )
    .version(versionOf())
    .exitOverride()
    .showHelpAfterError('starproof --help 查看用法 · shows how')
    .configureHelp({ helpWidth: 110, sortSubcommands: false })
    .helpCommand('help [command]', '某个命令的用法 · how to use a command')
    .helpOption('-h, --help', '用法 · this help')
  addServe(program, cli)
  addImport(program, cli)
  addScore(program, cli)
  addPack(program, cli)
  addVerify(program, cli)
  addSample(program, cli)
  addBackup(program, cli)
  addRestore(program, cli)
  addUsers(program, cli)
  addSettings(program, cli)
  addBench(program, cli)
  program.addHelpText('after', `\n${EXAMPLES}\n\n${EXIT_CODE_LINES.join('\n')}`)
  return program
}

const EXAMPLES = `示例 · examples
  starproof serve                              启动服务 · run the server
  starproof import 服务登记表.xlsx              导入登记表 · import a register
  starproof score                              当前得分与星级 · the score and star
  starproof pack --out lanjing.starpack        导出证据包 · write the evidence pack
  starproof verify lanjing.starpack            在任何机器上离线核验 · check it offline, on any machine
  starproof verify certificate.pdf --key root.pem
  starproof backup --out tonight.starbackup    备份（服务可继续运行） · back up beside the running server
  STARPROOF_DATA=/srv/new starproof restore tonight.starbackup
  starproof users reset-password zheng         管理员忘记密码时 · when an administrator is locked out

命令在含有数据目录的文件夹中运行，或用 STARPROOF_DATA、DATABASE_URL 指明（见 starproof settings）。
Commands work in the folder that holds the data folder, or where STARPROOF_DATA or DATABASE_URL point (see starproof settings).
加 --json 时 stdout 上恰好是一个 JSON 文档，过程信息在 stderr。With --json stdout holds exactly one JSON document; progress goes to stderr.`

function versionOf(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}
