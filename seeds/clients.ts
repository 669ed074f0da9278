import type { Applicant } from './application.ts'

/** A client whose audit took place: what the team did not find in order, and what it asked to be corrected. */
export type AuditedClient = Applicant & {
  /** The week of the visit begins on the Tuesday on or before this many days ago. */
  visitDaysAgo: number
  /** Clauses that do not conform, with what was seen. */
  lost: Record<string, string>
  words: { summary: string; strengths: string; weaknesses: string; recommendsReason: string }
}

/** Four stars for ten months: its first surveillance is due. */
export const HENGCHANG: AuditedClient = {
  ...{
    key: 'hengchang',
    name: '杭州恒昌电梯服务有限公司',
    code: '91330106MA2CC3H28',
    place: '浙江省杭州市西湖区文一西路 760 号',
  },
  ...{ representative: '方恒', contact: '叶青', mail: 'ye@hengchang.example', phone: '0571-80000000' },
  ...{ scope: '乘客电梯的安装、改造、维修和保养服务', classes: ['乘客电梯'], headcount: 38, outletCount: 3 },
  ...{ level: 'four_star', daysAgo: 392, visitDaysAgo: 330, lacking: [] },
  outlets: [
    ['杭州总站', 22],
    ['绍兴维保站', 9],
    ['嘉兴维保站', 7],
  ],
  lost: {
    '5.1.4.1': '维保作业手册未随 2025 年新规修订，绍兴站仍使用旧版。',
    '5.1.5.2': '有奖惩制度，全年没有一次考核结果的记录。',
    '5.1.6.2': '质量目标未分解到维保站。',
    '5.2.4.4': '绍兴维保站两份维修记录没有写明更换零件的编号。',
  },
  words: {
    summary:
      '公司设有独立的售后服务部门，二十四小时热线与三个维保站覆盖全部合同区域，困人救援平均到场十九分钟，服务体系运行有效。',
    strengths: '困人救援响应迅速，维保记录电子化且可追溯到每一台电梯。',
    weaknesses: '服务手册修订滞后，考核制度没有真正执行。',
    recommendsReason: '得分达到四星级要求，没有严重不符合项。',
  },
}

/** Three stars, suspended after a customer's complaint was found to be true. */
export const HAIRUN: AuditedClient = {
  ...{
    key: 'hairun',
    name: '青岛海润家电服务有限公司',
    code: '91370203MA3P5W6N1',
    place: '山东省青岛市市北区辽阳西路 88 号',
  },
  ...{ representative: '宋海', contact: '高洁', mail: 'gao@hairun.example', phone: '0532-80000000' },
  ...{ scope: '洗衣机和空调器的上门维修服务', classes: ['洗衣机', '空调器'], headcount: 24, outletCount: 2 },
  ...{ level: 'three_star', daysAgo: 288, visitDaysAgo: 230, lacking: [] },
  outlets: [
    ['青岛服务中心', 16],
    ['烟台服务站', 8],
  ],
  lost: {
    '5.1.2.2': '没有持证的售后服务管理师。',
    '5.1.4.1': '岗位手册只有维修岗，受理和回访岗没有成文规定。',
    '5.1.5.2': '奖惩制度已发布，尚未实施。',
    '5.3.1.2': '网站只有电话，没有在线报修与查询。',
    '5.3.2.3': '烟台服务站一件投诉超过承诺的三个工作日才答复。',
  },
  words: {
    summary: '公司具备稳定的维修队伍和备件供应，上门时限基本兑现；管理文件和人员资质仍有差距。',
    strengths: '备件满足率高，维修一次完成率达到百分之九十三。',
    weaknesses: '没有售后服务管理师，岗位文件不全。',
    recommendsReason: '得分达到三星级要求，没有严重不符合项。',
  },
}

/** The report is handed in and waits for its review. */
export const SHUAN: AuditedClient = {
  ...{
    key: 'shuan',
    name: '成都蜀安空调工程有限公司',
    code: '91510107MA6DF82J4',
    place: '四川省成都市武侯区武科东一路 15 号',
  },
  ...{ representative: '罗安', contact: '邓敏', mail: 'deng@shuan.example', phone: '028-80000000' },
  ...{ scope: '中央空调系统的安装、清洗和维修服务', classes: ['中央空调'], headcount: 41, outletCount: 3 },
  ...{ level: 'four_star', daysAgo: 62, visitDaysAgo: 16, lacking: [] },
  outlets: [
    ['成都总部', 26],
    ['绵阳服务站', 8],
    ['重庆服务站', 7],
  ],
  lost: {
    '5.1.2.2': '只有一名售后服务管理师，按人数应有四名。',
    '5.1.7.3': '服务战略没有成文。',
    '5.3.1.4': '重庆服务站上半年未做满意度回访。',
  },
  words: {
    summary: '公司的安装与维修过程受控，现场记录完整，客户满意度调查覆盖全部大客户，售后服务体系运行有效。',
    strengths: '每套系统建有电子档案，清洗前后均有影像记录。',
    weaknesses: '售后服务管理师人数不足，服务战略尚未成文。',
    recommendsReason: '得分达到四星级要求，轻微不符合项已关闭。',
  },
}

/** The team was on site last week; one finding is with the client, one answer is in. */
export const CHUTIAN: AuditedClient = {
  ...{
    key: 'chutian',
    name: '武汉楚天医疗设备服务有限公司',
    code: '91420111MA4KY19R7',
    place: '湖北省武汉市洪山区珞喻路 1037 号',
  },
  ...{ representative: '熊楚', contact: '田园', mail: 'tian@chutian.example', phone: '027-80000000' },
  ...{ scope: '医用超声诊断设备的安装、维修和保养服务', classes: ['医用超声设备'], headcount: 44, outletCount: 3 },
  ...{ level: 'three_star', daysAgo: 48, visitDaysAgo: 9, lacking: [] },
  outlets: [
    ['武汉总部', 30],
    ['宜昌服务站', 8],
    ['襄阳服务站', 6],
  ],
  lost: {
    '5.1.2.1': '宜昌服务站两名维修工程师未经原厂培训即独立维修。',
    '5.2.4.2': '襄阳服务站未公示上门收费标准。',
  },
  words: { summary: '', strengths: '', weaknesses: '', recommendsReason: '' },
}

/** Handed in a forged licence: refused, barred, and does not agree. */
export const OUHAI: Applicant = {
  ...{
    key: 'ouhai',
    name: '温州瓯海泵阀销售有限公司',
    code: '91330304MA2HX55Q0',
    place: '浙江省温州市瓯海区娄桥街道古岸路 6 号',
  },
  ...{ representative: '潘瓯', contact: '林晓', mail: 'lin@ouhai.example', phone: '0577-80000000' },
  ...{ scope: '工业泵的销售和售后服务', classes: ['工业泵'], headcount: 35, outletCount: 1 },
  ...{ level: 'five_star', daysAgo: 33, lacking: [] },
  outlets: [['温州门市部', 35]],
}
