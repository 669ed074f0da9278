import type { StaffEntry } from '#src/evaluation/material/contract/dossier.ts'

export type StaffLine = Pick<StaffEntry, 'name' | 'post' | 'isServiceManagement'> & { outlet: string | null }

/** Why a line cannot be taken: a column is missing, too long or none of the words known, or no outlet of that name was entered. */
export type StaffProblem = { line: number; why: 'shape' } | { line: number; why: 'outlet'; outlet: string }

const MOST = 20_000
const HEADINGS = ['姓名', 'name']
const YES = ['是', '管理', 'yes', 'y', '1', 'true', '√']
const NO = ['', '否', 'no', 'n', '0', 'false', '×']

/** One person a line, `name, post, outlet, service management`, typed or pasted from a sheet; the last two may be left out, and a row of headings is skipped. */
export function readStaffLines(
  text: string,
  outlets: readonly string[],
): { staff: StaffLine[]; problem?: undefined } | { staff?: undefined; problem: StaffProblem } {
  const staff: StaffLine[] = []
  for (const [at, line] of text.split('\n').entries()) {
    const cells = line.split(/[\t,，;；]/).map((cell) => cell.trim())
    if (cells.every((cell) => cell === '') || (staff.length === 0 && HEADINGS.includes(cells[0]!.toLowerCase())))
      continue
    const [name = '', post = '', outlet = '', management = '', ...rest] = cells
    const isManagement = YES.includes(management.toLowerCase())
    const isRead = isManagement || NO.includes(management.toLowerCase())
    const isFit = name !== '' && name.length <= 60 && post !== '' && post.length <= 100
    if (!isFit || !isRead || rest.some((cell) => cell !== '') || staff.length >= MOST)
      return { problem: { line: at + 1, why: 'shape' } }
    if (outlet !== '' && !outlets.includes(outlet)) return { problem: { line: at + 1, why: 'outlet', outlet } }
    staff.push({ name, post, outlet: outlet || null, isServiceManagement: isManagement })
  }
  return { staff }
}
