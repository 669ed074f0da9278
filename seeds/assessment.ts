import * as evaluation from '#src/evaluation/door.ts'
import { scoreWindow } from '#src/evaluation/measure/rules.ts'
import { instantFrom } from '#src/shared/instant.ts'
import { todayOf } from './company.ts'
import { actorOf, type SeedPerson, sun, zhou } from './people.ts'
import { type Seeding, seedId } from './seeding.ts'

const HOUR_MS = 3_600_000
const OPENED_HOURS_AGO = 50

type Item = [label: string, failing?: string]
type Found = { who: SeedPerson; leafId: string; reason?: string; conforms?: boolean; items?: Item[] }

/** What two people found so far; the rest is still missing, so the board shows a range. */
const FOUND: Found[] = [
  { who: zhou, leafId: '5.1.3.1', reason: '查阅年度预算：售后经费单列 180 万元，一至三季度已拨付到位。' },
  { who: zhou, leafId: '5.1.4.1', reason: '《售后服务规范》与岗位手册 2026 版已发布，抽查三个网点均有受控副本。' },
  { who: zhou, leafId: '5.1.5.1', reason: '总经办设服务监督岗两人，任命文件与职责齐全。' },
  { who: zhou, leafId: '5.1.5.2', conforms: false, reason: '有奖惩制度，但本年度没有一次考核结果的记录。' },
  { who: zhou, leafId: '5.1.6.2', reason: '年度质量目标四项，均已分解并按季检查。' },
  { who: zhou, leafId: '5.1.7.3', reason: '服务战略写入三年规划，目标与责任部门明确。' },
  {
    who: sun,
    leafId: '5.1.7.1',
    items: [['上海服务中心'], ['杭州服务站'], ['宁波服务站', '前台两名员工说不出服务理念'], ['南京服务站']],
  },
  { who: sun, leafId: '5.1.7.4', reason: '官网、展厅与安装手册均有服务文化内容，本年更新两次。' },
  {
    who: sun,
    leafId: '5.2.1.1',
    items: [['LJ-50 冷库机组'], ['LJ-80 冷库机组'], ['LJ-120 冷库机组'], ['LJ-200 冷库机组'], ['备件包装']],
  },
  { who: sun, leafId: '5.2.1.3', reason: '机组铭牌与说明书均标明安全使用年限与高压警示。' },
  {
    who: sun,
    leafId: '5.2.2.2',
    items: [['苏州冷链仓'], ['宁波水产行'], ['合肥食品厂', '没有培训签到'], ['南京超市配送'], ['杭州药品库']],
  },
  { who: sun, leafId: '5.2.6.1', reason: '说明书末页与客服话术均告知旧机与制冷剂的回收办法。' },
  { who: sun, leafId: '5.3.1.5', reason: '每年换季前主动检查，2026 年已完成 212 户，有回执。' },
  { who: sun, leafId: '5.3.2.1', reason: '投诉电话与专人在保修卡、官网公布，拨测三次均有人接听。' },
]

/** One open self-evaluation of the demo company, begun two days ago by two people. */
export async function seedAssessment(seeding: Seeding, now: Date): Promise<void> {
  const id = seedId('assessment self')
  const startMs = now.getTime() - OPENED_HOURS_AGO * HOUR_MS
  const startAt = instantFrom(startMs)
  const days = scoreWindow(todayOf(new Date(startMs)))
  const title = `${days.toOn.slice(0, 4)} 年度售后服务自评`
  await seeding.step('assessment open', actorOf(zhou), startAt, (tx) =>
    evaluation.openSelfAssessment(tx, { id, title, ...days }),
  )
  for (const [at, { who, leafId, reason = '', conforms = true, items }] of FOUND.entries()) {
    const judgement = items
      ? { kind: 'sampled' as const, reason, items: items.map(([label, failing = '']) => itemOf(label, failing)) }
      : { kind: 'judged' as const, conforms, reason }
    await seeding.step(`assessment ${leafId}`, actorOf(who), instantFrom(startMs + (at + 1) * HOUR_MS), (tx) =>
      evaluation.judgeLeaf(tx, { assessmentId: id, leafId }, { version: 0, judgement }),
    )
  }
}

function itemOf(label: string, failing: string) {
  return { label, record: null, conforms: failing === '', note: failing }
}
