import { EXIT_CODES } from '#src/server/start-problem.ts'

/** How a command of `starproof` ends. Scripts rely on these numbers: they are never given another meaning. */
export const EXIT = {
  ok: 0,
  /** Something of ours broke, or of the machine. */
  fault: 1,
  /** The command was not written as it must be. */
  usage: 2,
  /** The answer to what was checked is no: a pack or backup does not verify. */
  notVerified: 3,
  /** Understood and not done, for a reason told in one sentence. */
  refused: 4,
  interrupted: 130,
} as const

/** The table at the foot of `starproof --help`. */
export const EXIT_CODE_LINES: readonly string[] = [
  '退出码 · exit codes',
  `  ${EXIT.ok}   完成 · done`,
  `  ${EXIT.fault}   程序或机器出错 · a fault of the program or the machine`,
  `  ${EXIT.usage}   命令写法有误 · the command is not written as it must be`,
  `  ${EXIT.notVerified}   核验不通过，或 import --strict 有行被拒 · does not verify, or import --strict refused a row`,
  `  ${EXIT.refused}   不能这样做，原因见说明 · refused, for the reason told`,
  `  ${EXIT_CODES.settings_invalid}  设置有误 · settings are wrong`,
  `  ${EXIT_CODES.folder_unusable}  数据目录无法使用 · the data folder cannot be used`,
  `  ${EXIT_CODES.already_running}  该数据目录已有服务在运行 · a server already runs on the data folder`,
  `  ${EXIT_CODES.port_unavailable}  端口无法使用 · the port cannot be used`,
  `  ${EXIT_CODES.database_unusable}  外部数据库无法使用 · the external database cannot be used`,
  `  ${EXIT_CODES.postgres_unusable}  内置数据库无法使用 · the embedded database cannot be used`,
  '  16  运行环境无法准备 · packages or Node could not be prepared',
  `  ${EXIT.interrupted} 被 Ctrl-C 中断 · interrupted by Ctrl-C`,
]
