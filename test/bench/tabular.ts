import { cpus } from 'node:os'
import { readTabular } from '#src/server/tabular/read.ts'
import { planImport } from '#src/service/import/rules/plan.ts'
import { suggestMapping } from '#src/service/import/rules/suggest.ts'

/** A believable register of repairs with customers' commas in quotes, the same every time. */
export function sampleRegister(rows: number): Buffer {
  const lines = [
    '单号,报修时间,渠道,客户编号,客户名称,产品,故障现象,紧急程度,首次答复时间,派单时间,服务人员,到场时间,完成时间,处理结果,更换配件,客户签字,备注',
  ]
  for (let nth = 0; nth < rows; nth++) {
    const day = `2025/${1 + (nth % 12)}/${1 + (nth % 28)}`
    const minute = String(nth % 60).padStart(2, '0')
    lines.push(
      `BX${100_000_000 + nth},${day} ${nth % 8}:${minute},400热线,KH${10_000 + (nth % 400)},客户（${nth % 400}）,KJ-300空气净化机,"漏水,不制冷",` +
        `一般,${day} ${8 + (nth % 2)}:${minute},${day} 10:${minute},工程师${'甲乙丙丁'[nth % 4]},${day} 12:${minute},${day} 15:${minute},已修复,控制板*1,有,`,
    )
  }
  return Buffer.from(lines.join('\n'))
}

/** Reads and plans a generated CSV register: from bytes to record drafts, without the database. */
export async function benchTabular(
  rows = 100_000,
): Promise<{ rows: number; seconds: number; perSecond: number; cores: number }> {
  const bytes = sampleRegister(rows)
  const started = performance.now()
  const table = await readTabular('register.csv', bytes)
  if (!table.ok) throw new Error(table.refusal.code)
  const { mapping } = suggestMapping(table.value.sheets, 'bench', 'Asia/Shanghai')
  const plan = planImport(table.value.sheets, mapping!, '2026-11-22T00:00:00.000Z')
  const seconds = (performance.now() - started) / 1000
  if (plan.records.length !== rows) throw new Error(`${plan.records.length} records from ${rows} rows`)
  return { rows, seconds, perSecond: Math.round(rows / seconds), cores: cpus().length }
}
