import type { RequestKind } from '../../request/contract/words.ts'
import type { ChecklistStep } from '../contract.ts'

type Line = [id: string, text: string, kind?: ChecklistStep['kind'], options?: { unit?: string; optional?: true }]

const SAFE: Line = ['safe', '到达后出示工作证，确认电源、气源与现场安全']
const TIDY: Line = ['tidy', '清理现场，旧件当面交还客户或登记回收']
const EXPLAINED: Line = ['explained', '向客户说明处理结果、收费项目和使用注意事项']
const TRIAL: Line = ['trial', '通电试运行正常，无异响、异味、渗漏']

// What any trade does on such a visit. A company's own lists per product come with the product; these stand in until then.
const LINES: Partial<Record<RequestKind, Line[]>> = {
  repair: [
    SAFE,
    ['fault', '查明的故障原因', 'text'],
    ['repaired', '故障已排除，更换的零件与清单一致'],
    TRIAL,
    ['reading', '修复后的主要运行读数', 'number', { optional: true }],
    TIDY,
    EXPLAINED,
  ],
  installation: [
    SAFE,
    ['complete', '开箱检查：外观完好，附件、合格证、说明书齐全'],
    ['site', '安装位置、承重、通风和排水符合安装要求'],
    ['voltage', '供电电压', 'number', { unit: 'V' }],
    ['earth', '接地可靠，线路与接头紧固'],
    TRIAL,
    ['taught', '教会客户基本操作与日常保养'],
    TIDY,
  ],
  maintenance: [
    SAFE,
    ['hardware', '电源、硬件与电气部件检查'],
    ['tightened', '线路与接插件紧固'],
    ['alarm', '报警与联动功能测试'],
    ['cleaned', '柜体、滤网、散热部件清洁'],
    ['reading', '主要运行读数', 'number', { optional: true }],
    TRIAL,
    ['findings', '发现的隐患与建议', 'text', { optional: true }],
  ],
  delivery: [
    ['identity', '核对收货人、型号、数量与单据'],
    ['undamaged', '外包装与机身完好，当面验收'],
    ['placed', '按客户要求放置到位'],
  ],
  parts: [['matched', '零件型号、数量与申请一致'], ['condition', '零件外观完好'], EXPLAINED],
  return: [
    ['matched', '核对型号、序列号与购买凭证'],
    ['condition', '退回产品的状况', 'text'],
    ['packed', '产品与附件已装箱贴标'],
  ],
  recall: [['matched', '核对序列号在召回范围内'], SAFE, ['remedy', '采取的召回措施', 'text'], TRIAL, EXPLAINED],
  take_back: [
    ['matched', '核对型号与数量'],
    ['hazard', '制冷剂、电池等有害部件单独登记'],
    ['receipt', '已向客户开具回收凭证'],
  ],
}

const OTHERWISE: Line[] = [['done', '已按客户要求处理'], EXPLAINED]

/** The list a technician works through on a visit of this kind, unless the work order brings its own. */
export function standardChecklist(kind: RequestKind): ChecklistStep[] {
  return (LINES[kind] ?? OTHERWISE).map(([id, text, stepKind = 'tick', options = {}]) => ({
    id,
    text,
    kind: stepKind,
    unit: options.unit ?? '',
    required: !options.optional,
  }))
}

const MINUTES: Partial<Record<RequestKind, number>> = {
  installation: 180,
  maintenance: 120,
  repair: 120,
  recall: 120,
  delivery: 60,
  parts: 60,
}

/** How long a visit of this kind is planned for when nobody says otherwise: our own round figures. */
export function plannedMinutes(kind: RequestKind): number {
  return MINUTES[kind] ?? 60
}
