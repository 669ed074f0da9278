import type { Command } from 'commander'
import { describeSettings, readSettings } from '#src/server/settings.ts'
import { type Cli, run, type Shared } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'

export function addSettings(program: Command, cli: Cli): void {
  program
    .command('settings')
    .summary('列出全部设置 · list every setting')
    .description(
      '列出全部设置及其当前值；每一项都是环境变量，密码类不显示。\nLists every setting with its present value. Each is an environment variable; secrets are masked.',
    )
    .option('--json', '以 JSON 输出 · as JSON')
    .addHelpText('after', '\n示例 · example\n  PORT=8080 starproof settings')
    .action((options: Shared) =>
      run(cli, options, async (terminal) => {
        const lines = describeSettings(cli.env)
        terminal.answer(
          lines,
          lines.flatMap((line) => [
            `${line.name}=${line.value}${line.isSet ? '' : '   (默认 · default)'}`,
            `    ${line.zh}`,
            `    ${line.en}`,
          ]),
        )
        // Shown first, as they stand; then what is wrong with them, if anything.
        if (!terminal.json) readSettings(cli.env)
        return EXIT.ok
      }),
    )
}
