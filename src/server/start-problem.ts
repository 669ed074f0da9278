/** What can keep Starproof from starting, and the exit code the process then ends with. Documented in `starproof --help`. */
export const EXIT_CODES = {
  settings_invalid: 10,
  folder_unusable: 11,
  already_running: 12,
  port_unavailable: 13,
  database_unusable: 14,
  postgres_unusable: 15,
} as const
export type StartProblemCode = keyof typeof EXIT_CODES

/**
 * Something the person who starts Starproof can put right: shown as one sentence in Chinese and in English, never as a stack trace.
 * Neither sentence may carry a password.
 */
export class StartProblem extends Error {
  readonly code: StartProblemCode
  readonly zh: string
  readonly en: string

  constructor(code: StartProblemCode, sentence: { zh: string; en: string }, cause?: unknown) {
    super(`${sentence.zh}\n${sentence.en}`, { cause })
    this.name = 'StartProblem'
    this.code = code
    this.zh = sentence.zh
    this.en = sentence.en
  }

  get exitCode(): number {
    return EXIT_CODES[this.code]
  }
}

/** The `code` of a system or PostgreSQL error (`EACCES`, `28P01`), or an empty string. */
export function errorCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0])
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** The sentence for a server that cannot listen. Errors other than those of listening come back unchanged, to be thrown on. */
export function explainListenError(error: unknown, host: string, port: number): unknown {
  const sentences: Record<string, { zh: string; en: string }> = {
    EADDRINUSE: {
      zh: `端口 ${port} 已被占用，请停止占用它的程序，或用 PORT=其他端口 启动。`,
      en: `Port ${port} is already in use: stop the program that uses it, or start with another PORT.`,
    },
    EACCES: {
      zh: `没有权限监听端口 ${port}，请用 PORT 指定 1024 以上的端口。`,
      en: `Not permitted to listen on port ${port}: set PORT to one above 1023.`,
    },
    EADDRNOTAVAIL: {
      zh: `本机没有地址 ${host}，请检查 HOST。`,
      en: `This machine has no address ${host}: check HOST.`,
    },
    ENOTFOUND: {
      zh: `找不到主机名 ${host}，请检查 HOST。`,
      en: `Host name ${host} is not known: check HOST.`,
    },
  }
  const sentence = sentences[errorCode(error)]
  return sentence ? new StartProblem('port_unavailable', sentence, error) : error
}
