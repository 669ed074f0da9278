import { open } from 'node:fs/promises'
import { LETTER_MEMBER } from '#src/server/letter/contract.ts'
import { type LetterReport, readLetter } from '#src/server/letter/read.ts'
import { MEMBER } from '#src/server/pack/format.ts'
import type { PackProblem, PackReport } from '#src/server/pack/report.ts'
import { readNameAndSize } from '#src/server/pack/tar.ts'
import { verifyPack } from '#src/server/pack/verify.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'

export type ReadParcel = { container: 'letter'; report: LetterReport } | { container: 'pack'; report: PackReport }

/** Finds out by its bytes what a file is, and verifies it whole. A refusal names the first place that is wrong. */
export async function judgeFile(path: string): Promise<Decision<ReadParcel>> {
  const first = await firstMember(path)
  if (first === LETTER_MEMBER.letter) {
    const report = await readLetter(path)
    return report.ok ? accept({ container: 'letter', report }) : damaged(report)
  }
  if (first === MEMBER.manifest) {
    const report = await verifyPack(path)
    return report.ok ? accept({ container: 'pack', report }) : damaged(report)
  }
  return refuse('invalid', 'not_a_parcel')
}

async function firstMember(path: string): Promise<string | undefined> {
  const file = await open(path, 'r')
  const block = Buffer.alloc(512)
  const { bytesRead } = await file.read(block, 0, 512, 0).finally(() => file.close())
  return bytesRead === 512 ? readNameAndSize(block)?.name : undefined
}

const SIGNATURES: string[] = [LETTER_MEMBER.signature, MEMBER.manifestSignature]

function damaged({ problems, unlisted }: { problems: PackProblem[]; unlisted: number }): Decision<never> {
  const { where, words } = problems[0]!
  const told = {
    place: placeOf(where),
    whatZh: words.zh,
    whatEn: words.en,
    problems: problems.length + unlisted,
  }
  const isSignature = SIGNATURES.includes(where.member ?? '')
  return isSignature ? refuse('invalid', 'parcel_signature', told) : refuse('invalid', 'parcel_damaged', told)
}

/** The same in every language: `letter.json @512`, `entries/00000001.jsonl #12 @4096`. */
function placeOf({ member, entry, offset }: PackProblem['where']): string {
  const parts = [member, entry === undefined ? undefined : `#${entry}`, offset === undefined ? undefined : `@${offset}`]
  return parts.filter((part) => part !== undefined).join(' ') || '@0'
}
