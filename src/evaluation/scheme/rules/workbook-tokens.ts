/** Our own words in a scheme workbook: written in both languages beside each other, read in either. */
const TOKENS = {
  layer: { group: '组', indicator: '指标', leaf: '评价项' },
  mode: { judged: '整项判定', sampled: '抽样' },
  decide: { by_person: '由人评定', every: '各项均须达到', worst: '取最差', pooled: '合并计算' },
  role: { decides: '决定', supports: '参考' },
  status: { computed: '已统计', planned: '尚未统计' },
  part: {
    scheme: '方案',
    version: '数据版本',
    standard: '标准',
    issued_on: '发布日期',
    in_force_on: '实施日期',
    total: '总分',
    level: '等级',
    special_deduction_points: '特殊扣分分值',
    special_deduction_gate: '特殊扣分上限',
    special_deduction_rectification: '特殊扣分整改',
    trigger: '特殊扣分情形',
    bonus_points: '加分分值',
    bonus_max: '加分上限',
    exclusion: '删减',
    decimals: '小数位数',
    rounding: '修约',
    reading: '解读',
    not_applied: '未采用',
    source: '来源',
    publisher: '发布者',
    sealed_by: '封存人',
    sealed_at: '封存时间',
    seal_hash: '封存指纹',
    seal_unconfirmed: '封存时待核实',
  },
} as const

export type TokenKind = keyof typeof TOKENS

export function writeToken(kind: TokenKind, token: string): string {
  const words: Record<string, string> = TOKENS[kind]
  return words[token] ? `${words[token]} ${token}` : token
}

/** The word that a cell says; a text that says none comes back as it is. */
export function readToken(kind: TokenKind, cell: string): string {
  const said = cell.normalize('NFKC').replace(/\s+/g, ' ').trim()
  for (const [token, zh] of Object.entries(TOKENS[kind]))
    if ([token, zh, `${zh} ${token}`].includes(said) || said.toLowerCase() === token) return token
  return said
}
