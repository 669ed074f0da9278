import { MOST_CHOICES } from '../contract/kit.ts'

const CHOICE_COLUMNS = Array.from({ length: MOST_CHOICES }, (_, at) => at + 1).flatMap((nth) => [
  [`choice${nth}Zh`, `选项${nth} Choice ${nth} (zh)`] as const,
  [`choice${nth}En`, `Choice ${nth} (en)`] as const,
])
const WORDS = { zh: '中文 Chinese', en: '英文 English' } as const
const LEAVES = { leafIds: '指标 Indicators' } as const
const ID = { id: '编号 Id' } as const

/** Sheets of the workbook and their columns, as written and as wanted when it comes back. */
export const KIT_SHEETS = {
  head: { name: '总则 General', columns: { key: '项目 Item', ...WORDS, value: '数值 Value' } },
  posts: { name: '岗位 Posts', columns: { ...ID, ...WORDS, required: '必须到会 Must attend' } },
  agendas: { name: '议程 Agendas', columns: { meeting: '会议 Meeting', ...WORDS } },
  hardware: { name: '硬件 Hardware', columns: { ...ID, section: '部分 Section', ...WORDS, ...LEAVES } },
  interviews: { name: '访谈 Interviews', columns: { ...ID, postId: '岗位 Post', ...WORDS, ...LEAVES } },
  questions: {
    name: '考题 Questions',
    columns: {
      ...ID,
      ...WORDS,
      points: '分值 Points',
      right: '正确选项 Right choice',
      ...(Object.fromEntries(CHOICE_COLUMNS) as Record<string, string>),
      ...LEAVES,
    },
  },
  call: { name: '回访 Calls', columns: { ...ID, kind: '类型 Kind', ...WORDS, ...LEAVES } },
} as const
export type KitSheet = keyof typeof KIT_SHEETS
