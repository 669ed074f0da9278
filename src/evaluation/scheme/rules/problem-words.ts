import type { LocalText, Problem } from '../contract.ts'

type Told = Pick<Problem, 'code' | 'expected' | 'found'>

/** `E` stands for what was expected, `F` for what was found. */
const WORDS: Record<string, readonly [zh: string, en: string]> = {
  groups_do_not_sum: ['各一级指标之和应为 E 分，实际为 F 分', 'The groups must add up to E points, they add up to F'],
  indicators_do_not_sum: [
    '本组各二级指标之和应为 E 分，实际为 F 分',
    'The indicators of this group must add up to E points, they add up to F',
  ],
  leaves_do_not_sum: [
    '本指标各评价项之和应为 E 分，实际为 F 分',
    'The items of this indicator must add up to E points, they add up to F',
  ],
  indicator_empty: ['本指标下至少要有一个评价项', 'This indicator needs at least one item'],
  leaf_without_points: ['分值须大于 0', 'The points must be more than 0'],
  id_repeated: ['编号重复，每个编号只能用一次', 'This number is used more than once'],
  id_outside_parent: ['编号应以 E 开头，实际为 F', 'The number must begin with E, it is F'],
  rule_does_not_fit_mode: ['判定规则 F 不适用于评分方式 E', 'The rule F does not go with the judging mode E'],
  measure_unknown: ['数据 F 未在“数据”表中列出', 'The measure F is not in the list of measures'],
  level_above_100: ['等级分数线不得超过 100 分，实际为 F 分', 'The limit of a level is at most 100 points, it is F'],
  levels_not_ascending: [
    '等级须由低到高排列：应高于上一级的 E 分，实际为 F 分',
    'Levels must rise: above the E points of the one before, it is F',
  ],
  decimals_too_many: ['小数位数最多 E 位，实际为 F', 'At most E decimals, there are F'],
  gate_never_open: [
    '特殊扣分上限至少为 1，否则任何等级都达不到',
    'The limit of special deductions must be at least 1, or no level can be reached',
  ],
  reading_not_declared_once: ['解读 E 须写明且只写一次', 'The reading E must be declared exactly once'],
  source_unknown: ['来源 F 未在来源清单中列出', 'The source F is not in the list of sources'],
  id_is_not_file_name: ['方案编号应为 E，实际为 F', 'The id must be E, it is F'],
  not_yaml: ['不是有效的 YAML 文本：F', 'This is not valid YAML: F'],
  seal_unreadable: ['封存信息不完整，无法读取', 'The seal in the file cannot be read'],
  missing: ['未填写', 'This is empty'],
  not_text: ['应为文字，实际为 F', 'Text is expected, found F'],
  not_number: ['应为数字，实际为“F”', 'A number is expected, found “F”'],
  not_whole: ['应为整数，实际为 F', 'A whole number is expected, found F'],
  not_yes_no: ['应为“是”或“否”，实际为“F”', 'Yes or no is expected, found “F”'],
  not_day: ['应为日期，如 2011-12-30，实际为“F”', 'A day such as 2011-12-30 is expected, found “F”'],
  not_id: ['编号的写法不对：“F”', 'This is not how such a number is written: “F”'],
  not_one_of: ['应为以下之一：E；实际为“F”', 'One of these is expected: E; found “F”'],
  too_small: ['不得小于 E，实际为 F', 'At least E, it is F'],
  too_large: ['不得大于 E，实际为 F', 'At most E, it is F'],
  too_long: ['最多 E 个字', 'At most E characters'],
  too_few: ['至少要有 E 个', 'At least E are needed'],
  too_many: ['最多 E 个', 'At most E are allowed'],
  key_unknown: ['无法识别的内容：F', 'Not understood: F'],
  shape: ['填写的内容无法识别：F', 'This is not understood: F'],
  too_fine: ['最多两位小数，实际为 F', 'At most two decimals, found F'],
  sheet_missing: ['缺少工作表“E”', 'The sheet “E” is missing'],
  sheet_unknown: [
    '工作表“F”不属于方案，请删除或改回原名',
    'The sheet “F” is no part of a scheme: remove it or give it its name back',
  ],
  column_missing: ['缺少列“E”', 'The column “E” is missing'],
  column_repeated: ['列“E”出现了两次', 'The column “E” is there twice'],
  header_missing: ['没有找到列标题“E”所在的行', 'The row with the column title “E” was not found'],
  column_unknown: [
    '此处的“F”不会被读取：它不在任何已知的列中。请删除，或检查列标题',
    '“F” would not be read: it is in none of the known columns. Remove it or check the column’s title',
  ],
  merged: ['此处是合并单元格，请取消合并后逐格填写', 'These cells are merged: split them and fill in each'],
  formula: ['此处是公式，请改为数值（复制后“选择性粘贴 – 数值”）', 'This is a formula: paste it as a value'],
  error_cell: ['此处是错误值 F', 'This is the error value F'],
  date_cell: [
    '表格软件把此处改成了日期（F），请将该列设为“文本”后重新填写',
    'Your spreadsheet turned this into a date (F): format the column as text and type it again',
  ],
  provenance_unreadable: [
    '来源的写法无法识别：“F”。可写：默认 default、未核实 unsourced，或 sourced A (条款): 来源编号',
    'This source is not understood: “F”. Write default, unsourced, or sourced A (clause): source',
  ],
  cell_must_be_empty: [
    '此处应为空：这一行用不到这一列，实际填了“F”',
    'This must be empty: the row has no use for it, found “F”',
  ],
  layer_out_of_order: [
    '层级应为“组、指标、评价项”之一，且评价项在指标之下、指标在组之下；实际为“F”',
    'The layer must be group, indicator or leaf, each below its parent; found “F”',
  ],
  leaf_unknown: ['“评价项”表中没有编号 F', 'There is no item F in the sheet of items'],
  role_unknown: ['作用应为“决定”或“参考”，实际为“F”', 'The role must be decides or supports, found “F”'],
  nothing_decides_but_a_person: [
    '该评价项由人评定，数据只能作“参考”',
    'A person decides about this item, so a measure can only support',
  ],
  wanted_not_paired: [
    '所需证据中文 E 行、英文 F 行，行数须相同',
    'Wanted evidence: E lines in Chinese and F in English must be as many',
  ],
  part_not_once: ['“规则与等级”表中应有且只有一行 E（现为 F）', 'There must be exactly one row E (now F)'],
  part_unknown: ['类别“F”无法识别，应为：E', 'The part “F” is not understood; one of E'],
}

/** Codes that are worded; a code without words would be shown as itself. */
export const WORDED = Object.keys(WORDS)

/** What is wrong, in a sentence for whoever filled in the file. */
export function sayProblem({ code, expected, found }: Told): LocalText {
  const [zh, en] = WORDS[code] ?? WORDS.shape!
  const filled = (text: string, nothing: string) =>
    text.replace(/(?<![A-Za-z])[EF](?![A-Za-z])/g, (letter) => (letter === 'E' ? expected : found) || nothing)
  return { zh: filled(zh, '空'), en: filled(en, 'nothing') }
}
