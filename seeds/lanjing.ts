// 蓝鲸制冷设备: a maker of cold-room units with eight outlets in East China. No real company or person; numbers are of ranges not given out.

export const departments = [
  { key: 'service', name: '售后服务部', duties: '受理、派工、回访与投诉处理' },
  { key: 'quality', name: '质量管理部', duties: '质量问题分析、服务监督' },
  { key: 'office', name: '总经办', duties: '服务文化、目标与管理评审' },
]

type OutletSeed = {
  key: string
  code: string
  name: string
  kind: 'own' | 'agent' | 'franchise'
  cityCode: string
  address: string
  longitude: number
  latitude: number
  aroundTheClock?: boolean
}

export const outlets: OutletSeed[] = [
  {
    key: 'sh',
    code: 'SH01',
    name: '上海服务中心',
    kind: 'own',
    cityCode: '3101',
    address: '嘉定区曹安公路 4800 号',
    longitude: 121.2,
    latitude: 31.29,
    aroundTheClock: true,
  },
  {
    key: 'hz',
    code: 'HZ01',
    name: '杭州服务站',
    kind: 'own',
    cityCode: '3301',
    address: '余杭区文一西路 1500 号',
    longitude: 120.0,
    latitude: 30.28,
  },
  {
    key: 'nb',
    code: 'NB01',
    name: '宁波服务站',
    kind: 'agent',
    cityCode: '3302',
    address: '鄞州区首南路 88 号',
    longitude: 121.55,
    latitude: 29.82,
  },
  {
    key: 'nj',
    code: 'NJ01',
    name: '南京服务站',
    kind: 'own',
    cityCode: '3201',
    address: '江宁区将军大道 200 号',
    longitude: 118.82,
    latitude: 31.94,
  },
  {
    key: 'sz',
    code: 'SZ01',
    name: '苏州服务站',
    kind: 'agent',
    cityCode: '3205',
    address: '工业园区星湖街 328 号',
    longitude: 120.73,
    latitude: 31.26,
  },
  {
    key: 'hf',
    code: 'HF01',
    name: '合肥服务站',
    kind: 'franchise',
    cityCode: '3401',
    address: '蜀山区望江西路 520 号',
    longitude: 117.2,
    latitude: 31.84,
  },
  {
    key: 'jn',
    code: 'JN01',
    name: '济南服务站',
    kind: 'agent',
    cityCode: '3701',
    address: '历城区工业北路 60 号',
    longitude: 117.1,
    latitude: 36.68,
  },
  {
    key: 'fz',
    code: 'FZ01',
    name: '福州服务站',
    kind: 'franchise',
    cityCode: '3501',
    address: '仓山区金山大道 100 号',
    longitude: 119.27,
    latitude: 26.04,
  },
]

export const qualificationKinds = [
  { code: 'refrigeration', name: { zh: '制冷与空调作业证', en: 'Refrigeration work licence' }, serviceManager: false },
  { code: 'electrician', name: { zh: '低压电工作业证', en: 'Low-voltage electrician licence' }, serviceManager: false },
  { code: 'service_manager', name: { zh: '售后服务管理师', en: 'After-sales service manager' }, serviceManager: true },
]

type StaffSeed = {
  number: string
  name: string
  post: string
  /** User name of the person who signs in, where there is one. */
  person?: string
  department?: string
  outlet?: string
  managesService?: boolean
  goesOnSite?: boolean
  /** Licences with the days they still run, counted from the seeding; negative: expired. */
  licences?: Record<string, number>
}

const technician = (
  number: string,
  name: string,
  outlet: string,
  licences: Record<string, number>,
  person?: string,
): StaffSeed => ({
  number,
  name,
  post: '服务工程师',
  outlet,
  goesOnSite: true,
  licences,
  ...(person ? { person } : {}),
})

export const staff: StaffSeed[] = [
  { number: 'A01', name: '吴刚', post: '总经理', person: 'wu', department: 'office', managesService: true },
  { number: 'A02', name: '周涛', post: '管理者代表', person: 'zhou', department: 'quality', managesService: true },
  {
    number: 'A03',
    name: '孙丽',
    post: '服务经理',
    person: 'sun',
    department: 'service',
    managesService: true,
    licences: { service_manager: 600 },
  },
  { number: 'A04', name: '赵敏', post: '调度员', person: 'zhao', department: 'service' },
  { number: 'A05', name: '王芳', post: '热线坐席', person: 'wang', department: 'service' },
  { number: 'A06', name: '郑凯', post: '系统管理员', person: 'zheng', department: 'office' },
  technician('T01', '李强', 'sh', { refrigeration: 700, electrician: 420 }, 'li'),
  technician('T02', '陈伟', 'sh', { refrigeration: 510, electrician: 35 }, 'chen'),
  technician('T03', '刘洋', 'hz', { refrigeration: 300, electrician: 300 }),
  technician('T04', '何军', 'nb', { refrigeration: 220 }),
  technician('T05', '马超', 'nj', { refrigeration: 640, electrician: 640 }),
  technician('T06', '许亮', 'sz', { refrigeration: 90, electrician: 90 }),
  technician('T07', '罗平', 'hf', { refrigeration: -12, electrician: 200 }),
  technician('T08', '高峰', 'jn', { refrigeration: 480, electrician: 480 }),
  technician('T09', '梁勇', 'fz', { refrigeration: 365, electrician: 365 }),
]

export const models = [
  {
    key: 'lk',
    code: 'LK-30',
    name: '蓝鲸 LK-30 冷库机组',
    requiredQualifications: ['refrigeration', 'electrician'],
    warrantyMonths: 24,
  },
  {
    key: 'lg',
    code: 'LG-12',
    name: '蓝鲸 LG-12 立式冷柜',
    requiredQualifications: ['refrigeration'],
    warrantyMonths: 12,
  },
  { key: 'lc', code: 'LC-80', name: '蓝鲸 LC-80 温控箱', requiredQualifications: ['electrician'], warrantyMonths: 12 },
]

type CustomerSeed = {
  key: string
  name: string
  contact: string
  phone: string
  cityCode: string
  address: string
  longitude: number
  latitude: number
  products: [model: string, serial: string, boughtDaysAgo: number][]
}

export const customers: CustomerSeed[] = [
  {
    key: 'c01',
    name: '上海鲜达生鲜超市',
    contact: '张立',
    phone: '13900000101',
    cityCode: '3101',
    address: '普陀区真北路 958 号',
    longitude: 121.38,
    latitude: 31.24,
    products: [
      ['lk', 'LK30-240117', 660],
      ['lg', 'LG12-250203', 290],
    ],
  },
  {
    key: 'c02',
    name: '上海海晏水产',
    contact: '沈洁',
    phone: '13900000102',
    cityCode: '3101',
    address: '宝山区江杨北路 98 号',
    longitude: 121.45,
    latitude: 31.38,
    products: [['lk', 'LK30-230909', 1100]],
  },
  {
    key: 'c03',
    name: '上海一品冰淇淋',
    contact: '陆杰',
    phone: '13900000103',
    cityCode: '3101',
    address: '徐汇区漕溪北路 45 号',
    longitude: 121.44,
    latitude: 31.19,
    products: [['lg', 'LG12-260110', 300]],
  },
  {
    key: 'c04',
    name: '杭州绿洲农产品',
    contact: '周琴',
    phone: '13900000104',
    cityCode: '3301',
    address: '拱墅区石祥路 59 号',
    longitude: 120.17,
    latitude: 30.34,
    products: [['lk', 'LK30-250620', 520]],
  },
  {
    key: 'c05',
    name: '杭州西溪医药仓',
    contact: '胡斌',
    phone: '13900000105',
    cityCode: '3301',
    address: '西湖区古墩路 700 号',
    longitude: 120.09,
    latitude: 30.31,
    products: [
      ['lc', 'LC80-250815', 460],
      ['lk', 'LK30-250816', 460],
    ],
  },
  {
    key: 'c06',
    name: '宁波港味冷链',
    contact: '范敏',
    phone: '13900000106',
    cityCode: '3302',
    address: '北仑区港口路 16 号',
    longitude: 121.84,
    latitude: 29.9,
    products: [['lg', 'LG12-250312', 610]],
  },
  {
    key: 'c07',
    name: '南京金陵饭店配送',
    contact: '蒋勤',
    phone: '13900000107',
    cityCode: '3201',
    address: '鼓楼区汉中路 2 号',
    longitude: 118.78,
    latitude: 32.04,
    products: [
      ['lk', 'LK30-240330', 960],
      ['lg', 'LG12-240331', 960],
    ],
  },
  {
    key: 'c08',
    name: '苏州观前糕团',
    contact: '钟灵',
    phone: '13900000108',
    cityCode: '3205',
    address: '姑苏区观前街 91 号',
    longitude: 120.62,
    latitude: 31.31,
    products: [['lg', 'LG12-260305', 250]],
  },
  {
    key: 'c09',
    name: '合肥庐州乳业',
    contact: '夏雨',
    phone: '13900000109',
    cityCode: '3401',
    address: '瑶海区新站工业园',
    longitude: 117.31,
    latitude: 31.88,
    products: [['lk', 'LK30-251101', 380]],
  },
  {
    key: 'c10',
    name: '济南泉城肉联',
    contact: '孟凡',
    phone: '13900000110',
    cityCode: '3701',
    address: '天桥区济泺路 148 号',
    longitude: 116.98,
    latitude: 36.7,
    products: [['lk', 'LK30-240707', 860]],
  },
  {
    key: 'c11',
    name: '福州闽鲜水产',
    contact: '林珊',
    phone: '13900000111',
    cityCode: '3501',
    address: '台江区鳌峰路 10 号',
    longitude: 119.31,
    latitude: 26.05,
    products: [['lk', 'LK30-260101', 310]],
  },
  {
    key: 'c12',
    name: '徐州云龙冷饮',
    contact: '曹阳',
    phone: '13900000112',
    cityCode: '3203',
    address: '云龙区和平大道 77 号',
    longitude: 117.23,
    latitude: 34.25,
    products: [['lg', 'LG12-250510', 550]],
  },
]

/** What customers of such a company ask for: kind, words, whether it is urgent. */
export const troubles: {
  kind: 'repair' | 'installation' | 'maintenance' | 'consultation' | 'complaint'
  subject: string
  urgent?: boolean
}[] = [
  { kind: 'repair', subject: '机组不制冷，库温升到 5℃', urgent: true },
  { kind: 'repair', subject: '化霜后蒸发器结冰' },
  { kind: 'repair', subject: '压缩机频繁启停' },
  { kind: 'repair', subject: '门封条破损，结露' },
  { kind: 'installation', subject: '新机组安装调试' },
  { kind: 'maintenance', subject: '季度保养' },
  { kind: 'consultation', subject: '温度报警怎么设置' },
  { kind: 'repair', subject: '显示屏不亮' },
  { kind: 'complaint', subject: '师傅没有按约定时间到' },
  { kind: 'maintenance', subject: '年度检查与数据备份' },
]
