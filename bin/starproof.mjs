#!/usr/bin/env node
import process from 'node:process'
import { prepare, runProgram, runScript } from '../scripts/runtime.mjs'

await runScript(async () => {
  const runtime = await prepare((sentence) => console.error(sentence))
  return runProgram(runtime, 'src/cli/main.ts', process.argv.slice(2))
})
