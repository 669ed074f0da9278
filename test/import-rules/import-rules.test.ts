import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { IForbiddenRuleType, IReporterOutput } from 'dependency-cruiser'
import { cruise } from 'dependency-cruiser'
import { afterAll, describe, expect, it } from 'vitest'

const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: (IForbiddenRuleType & { name: string })[]
  options: object
}

/** For each rule one file that breaks it: path → what it imports. */
const VIOLATIONS: Record<string, [path: string, imports: string]> = {
  'account-looks-down-only': ['src/account/person/actions.ts', '../../company/door.ts'],
  'company-looks-down-only': ['src/company/outlet/actions.ts', '../../service/door.ts'],
  'service-looks-down-only': ['src/service/request/actions.ts', '../../evaluation/door.ts'],
  'management-looks-down-only': ['src/management/target/actions.ts', '../../evaluation/door.ts'],
  'evaluation-looks-down-only': ['src/evaluation/board/actions.ts', '../../certification/door.ts'],
  'account-has-one-door': ['src/company/staff/actions.ts', '../../account/person/store.ts'],
  'company-has-one-door': ['src/service/dispatch/actions.ts', '../../company/outlet/store.ts'],
  'service-has-one-door': ['src/evaluation/fact/store.ts', '../../service/request/store.ts'],
  'management-has-one-door': ['src/evaluation/gap/actions.ts', '../../management/target/store.ts'],
  'evaluation-has-one-door': ['src/certification/audit/actions.ts', '../../evaluation/board/store.ts'],
  'certification-has-one-door': ['src/account/session/actions.ts', '../../certification/audit/store.ts'],
  'shared-is-pure': ['src/shared/page.ts', '../server/platform.ts'],
  'shared-without-node': ['src/shared/hash.ts', 'node:crypto'],
  'server-knows-no-domain': ['src/server/jobs.ts', '../company/door.ts'],
  'pure-half-stays-pure': ['src/service/request/rules.ts', './store.ts'],
  'screens-see-no-server': ['src/service/request/web/page.tsx', '../actions.ts'],
  'ui-could-ship-elsewhere': ['src/ui/table.tsx', '../service/request/contract/read.ts'],
  'light-apps-without-ant-design': ['src/service/work-order/phone/day.tsx', '../../../../node_modules/antd/index.js'],
  'only-the-top-wires': ['src/service/tracking/actions.ts', '../../main.ts'],
  'no-test-code-in-the-product': ['src/service/rating/actions.ts', '../../../test/people.ts'],
  'no-circles': ['src/ui/first.ts', './second.ts'],
}

/** What the violating files import must be there to be found. */
const TARGETS = [
  'node_modules/antd/index.js',
  'src/account/person/store.ts',
  'src/certification/audit/store.ts',
  'src/certification/door.ts',
  'src/company/door.ts',
  'src/company/outlet/store.ts',
  'src/evaluation/board/store.ts',
  'src/evaluation/door.ts',
  'src/main.ts',
  'src/management/target/store.ts',
  'src/server/platform.ts',
  'src/service/door.ts',
  'src/service/request/contract/read.ts',
  'src/service/request/store.ts',
  'test/people.ts',
]

const folder = await mkdtemp(join(tmpdir(), 'starproof-rules-'))
afterAll(() => rm(folder, { recursive: true }))

async function lay(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), text)
}

describe('the import rules', () => {
  it('each has a file that breaks it', () => {
    expect(Object.keys(VIOLATIONS).sort()).toEqual(config.forbidden.map((rule) => rule.name).sort())
  })

  it('each catch what they forbid', async () => {
    for (const path of TARGETS) await lay(path, 'export const it = 1\n')
    for (const [path, imports] of Object.values(VIOLATIONS))
      await lay(path, `import { it } from '${imports}'\n\nexport const other = it\n`)
    await lay('src/ui/second.ts', "import { other } from './first.ts'\n\nexport const it = other\n")
    const result: IReporterOutput = await cruise(['src', 'test'], {
      ...config.options,
      baseDir: folder,
      tsConfig: undefined,
      ruleSet: { forbidden: config.forbidden },
      validate: true,
    } as Parameters<typeof cruise>[1])
    if (typeof result.output === 'string') throw new Error(result.output)
    const caught = new Map<string, string[]>()
    for (const violation of result.output.summary.violations) {
      caught.set(violation.rule.name, [...(caught.get(violation.rule.name) ?? []), violation.from])
    }
    for (const [rule, [path]] of Object.entries(VIOLATIONS)) expect(caught.get(rule) ?? [], rule).toContain(path)
  })
})
