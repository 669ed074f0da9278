// Loaded before the server (node --import): its machine's clock then runs ahead by as many milliseconds as the file named in CLOCK_AHEAD says.
import { readFileSync } from 'node:fs'

const RealDate = Date
const READ_EVERY_MS = 200
let readAtMs = 0
let aheadMs = 0

function now() {
  const realMs = RealDate.now()
  if (realMs - readAtMs > READ_EVERY_MS) {
    readAtMs = realMs
    aheadMs = Number(readFileSync(process.env.CLOCK_AHEAD, 'utf8'))
  }
  return realMs + aheadMs
}

class ShiftedDate extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given))
  }
  static now = now
}

// Libraries tell a date by the name of its class.
Object.defineProperty(ShiftedDate, 'name', { value: 'Date' })
globalThis.Date = ShiftedDate
