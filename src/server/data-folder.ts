import fs from 'node:fs'
import path from 'node:path'
import { errorCode, StartProblem } from '#src/server/start-problem.ts'

/**
 * Makes the folder (with its parents) and proves that this process may write in it. A folder made here is readable by its owner only.
 * Throws StartProblem `folder_unusable`.
 */
export function prepareFolder(folder: string): void {
  const probe = path.join(folder, `.write-test-${process.pid}`)
  try {
    makeFolder(path.resolve(folder))
    fs.writeFileSync(probe, '')
    fs.rmSync(probe)
  } catch (error) {
    throw folderProblem(folder, error)
  }
}

/** Step by step, because Node's own `recursive` never returns where an existing parent answers ENOENT, as /proc does. */
function makeFolder(folder: string): void {
  if (fs.existsSync(folder)) return
  makeFolder(path.dirname(folder))
  try {
    fs.mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Made by another process in the meantime; if it is not a folder, writing in it will tell.
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

/** The sentence for a folder or file that cannot be used. */
export function folderProblem(folder: string, error: unknown): StartProblem {
  const reasons: Record<string, { zh: string; en: string }> = {
    EACCES: { zh: '没有写入权限', en: 'this user may not write there' },
    EPERM: { zh: '没有写入权限', en: 'this user may not write there' },
    ENOENT: { zh: '无法创建', en: 'it cannot be made' },
    EROFS: { zh: '文件系统只读', en: 'the file system is read-only' },
    ENOSPC: { zh: '磁盘已满', en: 'the disk is full' },
    EDQUOT: { zh: '磁盘配额已用完', en: 'the disk quota is used up' },
    ENOTDIR: { zh: '路径上有一个同名文件', en: 'a file stands in its way' },
    EEXIST: { zh: '路径上有一个同名文件', en: 'a file stands in its way' },
    ELOOP: { zh: '符号链接成环', en: 'its symbolic links form a circle' },
    ENAMETOOLONG: { zh: '路径太长', en: 'its path is too long' },
  }
  const code = errorCode(error)
  const reason = reasons[code] ?? { zh: code || String(error), en: code || String(error) }
  return new StartProblem(
    'folder_unusable',
    {
      zh: `数据目录 ${folder} 无法使用：${reason.zh}。请更换 STARPROOF_DATA 或修改其权限。`,
      en: `The data folder ${folder} cannot be used: ${reason.en}. Choose another STARPROOF_DATA or change its permissions.`,
    },
    error,
  )
}
