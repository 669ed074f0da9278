import enWords from '#src/app/messages/en/gap.json' with { type: 'json' }
import zhWords from '#src/app/messages/zh-CN/gap.json' with { type: 'json' }
import type { LocalText } from '../../scheme/contract.ts'
import type { GapItem } from '../contract/plan.ts'

type Sheet = {
  name: string
  columns: { title: string; numberFormat?: string }[]
  rows: (string | number | null)[][]
}

/** The items of a plan as a sheet, in the language asked for. */
export function layItems(items: readonly GapItem[], language: 'zh-CN' | 'en'): Sheet {
  const words = language === 'en' ? enWords : zhWords
  const local = (text: LocalText) => (language === 'en' ? text.en : text.zh)
  const { item, workbook, action } = words
  return {
    name: workbook.sheet,
    columns: [
      { title: workbook.no },
      { title: item.name },
      { title: workbook.exactGain, numberFormat: '0.00' },
      { title: item.leaves },
      { title: item.owner },
      { title: item.due },
      { title: item.state },
      { title: item.overdue },
      { title: workbook.cost, numberFormat: '#,##0.00' },
      { title: action.days },
      { title: workbook.claim },
    ],
    rows: items.map((one, at) => [
      at + 1,
      local(one.name),
      one.gain.hundredths / 100,
      one.lifts.map((lift) => `${lift.leafId} ${local(lift.name)}`).join('\n'),
      one.ownerName,
      one.dueOn,
      item[one.state],
      one.isOverdue ? item.overdue : '',
      one.costFen / 100,
      one.days,
      one.claim,
    ]),
  }
}
