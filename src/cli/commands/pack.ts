import { resolve } from 'node:path'
import type { Command } from 'commander'
import { keyFingerprint, parseVkey } from '#src/shared/signed-note.ts'
import { type Cli, chooseOrganisation, run, type Shared, withInstallation } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'
import { fileProblem, refusalProblem } from '../problem.ts'
import { columns } from '../terminal.ts'

type PackAsked = Shared & { out: string; withoutPersonalData?: boolean }

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
    .option('--json', '以 JSON 输出 · as JSON')
    .addHelpText(
      'after',
      '\n示例 · examples\n  starproof pack --out lanjing.starpack\n  starproof pack --org lanjing --without-personal-data --out public.starpack --json',
    )
    .action((options: PackAsked) =>
      run(cli, options, (terminal) =>
        withInstallation(cli, terminal, async (installation, signal) => {
          const org = await chooseOrganisation(installation, options.org)
          const path = resolve(options.out)
          const { makePack } = await import('#src/evaluation/evidence/door.ts')
          const made = await makePack(installation, org.id, path, {
            withoutPersonalData: options.withoutPersonalData,
            signal,
            onProgress: (done, total) => terminal.progress('条目 · entries', done, total),
          }).catch((error) => {
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

function fingerprintOf(vkey: string): string {
  const key = parseVkey(vkey)
  return key ? keyFingerprint(key) : ''
}
