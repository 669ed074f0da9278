/**
 * What stands before everything else: installs what is missing, finds a Node that runs TypeScript, starts our programs under it.
 * Plain JavaScript without dependencies, because it must run on the Node 20 of a fresh machine, before anything is installed.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const NEEDED_MAJOR = 24

/** Something the person can put right; its message holds a Chinese and an English sentence. */
export class SetupProblem extends Error {
  constructor(zh, en) {
    super(`${zh}\n${en}`)
  }
}
const SETUP_EXIT_CODE = 16

/** Runs a script's main function: a SetupProblem is shown as its sentences, and the process ends with the code that `main` returns. */
export async function runScript(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error
    console.error(error.message)
    process.exitCode = SETUP_EXIT_CODE
  }
}

/** Installs the packages of package-lock.json if they are not, or not exactly these, and returns the path of a Node that is new enough. */
export async function prepare(say = () => {}) {
  if (!isInstalled()) {
    say('安装依赖 · installing packages')
    await install()
  }
  return findRuntime()
}

/** True when each package of the lock file that belongs on this machine lies in node_modules in the locked version, as npm itself noted there. */
export function isInstalled(root = ROOT) {
  const wanted = readPackages(path.join(root, 'package-lock.json'))
  const present = readPackages(path.join(root, 'node_modules', '.package-lock.json'))
  if (!wanted || !present) return false
  const ownOptional = Object.keys(wanted['']?.optionalDependencies ?? {}).map((name) => `node_modules/${name}`)
  return Object.entries(wanted).every(([name, one]) => {
    if (name === '' || one.link) return true
    if (present[name]) return present[name].version === one.version
    // An optional package of another platform is rightly absent; of ours, npm also leaves out in silence what it could not fetch.
    return Boolean(one.optional || one.devOptional || one.peer) && !(ownOptional.includes(name) && fitsMachine(one))
  })
}

function fitsMachine({ os = [], cpu = [] }) {
  const allows = (list, word) => [list].flat().length === 0 || [list].flat().includes(word)
  return allows(os, process.platform) && allows(cpu, process.arch)
}

function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

async function install() {
  // No package of ours needs its install script (the database launcher restores what one would have done), so none is run.
  // Not `npm ci`: it refuses a lock file made where the registry lacked optional packages of other platforms, and it empties node_modules under a
  // running server. `--no-save` keeps the lock file as it is, npm checks its integrity hashes, and isInstalled() its versions.
  const words = ['install', '--no-save', '--ignore-scripts', '--include=dev', '--include=optional']
  words.push('--no-audit', '--no-fund', '--loglevel=error')
  try {
    fs.accessSync(ROOT, fs.constants.W_OK)
  } catch {
    throw explainInstall('EACCES')
  }
  const [program, before] = findNpm()
  const child = spawn(program, [...before, ...words], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_ENV: 'development', npm_config_update_notifier: 'false' },
  })
  let complaint = ''
  child.stderr.on('data', (text) => {
    complaint += text
  })
  const stopProgress = showProgress()
  const result = await ended(child)
  stopProgress()
  if (result.code !== 0) throw explainInstall(complaint || String(result.error?.message ?? ''))
  if (!isInstalled()) throw explainInstall('network: an optional package for this platform was left out')
}

/** One line that keeps changing on a terminal, a line every ten seconds elsewhere. */
function showProgress() {
  const isTerminal = Boolean(process.stderr.isTTY)
  const startedAtMs = Date.now()
  const write = () => {
    const words = `      … ${Math.round((Date.now() - startedAtMs) / 1000)} s, ${countPackages()} packages`
    process.stderr.write(isTerminal ? `\r${words}` : `${words}\n`)
  }
  const ticker = setInterval(write, isTerminal ? 500 : 10_000)
  return () => {
    clearInterval(ticker)
    write()
    if (isTerminal) process.stderr.write('\n')
  }
}

function explainInstall(complaint) {
  if (/ENOENT.*npm|spawn npm/.test(complaint)) {
    return new SetupProblem('找不到 npm，请安装 Node.js（含 npm）。', 'npm was not found: install Node.js with npm.')
  }
  if (/EACCES|EPERM|EROFS/.test(complaint)) {
    return new SetupProblem(
      `没有权限写入 ${ROOT}/node_modules，请换用该目录的所有者，或修改其权限。`,
      `${ROOT}/node_modules cannot be written: start as the folder's owner or change its permissions.`,
    )
  }
  if (/ENOSPC/.test(complaint))
    return new SetupProblem('磁盘已满，无法安装依赖。', 'The disk is full: packages cannot be installed.')
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(complaint)) {
    return new SetupProblem(
      '无法连接软件包仓库，请检查网络（或 npm 的 registry、proxy 设置）后重试。',
      "The package registry cannot be reached: check the network (or npm's registry and proxy settings) and try again.",
    )
  }
  const line =
    complaint.split('\n').find((text) => /npm (error|ERR!)/.test(text) && !/code /.test(text)) ??
    complaint.split('\n')[0]
  return new SetupProblem(
    `依赖安装失败，请在 ${ROOT} 中执行 npm install --no-save 查看原因。`,
    `Packages could not be installed${line ? ` (${line.replace(/^npm (error|ERR!) */, '').trim()})` : ''}: run npm install --no-save in ${ROOT} to see why.`,
  )
}

/** The npm that started us, so that its settings and cache are used; else the one in PATH. */
function findNpm() {
  const own = process.env.npm_execpath
  if (own && path.basename(own) === 'npm-cli.js' && fs.existsSync(own)) return [process.execPath, [own]]
  return ['npm', []]
}

function countPackages() {
  try {
    return fs.readdirSync(path.join(ROOT, 'node_modules')).length
  } catch {
    return 0
  }
}

/** This Node if it is new enough, else the one that came as an npm package. */
export function findRuntime() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath
  const packaged = path.join(ROOT, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (!fs.existsSync(packaged)) {
    throw new SetupProblem(
      `本机的 Node.js ${process.versions.node} 过旧，而此平台（${process.platform}-${process.arch}）没有随附版本：请安装 Node.js ${NEEDED_MAJOR}。`,
      `Node.js ${process.versions.node} is too old and none comes along for ${process.platform}-${process.arch}: install Node.js ${NEEDED_MAJOR}.`,
    )
  }
  if ((fs.statSync(packaged).mode & 0o111) === 0) {
    try {
      fs.chmodSync(packaged, 0o755)
    } catch {
      throw new SetupProblem(
        `无法执行 ${packaged}，请为它加上可执行权限。`,
        `${packaged} is not executable: give it that permission.`,
      )
    }
  }
  return packaged
}

/** The environment in which a child finds our Node, and the programs of our packages, first. */
export function runtimeEnv(runtime) {
  const folders = [path.dirname(runtime), path.join(ROOT, 'node_modules', '.bin'), process.env.PATH ?? '']
  return { ...process.env, PATH: folders.join(path.delimiter) }
}

/**
 * Runs a program of ours under the runtime in the person's own folder, passes signals on, and answers its exit code (128 + n after signal n).
 * The channel between both lets the child notice when this process is killed.
 */
export async function runProgram(runtime, entry, words) {
  const child = spawn(runtime, ['--disable-warning=ExperimentalWarning', path.join(ROOT, entry), ...words], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: runtimeEnv(runtime),
  })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const passOn = (signal) => child.kill(signal)
  for (const signal of signals) process.on(signal, passOn)
  const { code, signal, error } = await ended(child)
  for (const name of signals) process.off(name, passOn)
  if (error)
    throw new SetupProblem(`无法运行 ${runtime}：${error.message}`, `${runtime} cannot be run: ${error.message}`)
  return signal ? 128 + SIGNAL_NUMBERS[signal] || 1 : code
}

const SIGNAL_NUMBERS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15,
}

/** Waits for a child's end, also where it could not even start. */
export function ended(child) {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, signal: null, error }))
    child.on('close', (code, signal) => resolve({ code: code ?? 1, signal }))
  })
}
