import type { Command } from 'commander'
import type { Installation } from '#src/installation.ts'
import { newId } from '#src/shared/id.ts'
import { type ChosenOrganisation, type Cli, chooseOrganisation, run, type Shared, withInstallation } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'
import { refusalProblem } from '../problem.ts'
import { columns } from '../terminal.ts'

export function addUsers(program: Command, cli: Cli): void {
  const users = program
    .command('users')
    .summary('查看用户、重设密码 · see users, reset a password')
    .description(
      '供掌管这台机器的人使用，例如管理员忘记密码或被锁定时。\nFor whoever keeps this machine, when an administrator has forgotten the password or is locked out.',
    )
  users
    .command('list')
    .summary('列出用户 · list users')
    .description('列出一个组织的用户、岗位和锁定情况。\nLists the users of an organisation, their posts and locks.')
    .option('--org <slug>', '哪个组织；只有一家企业时可省略 · which organisation; the only company is the default')
    .option('--json', '以 JSON 输出 · as JSON')
    .action((options: Shared) =>
      run(cli, options, (terminal) =>
        withInstallation(cli, terminal, async (installation) => {
          const org = await chooseOrganisation(installation, options.org)
          const people = await listEverybody(installation, org)
          const lines = people.map((person): [string, string] => [
            `${person.userName} ${person.name}`,
            [
              person.roles.join(', '),
              person.deactivatedAt ? '已停用 · deactivated' : '',
              person.lockedUntil ? `锁定至 · locked until ${person.lockedUntil}` : '',
            ]
              .filter(Boolean)
              .join('   '),
          ])
          terminal.answer({ org, people }, columns(lines, ''))
          return EXIT.ok
        }),
      ),
    )
  users
    .command('reset-password')
    .argument('<user-name>', '登录名 · the name they sign in with')
    .summary('重设密码 · reset a password')
    .description(
      '生成一个新密码并只显示一次；该用户的所有登录随即失效，锁定解除，历史中留有记录。\nMakes a new password and shows it once. All sessions of the user end, a lock-out is lifted, and history remembers it.',
    )
    .option('--org <slug>', '哪个组织；只有一家企业时可省略 · which organisation; the only company is the default')
    .option('--json', '以 JSON 输出 · as JSON')
    .addHelpText('after', '\n示例 · example\n  starproof users reset-password zheng')
    .action((userName: string, options: Shared) =>
      run(cli, options, (terminal) =>
        withInstallation(cli, terminal, async (installation) => {
          const org = await chooseOrganisation(installation, options.org)
          const { hashPassword, newSecret, resetPassword } = await import('#src/account/door.ts')
          // Never in the command's input or answer, which the database keeps.
          const password = newSecret().slice(0, 20)
          const passwordHash = await hashPassword(password)
          const reset = await installation.platform.command(
            { kind: 'system', orgId: org.id, name: 'command_line', roles: [] },
            { id: newId(), endpoint: 'cli.resetPassword', input: userName },
            (tx) => resetPassword(tx, { userName, passwordHash }),
          )
          if (!reset.ok) throw refusalProblem(reset.refusal)
          terminal.answer({ org, userName, password }, [
            `${reset.value.name}（${userName}）的新密码 · new password: ${password}`,
            '请登录后立即更改。 · Change it right after signing in.',
          ])
          return EXIT.ok
        }),
      ),
    )
}

async function listEverybody(installation: Installation, org: ChosenOrganisation) {
  const { showPeople } = await import('#src/account/door.ts')
  const people = []
  let cursor: string | undefined
  do {
    const page = await installation.platform.upkeep(org.id, 'command_line', (tx) =>
      showPeople(tx, { limit: 200, cursor }),
    )
    people.push(...page.rows)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return people
}
