import { errorCode } from '#src/server/start-problem.ts'
import type { Refusal } from '#src/shared/decision.ts'
import { EXIT } from './exit-codes.ts'
import { refusalWords } from './refusal-words.ts'

/** Something the person at the command line can put right: one sentence in each language and an exit code, never a stack trace. */
export class Problem extends Error {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly exitCode: number

  constructor(code: string, exitCode: number, sentence: { zh: string; en: string }, cause?: unknown) {
    super(`${sentence.zh}\n${sentence.en}`, { cause })
    this.name = 'Problem'
    this.code = code
    this.zh = sentence.zh
    this.en = sentence.en
    this.exitCode = exitCode
  }
}

export function usageProblem(code: string, sentence: { zh: string; en: string }): Problem {
  return new Problem(code, EXIT.usage, sentence)
}

/** A refusal of a feature in the words that the screens use. */
export function refusalProblem(refusal: Refusal): Problem {
  return new Problem(refusal.code, EXIT.refused, refusalWords(refusal))
}

const REASONS: Record<string, { zh: string; en: string }> = {
  ENOENT: { zh: '不存在', en: 'it does not exist' },
  ENOTDIR: { zh: '路径中有一段不是目录', en: 'a part of its path is not a folder' },
  EISDIR: { zh: '它是一个目录', en: 'it is a folder' },
  EACCES: { zh: '没有权限', en: 'this user may not use it' },
  EPERM: { zh: '没有权限', en: 'this user may not use it' },
  EROFS: { zh: '文件系统只读', en: 'the file system is read-only' },
  ENOSPC: { zh: '磁盘已满', en: 'the disk is full' },
  EDQUOT: { zh: '磁盘配额已用完', en: 'the disk quota is used up' },
  EFBIG: { zh: '超过文件系统允许的大小', en: 'it is larger than the file system allows' },
}

/** The sentence for a file that cannot be read or written; any other error comes back as it is, to be thrown on. */
export function fileProblem(path: string, error: unknown): unknown {
  const reason = REASONS[errorCode(error)]
  if (!reason) return error
  const sentence = { zh: `无法使用 ${path}：${reason.zh}。`, en: `${path} cannot be used: ${reason.en}.` }
  return new Problem('file_unusable', EXIT.refused, sentence, error)
}
