/** `node scripts/run.mjs scripts/NAME.ts …`: runs one of our TypeScript programs under the right Node, also where the machine's is older. */
import process from 'node:process'
import { prepare, runProgram, runScript } from './runtime.mjs'

await runScript(async () => {
  const [program, ...words] = process.argv.slice(2)
  const runtime = await prepare((sentence) => console.error(sentence))
  return runProgram(runtime, program, words)
})
