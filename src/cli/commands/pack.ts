import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { PackReport } from '#src/server/pack/report.ts'
import { keyFingerprint, parseVkey } from '#src/shared/signed-note.ts'
import { type Cli, chooseOrganisation, run, type Shared, withInstallation } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'
import { fileProblem, refusalProblem, usageProblem } from '../problem.ts'
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

type VerifyAsked = Shared & { key?: string[] }

export function addVerify(program: Command, cli: Cli): void {
  program
    .command('verify')
    .argument('<file>', '证据包 · the evidence pack')
    .summary('离线核验证据包 · check a pack offline')
    .description(
      '核验一个证据包：不需要网络、数据库或数据目录。逐一指出被改动、删除、插入、调换之处。\nChecks an evidence pack with no network, database or data folder. Names each place that was changed, removed, inserted or moved.',
    )
    .option(
      '--key <vkey>',
      '可信的公钥，或含有它的文件；可多次给出 · a key you trust, or a file with it; may be repeated',
      (value: string, before: string[] | undefined) => [...(before ?? []), value],
    )
    .option('--json', '以 JSON 输出 · as JSON')
    .addHelpText(
      'after',
      `\n示例 · examples\n  starproof verify lanjing.starpack\n  starproof verify lanjing.starpack --key lanjing.vkey --json\n
没有 --key 时，只能说明包签名之后未被改动；要确认由谁签名，请向企业本身索取公钥。
Without --key the check shows that nothing was changed since it was signed, not who signed it: get the key from the company itself.
核验通过退出码为 0，不通过为 ${EXIT.notVerified}。 Exit code 0 when it verifies, ${EXIT.notVerified} when it does not.`,
    )
    .action((file: string, options: VerifyAsked) =>
      run(cli, options, async (terminal) => {
        await requireFile(file)
        const keys = await Promise.all((options.key ?? []).map(readKey))
        const { verifyPack } = await import('#src/server/pack/verify.ts')
        const report = await verifyPack(file, { keys })
        terminal.answer(report, reportLines(file, report, keys.length > 0))
        return report.ok ? EXIT.ok : EXIT.notVerified
      }),
    )
}

async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch((error) => {
    throw fileProblem(file, error)
  })
  if (!found.isFile())
    throw usageProblem('not_a_file', { zh: `${file} 不是普通文件。`, en: `${file} is not a plain file.` })
}

/** The key itself, or the first key in a file of that name. */
async function readKey(text: string): Promise<string> {
  if (parseVkey(text)) return text
  const content = await readFile(text, 'utf8').catch(() => '')
  const found = content.split(/\s+/).find((word) => parseVkey(word))
  if (found) return found
  throw usageProblem('key_unreadable', {
    zh: `--key ${text} 既不是公钥，也不是含有公钥的文件。公钥形如 starproof/…+8 位十六进制+base64。`,
    en: `--key ${text} is neither a key nor a file that holds one. A key looks like starproof/…+8 hex digits+base64.`,
  })
}

function reportLines(file: string, report: PackReport, isKeyGiven: boolean): string[] {
  const facts: [string, string][] = [
    ['组织 · organisation', report.org ? `${report.org.name} (${report.org.id})` : '?'],
    ['签名时间 · made at', report.madeAt ?? '?'],
    ['条目 · entries', `${report.entries}（已抹除 · erased ${report.erased}）`],
    ['附件 · files', String(report.files)],
    ['检查点 · checkpoint', report.checkpoint ? `${report.checkpoint.size} · ${report.checkpoint.root}` : '?'],
    ['公钥指纹 · key fingerprint', report.keyFingerprint ?? '?'],
  ]
  if (report.ok) {
    const trust = isKeyGiven
      ? '由所给的公钥签名 · signed by the key given'
      : '未给出 --key：未确认由谁签名 · no --key given: who signed was not checked'
    return [`核验通过 · verified: ${file}`, ...columns([...facts, ['签名者 · signer', trust]])]
  }
  const problems = report.problems.flatMap(({ kind, where, words }) => {
    const place = Object.entries(where).map(([name, value]) => `${name} ${value}`)
    return [`- [${kind}] ${words.zh}`, `  ${words.en}`, `  (${place.join(', ')})`]
  })
  const more = report.unlisted > 0 ? [`…… 另有 ${report.unlisted} 处 · and ${report.unlisted} more`] : []
  return [`核验不通过 · NOT VERIFIED: ${file}`, ...columns(facts), ...problems, ...more]
}
