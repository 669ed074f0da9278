import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Installation } from '#src/installation.ts'
import { keyFingerprint, parseVkey } from '#src/shared/signed-note.ts'
import { type Cli, chooseOrganisation, run, type Shared, withInstallation } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'
import { fileProblem, refusalProblem, usageProblem } from '../problem.ts'
import { columns } from '../terminal.ts'

type PackAsked = Shared & { out: string; withoutPersonalData?: boolean; application?: boolean }

export function addPack(program: Command, cli: Cli): void {
  program
    .command('pack')
    .summary('导出证据包 · write the evidence pack')
    .description(
      '把一个组织的全部历史、附件和签名检查点写成一个可离线核验的 tar 文件。服务可继续运行。\nWrites the whole history of an organisation, its files and signed checkpoints as one tar file that anyone can verify offline. Works beside a running server.',
    )
    .requiredOption('--out <file>', '写到哪个文件（已有的会被替换） · file to write; an existing one is replaced')
    .option('--org <slug>', '哪个组织；只有一家企业时可省略 · which organisation; the only company is the default')
    .option('--without-personal-data', '不含可能涉及个人的内容，用于对外提供 · leave out content that may name people')
    .option(
      '--application',
      '连同认证申请：申请表、自评报告、材料清单、案件清单 · with the application: form, report, checklist, cases',
    )
    .option('--json', '以 JSON 输出 · as JSON')
    .addHelpText(
      'after',
      '\n示例 · examples\n  starproof pack --out lanjing.starpack\n  starproof pack --application --out application.starpack\n  starproof pack --org lanjing --without-personal-data --out public.starpack --json',
    )
    .action((options: PackAsked) =>
      run(cli, options, (terminal) =>
        withInstallation(cli, terminal, async (installation, signal) => {
          requireWhole(options)
          const org = await chooseOrganisation(installation, options.org)
          const path = resolve(options.out)
          const onProgress = (done: number, total: number) => terminal.progress('条目 · entries', done, total)
          const made = await makeAsked(installation, org.id, path, options, { signal, onProgress }).catch((error) => {
            throw fileProblem(path, error)
          })
          if (!made.ok) throw refusalProblem(made.refusal)
          const fingerprint = fingerprintOf(made.value.vkey)
          terminal.answer({ file: path, org, ...made.value, fingerprint }, [
            `证据包已写好 · pack written: ${path}`,
            ...columns([
              ['组织 · organisation', `${org.name} (${org.slug})`],
              ['条目 · entries', `${made.value.entries}（已抹除 · erased ${made.value.erased}）`],
              ['附件 · files', String(made.value.files)],
              ['字节 · bytes', String(made.value.bytes)],
              ['检查点 · checkpoint', made.value.checkpointAt],
              ['公钥 · key', made.value.vkey],
              ['公钥指纹 · fingerprint', fingerprint],
            ]),
            `核验 · verify: starproof verify ${options.out} --key '${made.value.vkey}'`,
          ])
          return EXIT.ok
        }),
      ),
    )
}

function requireWhole({ application, withoutPersonalData }: PackAsked): void {
  if (!application || !withoutPersonalData) return
  throw usageProblem('application_is_whole', {
    zh: '申报包须包含完整记录，不能与 --without-personal-data 同用。',
    en: 'An application holds whole records: leave --without-personal-data out.',
  })
}

type Watching = { signal: AbortSignal; onProgress: (done: number, total: number) => void }

async function makeAsked(
  installation: Installation,
  orgId: string,
  path: string,
  { application, withoutPersonalData }: PackAsked,
  watching: Watching,
) {
  if (application) {
    const { makeApplicationPack } = await import('#src/evaluation/door.ts')
    return makeApplicationPack(installation, orgId, path, { ...watching, language: 'zh-CN' })
  }
  const { makePack } = await import('#src/evaluation/evidence/door.ts')
  return makePack(installation, orgId, path, { ...watching, withoutPersonalData })
}

function fingerprintOf(vkey: string): string {
  const key = parseVkey(vkey)
  return key ? keyFingerprint(key) : ''
}
