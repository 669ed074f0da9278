/** `npm test`: every check there is, one after the other; `npm test -- --only types,lint` for some of them. */
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { ended, prepare, ROOT, runScript, runtimeEnv, SetupProblem } from './runtime.mjs'
import { buildScreens } from './screens.mjs'

const RESULTS = path.join(ROOT, '.cache', 'test-results')
const isCi = !['', '0', 'false'].includes(process.env.CI ?? '')

/** Each answers how much passed and failed, or `notRun` with the reason. A check that is not a test counts as one. */
const STEPS = [
  { name: 'types', title: '类型 · types', run: (runtime) => check(runtime, 'typescript/bin/tsc', ['-p', '.']) },
  {
    name: 'lint',
    title: '格式与规范 · lint',
    run: (runtime) => check(runtime, '@biomejs/biome/bin/biome', ['check', '.']),
  },
  { name: 'imports', title: '引用规则 · import rules', run: checkImports },
  { name: 'unused', title: '无用代码 · unused code', run: (runtime) => check(runtime, 'knip/bin/knip.js', []) },
  { name: 'rules', title: '规则与功能 · rules and features', run: runRules },
  { name: 'journeys', title: '浏览器旅程 · browser journeys', run: runJourneys },
]

await runScript(async () => {
  const steps = chooseSteps(process.argv.slice(2))
  const runtime = await prepare((sentence) => console.log(sentence))
  const lines = []
  let passed = 0
  let failed = 0
  for (const step of steps) {
    console.log(`\n── ${step.title} ──`)
    const startedAtMs = Date.now()
    const result = await step.run(runtime)
    const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1)
    if (result.notRun) console.log(result.notRun)
    passed += result.passed ?? 0
    failed += result.failed ?? 0
    const state = result.failed ? `FAILED (${result.failed})` : result.notRun ? 'NOT RUN' : `passed (${result.passed})`
    lines.push(`${step.name.padEnd(10)} ${`${seconds} s`.padStart(9)}  ${state}`)
    console.log(lines.at(-1))
  }
  console.log(`\n${lines.join('\n')}\n`)
  console.log(`${passed} passed, ${failed} failed`)
  return failed > 0 ? 1 : 0
})

function chooseSteps(words) {
  if (words.length === 0) return STEPS
  const names = words[0] === '--only' ? (words[1] ?? '').split(',') : []
  const chosen = STEPS.filter((step) => names.includes(step.name))
  if (chosen.length > 0 && chosen.length === names.length && words.length === 2) return chosen
  const all = STEPS.map((step) => step.name).join(',')
  throw new SetupProblem(
    `用法：npm test -- --only 名称,名称（可用：${all}）`,
    `Usage: npm test -- --only NAME,NAME out of ${all}`,
  )
}

async function check(runtime, program, words) {
  const code = await run(runtime, [path.join(ROOT, 'node_modules', program), ...words])
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

function checkImports(runtime) {
  const config = '.dependency-cruiser.cjs'
  if (!fs.existsSync(path.join(ROOT, config))) return { notRun: `没有 ${config} · there is no ${config}` }
  return check(runtime, 'dependency-cruiser/bin/dependency-cruiser.mjs', ['src', '--config', config])
}

async function runVitest(runtime, name, words) {
  const file = path.join(RESULTS, `${name}.json`)
  fs.mkdirSync(RESULTS, { recursive: true })
  fs.rmSync(file, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await run(runtime, [path.join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...words, ...reporters])
  const counted = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {}
  const failed = counted.numFailedTests ?? 0
  // A file that cannot be loaded, or an error outside a test, fails the run without failing a test.
  return { passed: counted.numPassedTests ?? 0, failed: code === 0 ? failed : Math.max(failed, 1) }
}

async function runRules(runtime) {
  // Certificates are also checked with stock tools; where these are missing and cannot be installed, those tests fail and say so.
  const lacking = await prepareTools()
  if (lacking) console.log(`${lacking.zh}\n${lacking.en}`)
  return runVitest(runtime, 'rules', [])
}

async function runJourneys(runtime) {
  const config = 'vitest.journeys.config.ts'
  if (!fs.existsSync(path.join(ROOT, config))) return { notRun: `没有 ${config} · there is no ${config}` }
  const lacking = await prepareTools()
  if (lacking) {
    const notRun = `浏览器旅程未运行：${lacking.zh}\nThe browser journeys were NOT run: ${lacking.en}`
    return isCi ? { notRun, failed: 1 } : { notRun }
  }
  try {
    await buildScreens(runtime, (sentence) => console.log(sentence))
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error
    console.error(error.message)
    return { passed: 0, failed: 1 }
  }
  return runVitest(runtime, 'journeys', ['--config', config])
}

/** Makes sure of Chromium, a font with Chinese characters, and the stock tools that check a certificate; answers what is lacking when it could not. */
async function prepareTools() {
  if (areToolsReady()) return undefined
  const packages = ['chromium', 'fonts-noto-cjk', 'fontconfig', 'poppler-utils', 'openssl']
  const byHand = `apt-get update && apt-get install -y ${packages.join(' ')}`
  const hasApt = fs.existsSync('/etc/debian_version') && spawnSync('apt-get', ['--version']).status === 0
  if (hasApt && process.geteuid?.() === 0) {
    console.log(`正在安装 · installing ${packages.join(', ')}`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const apt = (words) => ended(spawn('apt-get', words, { env, stdio: ['ignore', 'ignore', 'inherit'] }))
    await apt(['update', '-qq'])
    await apt(['install', '-y', '-qq', '--no-install-recommends', ...packages])
    if (areToolsReady()) return undefined
    return {
      zh: `Chromium、中文字体或核验工具安装失败，请手工执行 ${byHand}`,
      en: `Chromium, a Chinese font, poppler-utils or openssl could not be installed; try ${byHand}`,
    }
  }
  return {
    zh: `缺少 Chromium、中文字体或核验工具（poppler-utils、openssl），且无权安装。Debian/Ubuntu 上请以 root 执行 ${byHand}`,
    en: `Chromium, a Chinese font, poppler-utils or openssl is missing and this user may not install it. On Debian/Ubuntu run as root: ${byHand}`,
  }
}

function areToolsReady() {
  const answers = (program, words) => {
    const { status, stdout } = spawnSync(program, words, { encoding: 'utf8' })
    return status === 0 && stdout.trim() !== ''
  }
  const hasBrowser = ['/usr/bin/chromium', 'chromium'].some((program) => answers(program, ['--version']))
  // pdfsig speaks of its version where errors go, and ends well.
  const hasPoppler = spawnSync('pdfsig', ['-v']).status === 0
  return hasBrowser && hasPoppler && answers('openssl', ['version']) && answers('fc-list', [':lang=zh'])
}

/** Runs a program of our packages with its output shown; answers its exit code. */
async function run(runtime, words) {
  const env = { ...runtimeEnv(runtime), NODE_NO_WARNINGS: '1' }
  const { code } = await ended(spawn(runtime, words, { cwd: ROOT, stdio: 'inherit', env }))
  return code
}
