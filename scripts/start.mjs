/** `npm start`: from a fresh checkout to a running Starproof. */
import process from 'node:process'
import { prepare, runProgram, runScript } from './runtime.mjs'
import { buildScreens } from './screens.mjs'

await runScript(async () => {
  step(1, '检查依赖 · packages')
  const runtime = await prepare((sentence) => console.log(`      ${sentence}`))
  step(2, '界面 · screens')
  await buildScreens(runtime, (sentence) => console.log(`      ${sentence}`))
  return runProgram(runtime, 'src/main.ts', ['serve', ...process.argv.slice(2)])
})

/** The server goes on counting: 3 database, 4 migrations and seeds, 5 listening. */
function step(number, words) {
  console.log(`[${number}/5] ${words}`)
}
