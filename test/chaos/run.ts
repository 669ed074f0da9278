/** `npm run chaos -- --kills 100 --seed 7 --clients 8 --seconds 900`: prints a line per kill and a JSON report; exit code 1 on any loss. */
import { parseArgs } from 'node:util'
import { runChaos } from './chaos.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    clients: { type: 'string', default: '8' },
    seconds: { type: 'string', default: '1200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const report = await runChaos({
  kills: Number(values.kills),
  clients: Number(values.clients),
  seconds: Number(values.seconds),
  seed: Number(values.seed),
  say: (line) => process.stderr.write(`${line}\n`),
})
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
process.exit(report.ok ? 0 : 1)
