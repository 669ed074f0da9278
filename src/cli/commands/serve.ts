import type { Command } from 'commander'
import type { Cli } from '../cli.ts'

export function addServe(program: Command, cli: Cli): void {
  program
    .command('serve')
    .summary('启动服务 · run the server')
    .description(
      '启动服务，直到 Ctrl-C。数据库、迁移、演示数据按需准备；设置见 starproof settings。\nRuns the server until Ctrl-C. Prepares database, migrations and demo data as needed; settings are environment variables.',
    )
    .addHelpText('after', '\n示例 · example\n  PORT=8080 STARPROOF_DATA=/srv/starproof DEMO=off starproof serve')
    .action(async () => {
      const { main } = await import('#src/main.ts')
      cli.exitCode = await main(cli.env, (line) => process.stdout.write(`${line}\n`))
    })
}
