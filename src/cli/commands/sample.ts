import { open, readFile, stat } from 'node:fs/promises'
import type { Command } from 'commander'
import type { SampleFile } from '#src/certification/sampling/contract.ts'
import { type Cli, run, type Shared } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'
import { fileProblem, usageProblem } from '../problem.ts'
import { columns } from '../terminal.ts'
import { type Checked, sampleWords } from './sample-words.ts'

type Kind = 'sample' | 'pack' | 'letter'

/** A sample file of a hundred thousand cases is some 20 MB; nothing honest is beyond this. */
const SAMPLE_BYTES_MAX = 1024 ** 3

export function addSample(program: Command, cli: Cli): void {
  program
    .command('sample')
    .argument('<files...>', '样本文件，可附证据包与抽样函件 · the sample file, with the pack and the letters beside it')
    .summary('重新抽取审核样本并核对 · draw an audit sample again and compare')
    .description(
      '按公开的样本文件，从承诺、总体、回执到种子逐步核验，重新抽样并比较；不需要网络或数据库。附上企业的证据包（.starpack）时，还核对总体确是包中的全部案例；附上抽样方案或回执函件（.starletter）时，核对它们的签名与内容。\nChecks each step from the published sample file, draws again and compares; no network, no database. With the company’s pack beside it, the population is held against the pack; with the letters of plan or receipt, their signatures and contents too.',
    )
    .option('--json', '以 JSON 输出 · as JSON')
    .addHelpText(
      'after',
      `\n示例 · examples\n  starproof sample A26-000001-1.sample.json\n  starproof sample A26-000001-1.sample.json lanjing.starpack receipt.starletter --json\n
与公布的样本一致时退出码为 0，否则为 ${EXIT.notVerified}。 Exit code 0 when the sample is the one that was published, ${EXIT.notVerified} when it is not.`,
    )
    .action((files: string[], options: Shared) =>
      run(cli, options, async (terminal) => {
        const kinds = await Promise.all(files.map(async (path) => ({ path, kind: await kindOf(path) })))
        const [sample, ...others] = kinds.filter((one) => one.kind === 'sample')
        if (!sample || others.length > 0)
          throw usageProblem('one_sample_file', {
            zh: '请给出恰好一个样本文件（.sample.json）。',
            en: 'Give exactly one sample file (.sample.json).',
          })
        const file = await readSample(sample.path)
        const checked = await checkEverything(file, kinds)
        const ok = checked.every((one) => one.ok)
        const { plan, seed, picks } = file
        const sizes = { outlets: picks.outlet.length, cases: picks.case.length, people: picks.person.length }
        terminal.answer(
          {
            ok,
            audit: plan.auditNumber,
            plan: file.planSha256,
            number: plan.number,
            sealedBy: plan.sealedBy,
            seed,
            sizes,
            checked,
          },
          linesOf(sample.path, file, checked),
        )
        return ok ? EXIT.ok : EXIT.notVerified
      }),
    )
}

async function kindOf(path: string): Promise<Kind> {
  const start = await firstBytes(path)
  if (start.startsWith('MANIFEST.json\0')) return 'pack'
  if (start.startsWith('letter.json\0')) return 'letter'
  return 'sample'
}

async function firstBytes(path: string): Promise<string> {
  const found = await stat(path).catch((error) => {
    throw fileProblem(path, error)
  })
  if (!found.isFile())
    throw usageProblem('not_a_file', { zh: `${path} 不是普通文件。`, en: `${path} is not a plain file.` })
  const handle = await open(path, 'r')
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0).finally(() => handle.close())
  return buffer.toString('latin1', 0, bytesRead)
}

async function readSample(path: string): Promise<SampleFile> {
  const { SampleFile: Shape } = await import('#src/certification/sampling/contract.ts')
  const { parseJson } = await import('#src/shared/json.ts')
  const { size } = await stat(path)
  const read = size > SAMPLE_BYTES_MAX ? undefined : Shape.safeParse(parseJson(await readFile(path, 'utf8')))
  if (read?.success) return read.data
  const issue = read?.error.issues[0]
  const place = issue ? `${issue.path.join('.') || 'JSON'}: ${issue.message}` : `${size} bytes`
  throw usageProblem('no_sample_file', {
    zh: `${path} 不是样本文件（${place}）。`,
    en: `${path} is no sample file (${place}).`,
  })
}

async function checkEverything(file: SampleFile, given: readonly { path: string; kind: Kind }[]): Promise<Checked[]> {
  const { checkSampleFile } = await import('#src/certification/sampling/rules/sample-file.ts')
  const { ed25519Verifier, serverHasher } = await import('#src/server/pack/signing-key.ts')
  const checked: Checked[] = checkSampleFile(file, { verify: ed25519Verifier(), hasher: serverHasher })
  for (const { path, kind } of given) {
    if (kind === 'pack') checked.push(...(await checkPack(file, path)))
    if (kind === 'letter') checked.push(await checkLetter(file, path))
  }
  return checked
}

/** That the pack holds, is the one the plan stands on, and that the population is all there was to draw from. */
async function checkPack(file: SampleFile, path: string): Promise<Checked[]> {
  const { verifyPack } = await import('#src/server/pack/verify.ts')
  const { readPack } = await import('#src/certification/pack-copy/actions/read-pack.ts')
  const { caseUnit, inOrder, outletUnit, personUnit, unitsHash } = await import(
    '#src/certification/sampling/rules/units.ts'
  )
  const report = await verifyPack(path)
  if (!report.ok) return [{ id: 'pack', ok: false, code: 'pack_damaged' }]
  const read = await readPack(path)
  if (!read.ok) return [{ id: 'pack', ok: false, code: read.refusal.code, params: read.refusal.params }]
  const { plan, keys } = file
  const tell = (id: Checked['id'], ok: boolean, code: string): Checked => ({ id, ok, code: ok ? '' : code })
  const isOurs = read.value.org.id === plan.company.orgId && read.value.checkpoint === plan.checkpoint
  const known = new Set(read.value.keys.map((key) => key.vkey))
  const since = plan.casesFromOn
  const cases = read.value.cases.filter((one) => since === null || one.madeOn >= since)
  const { dossier } = read.value
  const ordered = inOrder({
    outlet: (dossier?.outlets ?? []).map(outletUnit),
    case: cases.map(caseUnit),
    person: (dossier?.staff ?? []).map(personUnit),
  })
  return [
    tell('pack', isOurs, 'pack_of_another_plan'),
    tell(
      'pack_keys',
      keys.every((key) => known.has(key.vkey)),
      'sealing_key_not_in_pack',
    ),
    tell('pack_cases', unitsHash(ordered.case) === plan.parts.case.sha256, 'cases_not_those_of_pack'),
    ...(dossier
      ? [
          tell('pack_outlets', unitsHash(ordered.outlet) === plan.parts.outlet.sha256, 'outlets_not_those_of_pack'),
          tell('pack_people', unitsHash(ordered.person) === plan.parts.person.sha256, 'people_not_those_of_pack'),
        ]
      : []),
  ]
}

/** A letter of plan or receipt: signed by who should have, and saying what the sample file says. */
async function checkLetter(file: SampleFile, path: string): Promise<Checked> {
  const { readLetter } = await import('#src/server/letter/read.ts')
  const { canonicalJson } = await import('#src/shared/canonical.ts')
  const { ok, letter, signer } = await readLetter(path)
  if (!ok || !letter) return { id: 'letter', ok: false, code: 'letter_damaged' }
  const { plan, receipt, keys } = file
  const id = letter.kind === 'sampling_plan' ? 'plan_letter' : 'receipt_letter'
  const says = letter.kind === 'sampling_plan' ? plan : letter.kind === 'sampling_receipt' ? receipt : undefined
  if (says === undefined) return { id: 'letter', ok: false, code: 'letter_of_another_kind' }
  const sender = says === plan ? plan.body.orgId : plan.company.orgId
  const isKnown = says === plan || keys.some((key) => key.vkey === signer?.vkey)
  const isSame = letter.from.orgId === sender && canonicalJson(letter.body) === canonicalJson(says)
  return { id, ok: isSame && isKnown, code: isSame ? (isKnown ? '' : 'sealing_key_unknown') : 'letter_says_otherwise' }
}

function linesOf(path: string, file: SampleFile, checked: readonly Checked[]): string[] {
  const { plan, picks, added, seed } = file
  const ok = checked.every((one) => one.ok)
  const oneSided =
    plan.sealedBy === 'body'
      ? ['单方：企业没有账本，种子由认证机构自己的检查点封定 · one-sided: sealed by the body’s own checkpoint']
      : []
  return [
    ok ? `与公布的样本一致 · the sample is the one that was published: ${path}` : `不一致 · NOT THE SAME: ${path}`,
    ...oneSided,
    ...columns([
      ['审核 · audit', `${plan.auditNumber} (${plan.number})`],
      ['机构 · body', plan.body.name],
      ['企业 · company', plan.company.name],
      ['种子 · seed', seed],
      ['网点 · outlets', `${picks.outlet.length} / ${plan.parts.outlet.count}`],
      ['案例 · cases', `${picks.case.length} / ${plan.parts.case.count}`],
      ['人员 · people', `${picks.person.length} / ${plan.parts.person.count}`],
      ['抽样后另加 · added after', String(added.length)],
    ]),
    ...(plan.follows ? [`重抽原因 · drawn anew because: ${plan.follows.reason}`] : []),
    ...checked.map((one) => sampleWords(one)),
  ]
}
