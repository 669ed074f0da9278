import type { LocalText } from '#src/evaluation/scheme/contract.ts'
import type { WrittenSheet } from '#src/server/tabular/model.ts'
import { MOST_CHOICES, type VisitKit } from '../contract/kit.ts'
import { KIT_SHEETS, type KitSheet } from './workbook-sheets.ts'

type Cells = (string | number | null)[]

/** The kit as sheets; where a point comes from is not written, the server says that when they come back. */
export function writeKitSheets(kit: VisitKit): WrittenSheet[] {
  const words = ({ zh, en }: LocalText): Cells => [zh, en]
  const leaves = (leafIds: readonly string[]) => leafIds.join(' ')
  const { drawn, passShare, questions } = kit.knowledge
  return [
    sheet('head', [
      ['title', ...words(kit.title), null],
      ['id', kit.id, null, null],
      ['drawn', null, null, drawn.value],
      ['passPercent', null, null, passShare.basisPoints / 100],
    ]),
    sheet(
      'posts',
      kit.posts.map((one) => [one.id, ...words(one.name), one.required ? 'yes' : 'no']),
    ),
    sheet('agendas', [
      ...kit.agendas.opening.map((line) => ['opening', ...words(line)]),
      ...kit.agendas.closing.map((line) => ['closing', ...words(line)]),
    ]),
    sheet(
      'hardware',
      kit.hardware.map((one) => [one.id, one.section, ...words(one.text), leaves(one.leafIds)]),
    ),
    sheet(
      'interviews',
      kit.interviews.map((one) => [one.id, one.postId, ...words(one.text), leaves(one.leafIds)]),
    ),
    sheet(
      'questions',
      questions.map((one) => [
        ...[one.id, ...words(one.text), one.points],
        one.choices.findIndex((choice) => choice.id === one.right) + 1,
        ...Array.from({ length: MOST_CHOICES }, (_, at) => one.choices[at]?.text).flatMap((text) =>
          text ? words(text) : [null, null],
        ),
        leaves(one.leafIds),
      ]),
    ),
    sheet(
      'call',
      kit.callScript.map((one) => [one.id, one.kind, ...words(one.text), leaves(one.leafIds)]),
    ),
  ]
}

function sheet(key: KitSheet, rows: Cells[]): WrittenSheet {
  const { name, columns } = KIT_SHEETS[key]
  return { name, columns: Object.values(columns).map((title) => ({ title })), rows }
}
