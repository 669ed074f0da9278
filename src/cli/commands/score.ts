import type { Command } from 'commander'
import type { Board } from '#src/evaluation/board/contract.ts'
import { type Cli, chooseOrganisation, run, type Shared, withInstallation } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'
import { Problem } from '../problem.ts'
import { columns } from '../terminal.ts'

export function addScore(program: Command, cli: Cli): void {
  program
    .command('score')
    .summary('当前得分与星级 · the score and star')
    .description(
      '显示一家企业当前的得分（尚缺证据时为区间）、星级和各项失分。\nShows a company’s present score (a range while evidence is missing), its star and the points lost.',
    )
    .option('--org <slug>', '哪家企业；只有一家时可省略 · which company; the only one is the default')
    .option('--json', '以 JSON 输出整个星级看板 · the whole star board as JSON')
    .addHelpText('after', '\n示例 · examples\n  starproof score\n  starproof score --org lanjing --json')
    .action((options: Shared) =>
      run(cli, options, (terminal) =>
        withInstallation(cli, terminal, async (installation, signal) => {
          const org = await chooseOrganisation(installation, options.org)
          const { loadBoard } = await import('#src/evaluation/door.ts')
          const { settleWork } = await import('../settle.ts')
          await settleWork(installation, signal)
          const board = await installation.platform.upkeep(org.id, 'command_line', loadBoard)
          if (!board)
            throw new Problem('score_missing', EXIT.refused, {
              zh: `${org.name} 没有得分：只有企业才按方案评分。`,
              en: `${org.name} has no score: only companies are scored.`,
            })
          terminal.answer({ org, ...board }, boardLines(org.name, board))
          return EXIT.ok
        }),
      ),
    )
}

function points(hundredths: number): string {
  return (hundredths / 100).toFixed(2)
}

function boardLines(name: string, board: Board): string[] {
  const { result, edition, levels } = board
  const levelOf = (levelId: string | null) => {
    const level = levels.find((one) => one.id === levelId)
    return level ? `${level.name.zh} · ${level.name.en}` : '未达星级 · no star'
  }
  const { lowest, highest } = result.range
  const facts: [string, string][] = result.score
    ? [
        ['得分 · score', result.score.text],
        ['星级 · star', levelOf(result.grade?.levelId ?? null)],
      ]
    : [
        ['区间 · range', `${lowest.score.text} – ${highest.score.text}`],
        ['至少 · at least', levelOf(lowest.grade.levelId)],
        ['至多 · at most', levelOf(highest.grade.levelId)],
        ['已有证据 · known', `${(result.knownShareBasisPoints / 100).toFixed(1)}%`],
        ['缺证据 · missing', `${points(result.missingHundredths)}（${result.missingLeafIds.length} 项 · items）`],
      ]
  const special = result.specialDeductions
  if (special.count > 0)
    facts.push(['特别扣分 · special deductions', `${points(special.deductedHundredths)}（${special.count}）`])
  return [
    `${name}   ${edition.title.zh} · ${edition.title.en}`,
    ...columns([...facts, ['统计期 · window', `${board.windowFromOn} – ${board.windowToOn}`]]),
    '失分 · points lost',
    ...lostLines(board),
  ]
}

function lostLines(board: Board): string[] {
  const lost = board.groups
    .flatMap((group) => group.indicators)
    .filter((indicator) => indicator.lostHundredths > 0 || indicator.missingHundredths > 0)
    .map((indicator): [string, string] => [
      `${indicator.id} ${indicator.name.zh} · ${indicator.name.en}`,
      [
        indicator.lostHundredths > 0 ? `−${points(indicator.lostHundredths)}` : '',
        indicator.missingHundredths > 0 ? `缺证据 · missing ${points(indicator.missingHundredths)}` : '',
      ]
        .filter(Boolean)
        .join('   '),
    ])
  return lost.length > 0 ? columns(lost) : ['  无 · none']
}
