import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { ended, ROOT, runtimeEnv, SetupProblem } from './runtime.mjs'

const brotli = promisify(zlib.brotliCompress)
const gzip = promisify(zlib.gzip)
const STAMP = path.join(ROOT, 'dist', '.stamp')

/** Builds the screens with Vite unless the last build was made from exactly the present sources. Throws SetupProblem. */
export async function buildScreens(runtime, say) {
  if (!fs.existsSync(path.join(ROOT, 'vite.config.ts'))) {
    say('没有 vite.config.ts，跳过界面构建 · no vite.config.ts here, screens are not built')
    return
  }
  const stamp = hashSources()
  if (fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === stamp) return
  say('正在构建 · building')
  const child = spawn(runtime, [path.join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    env: { ...runtimeEnv(runtime), NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text
    })
  }
  const { code } = await ended(child)
  if (code !== 0) throw explainBuild(output)
  await compressFiles(path.join(ROOT, 'dist', 'web'))
  fs.mkdirSync(path.dirname(STAMP), { recursive: true })
  fs.writeFileSync(STAMP, stamp)
}

/** Once here instead of at every request, and smaller than could be afforded there: `x.js.br` and `x.js.gz` beside `x.js`. */
async function compressFiles(folder) {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    if (!entry.isFile() || !/\.(js|css|svg|json)$/.test(entry.name)) continue
    const file = path.join(entry.parentPath ?? entry.path, entry.name)
    const content = fs.readFileSync(file)
    if (content.length < 1024) continue
    fs.writeFileSync(`${file}.br`, await brotli(content))
    fs.writeFileSync(`${file}.gz`, await gzip(content, { level: 9 }))
  }
}

function explainBuild(output) {
  if (/EACCES|EROFS|EPERM/.test(output)) {
    return new SetupProblem(
      `没有权限写入 ${ROOT}/dist，无法构建界面。`,
      `${ROOT}/dist cannot be written: the screens cannot be built.`,
    )
  }
  process.stderr.write(output)
  return new SetupProblem('界面构建失败，原因见上。', 'The screens could not be built, for the reason above.')
}

/** Everything the screens are built from; tests are not. */
function hashSources() {
  const hash = createHash('sha256')
  const files = ['vite.config.ts', 'package-lock.json', 'index.html']
    .map((name) => path.join(ROOT, name))
    .filter((file) => fs.existsSync(file))
  for (const folder of ['src', 'public']) files.push(...listFiles(path.join(ROOT, folder)))
  for (const file of files.sort()) {
    hash
      .update(`${path.relative(ROOT, file)}\0`)
      .update(fs.readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

function listFiles(folder) {
  if (!fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
}
