import type { Command } from 'commander'
import type { PackReport } from '#src/server/pack/report.ts'
import { type Cli, run, type Shared } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'
import { usageProblem } from '../problem.ts'
import { columns } from '../terminal.ts'
import type { CertificateTold, Checked } from '../verify/check-files.ts'
import type { Told } from '../verify/check-signed.ts'
import type { CertificateStatus } from '../verify/status.ts'

type VerifyAsked = Shared & { key?: string[]; timeAuthority?: string[]; on?: string }

const oneMore = (value: string, before: string[] | undefined) => [...(before ?? []), value]

export function addVerify(program: Command, cli: Cli): void {
  program
    .command('verify')
    .argument(
      '<file...>',
      '证据包、函件、证书 PDF、凭证、状态清单、账本证明、核验包 · pack, letter, certificate, credential, status list, proof, bundle',
    )
    .summary('离线核验证书、证据包和函件 · check certificates, packs and letters offline')
    .description(
      '核验所给的文件：不需要网络、数据库或数据目录。逐一指出被改动、删除、插入、调换之处。\nChecks the files given with no network, database or data folder. Names each place that was changed, removed, inserted or moved. Files given together help each other: a status list tells the status of a certificate, a list of keys their dates.',
    )
    .option(
      '--key <key>',
      '可信的公钥、根证书或其指纹，或含有它的文件；可多次给出 · a key, root certificate or fingerprint you trust, or a file with it; may be repeated',
      oneMore,
    )
    .option(
      '--time-authority <certificate>',
      '可信的时间戳机构：其证书或指纹，或含有它的文件；给出后，证书 PDF 必须带有它的时间戳 · a time-stamping authority you trust: its certificate, fingerprint, or a file with it; a certificate PDF then has to carry its stamp',
      oneMore,
    )
    .option('--on <day>', '证书在哪一天的状态，默认今天 · the status of certificates on this day; today by default')
    .option('--json', '以 JSON 输出 · as JSON')
    .addHelpText(
      'after',
      `\n示例 · examples
  starproof verify certificate.pdf --key root.pem
  starproof verify bundle.zip --key root.pem --on 2026-11-20
  starproof verify credential.json status-revocation.json status-suspension.json --key root.pem
  starproof verify lanjing.starpack --key lanjing.vkey --json\n
没有 --key 时，只能说明文件签名之后未被改动；要确认由谁签名，请向机构或企业本身索取根证书或公钥。
Without --key the check shows that nothing was changed since it was signed, not who signed it: get the root certificate or key from the body or company itself.
全部通过且证书有效（或未给状态清单）时退出码为 0，否则为 ${EXIT.notVerified}。
Exit code 0 when everything verifies and no certificate is revoked, suspended or out of date; ${EXIT.notVerified} otherwise.`,
    )
    .action((paths: string[], options: VerifyAsked) =>
      run(cli, options, async (terminal) => {
        if (options.on && !/^\d{4}-\d\d-\d\d$/.test(options.on))
          throw usageProblem('day_unreadable', {
            zh: `--on ${options.on} 不是日期，应如 2026-11-20。`,
            en: `--on ${options.on} is not a day like 2026-11-20.`,
          })
        const { readMaterial } = await import('../verify/material.ts')
        const { readTrusted } = await import('../verify/trust.ts')
        const all = await readMaterial(paths)
        const trusted = await readTrusted(options.key ?? [], options.timeAuthority)
        const [only] = all
        if (all.length === 1 && only!.kind === 'pack') {
          const { verifyPack } = await import('#src/server/pack/verify.ts')
          const report = await verifyPack(paths[0]!, { keys: trusted.vkeys })
          terminal.answer(report, packLines(paths[0]!, report, trusted.vkeys.length > 0))
          return report.ok ? EXIT.ok : EXIT.notVerified
        }
        const { checkFiles } = await import('../verify/check-files.ts')
        const checked = await checkFiles(all, trusted, options.on, new Date())
        terminal.answer(checked, linesOf(checked))
        return checked.ok ? EXIT.ok : EXIT.notVerified
      }),
    )
}

const TRUST: Record<NonNullable<Told['trust']>, string> = {
  given: '由所给的密钥或根证书确认 · by the key or root given',
  first_use: '未给出 --key：未确认由谁签名 · no --key given: who signed was not checked',
  other: '不是所给的密钥或根证书签的 · NOT by the key or root given',
}

const STATUS: Record<CertificateStatus, string> = {
  valid: '有效 · valid',
  suspended: '暂停 · SUSPENDED',
  revoked:
    '已撤销、注销或被新版取代（proof.json 会说明是哪一种） · WITHDRAWN, CANCELLED OR SUPERSEDED (proof.json tells which)',
  withdrawn: '已撤销 · WITHDRAWN by the body',
  cancelled: '已注销 · CANCELLED',
  superseded: '已被新版取代 · SUPERSEDED by a later edition',
  expired: '已到期 · EXPIRED',
  not_yet_valid: '尚未生效 · NOT YET VALID',
  unknown: '未知：没有给出当天的状态清单 · unknown: no status list of that day was given',
}

function linesOf({ ok, files, certificates }: Checked): string[] {
  const head = ok ? '核验通过 · verified' : '核验不通过 · NOT VERIFIED'
  return [head, ...certificates.flatMap(certificateLines), ...files.flatMap(fileLines)]
}

function certificateLines(one: CertificateTold): string[] {
  const edition = one.edition > 1 ? `（第 ${one.edition} 版 · edition ${one.edition}）` : ''
  return [
    `证书 · certificate ${one.number}${edition}`,
    ...columns([
      ['持证组织 · holder', one.holder],
      ['星级 · stars', '★'.repeat(one.stars) || '达标 · qualified'],
      ['范围 · scope', one.scope],
      ['有效期 · validity', `${one.validFromOn} – ${one.validUntilOn}`],
      ['发证机构 · issuer', one.issuer],
      [`${one.onDay} 的状态 · status`, STATUS[one.status]],
      ...(one.ended ? [['自 · since', `${one.ended.sinceOn} ${one.ended.reason}`.trim()] as [string, string]] : []),
    ]),
  ]
}

function fileLines(told: Told): string[] {
  const isGood = told.ok && told.trust !== 'other'
  const facts = told.trust ? [...told.facts, ['签名者 · signer', TRUST[told.trust]] as [string, string]] : told.facts
  const problems = told.problems.flatMap(({ place, words }) => {
    const at = Object.entries(place).map(([name, value]) => `${name} ${value}`)
    return [`  - ${words.zh}`, `    ${words.en}`, `    (${at.join(', ')})`]
  })
  return [`${isGood ? '✓' : '✗'} ${told.name}`, ...(facts.length > 0 ? columns(facts, '    ') : []), ...problems]
}

function packLines(file: string, report: PackReport, isKeyGiven: boolean): string[] {
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
