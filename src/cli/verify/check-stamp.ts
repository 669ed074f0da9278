import type { Words } from '#src/server/pack/report.ts'
import type { TimeStamp } from '#src/server/signature/time-stamp.ts'
import { certificateOf, plain, subjectOf, type Trusted, timeTrust } from './trust.ts'

type StampTold = { facts: [label: string, value: string][]; problems: { place: { member: string }; words: Words }[] }

const TRUST = {
  given: '由所给的时间戳机构确认 · by the authority given',
  first_use: '未给出 --time-authority：未确认由谁盖戳 · no --time-authority given: who stamped was not checked',
  other: '不是所给的时间戳机构盖的 · NOT by the authority given',
}

/** What a stamp that was proven says: when, by whom, and whether that is the authority that was given. Whoever names one wants a stamp of it. */
export function checkStamp(stamp: TimeStamp | null, trusted: Trusted): StampTold {
  if (!stamp) {
    const words = {
      zh: '没有时间戳：签名时间只是签名者自己说的',
      en: 'there is no time stamp: when it was signed is the word of the signer alone',
    }
    return { facts: [], problems: trusted.time ? [{ place: { member: 'time stamp' }, words }] : [] }
  }
  const chain = stamp.certificates.map((pem) => certificateOf(pem)!)
  const trust = timeTrust(trusted, chain)
  const facts: StampTold['facts'] = [
    ['时间戳 · time stamp', stamp.at],
    ['时间戳机构 · stamped by', `${subjectOf(chain[0]!)} – ${TRUST[trust]}`],
    ['时间戳机构根证书指纹 · root of the authority', plain(chain.at(-1)!.fingerprint256)],
  ]
  const words = { zh: '时间戳不是所给的机构盖的', en: 'the time stamp is not by the authority given' }
  return { facts, problems: trust === 'other' ? [{ place: { member: 'time stamp' }, words }] : [] }
}
