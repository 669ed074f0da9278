import { availableParallelism, cpus } from 'node:os'
import { Command } from 'commander'
import { BENCHES, type BenchFigures } from '../bench.ts'
import { type Cli, interruptible, run, type Shared } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'
import { usageProblem } from '../problem.ts'

export function addBench(program: Command, cli: Cli): void {
  const listed = Object.entries(BENCHES).map(([name, { zh, en }]) => `  ${name}   ${zh} · ${en}`)
  program.addCommand(
    new Command('bench')
      .copyInheritedSettings(program)
      .argument('[names...]', '只测这些 · only these')
      .summary('测量性能 · measure')
      .description(
        '在本机测量性能，打印一次运行中的数字与比值；不动用您的数据。\nMeasures on this machine and prints the figures and ratios of one run; never touches your data.',
      )
      .option('--json', '以 JSON 输出 · as JSON')
      .addHelpText(
        'after',
        `\n项目 · measurements\n${listed.join('\n')}\n\n示例 · example\n  starproof bench pack --json`,
      )
      .action((names: string[], options: Shared) =>
        run(cli, options, async (terminal) => {
          const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name))
          if (unknown.length > 0)
            throw usageProblem('bench_unknown', {
              zh: `没有名为 ${unknown.join(', ')} 的测量。现有：${Object.keys(BENCHES).join(', ')}。`,
              en: `There is no measurement ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`,
            })
          const figures = await interruptible(async (signal) => {
            const found: Record<string, BenchFigures> = {}
            for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
              const { zh, en, run: measure } = BENCHES[name]!
              terminal.say(`${name}: ${zh} · ${en}`)
              found[name] = await measure({ say: terminal.say, env: cli.env, signal })
            }
            return found
          })
          const machine = { node: process.version, cores: availableParallelism(), processor: cpus()[0]?.model ?? '' }
          terminal.answer({ machine, figures }, [JSON.stringify({ machine, figures }, null, 2)])
          return EXIT.ok
        }),
      ),
  )
}
