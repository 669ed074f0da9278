import type { Block } from '#src/server/document/model.ts'
import { fillText } from '#src/shared/fill-text.ts'
import { maskName, maskNumber } from '../mask.ts'
import type { ReportData } from './data.ts'
import type { Words } from './words.ts'

export function profileBlocks({ form, outlets, staff, scores }: ReportData, words: Words): Block[] {
  const own = words.report.profile
  const level = scores?.scheme.rules.levels.find((one) => one.id === form.wantedLevelId)
  const stated = (value: string | number | null) =>
    value === '' || value === null ? words.report.notStated : String(value)
  return [
    { kind: 'heading', level: 1, text: own.title },
    {
      kind: 'keyValues',
      rows: [
        { label: words.report.company, value: stated(form.legalName) },
        { label: own.uscc, value: stated(form.uscc) },
        {
          label: own.representative,
          value: form.legalRepresentative ? maskName(form.legalRepresentative) : stated(''),
        },
        { label: own.address, value: stated(form.address) },
        { label: own.scope, value: stated(form.scope) },
        { label: own.classes, value: stated(form.productClasses.join(words.language === 'zh-CN' ? '、' : ', ')) },
        { label: own.wanted, value: stated(level ? words.local(level.name) : '') },
        { label: own.headcount, value: stated(form.headcount ?? staff.length) },
        { label: own.service, value: stated(form.serviceHeadcount) },
        { label: own.outlets, value: stated(form.outletCount ?? outlets.length) },
        { label: own.since, value: stated(form.runningSinceOn) },
      ],
    },
  ]
}

export function outletBlocks({ outlets }: ReportData, words: Words): Block[] {
  const own = words.report.outlets
  const title: Block = { kind: 'heading', level: 1, text: own.title }
  if (outlets.length === 0) return [title, { kind: 'paragraph', text: own.none }]
  return [
    title,
    {
      kind: 'table',
      columns: [
        { title: own.code },
        { title: own.name, share: 2 },
        { title: own.kind },
        { title: own.city, share: 1.3 },
        { title: own.address, share: 3 },
        { title: own.people, align: 'right' },
        { title: own.centre, align: 'centre' },
      ],
      rows: outlets.map((outlet) => [
        outlet.code,
        outlet.name,
        (own.kinds as Record<string, string>)[outlet.kind] ?? outlet.kind,
        words.city(outlet.cityCode),
        outlet.address,
        String(outlet.headcount),
        outlet.isCentre ? words.report.yes : '',
      ]),
    },
  ]
}

export function staffBlocks({ staff, licences, managers }: ReportData, words: Words): Block[] {
  const own = words.report.staff
  const onSite = staff.filter((one) => one.serves).length
  const leading = staff.filter((one) => one.isServiceManagement).length
  const { base, managers: have, required, reached } = managers
  const verdict = reached ? own.reached : own.missed
  const table: Block =
    licences.length === 0
      ? { kind: 'paragraph', text: own.none }
      : {
          kind: 'table',
          columns: [
            { title: own.number },
            { title: own.name },
            { title: own.licence, share: 2 },
            { title: own.certificate, share: 1.5 },
            { title: own.expiresOn, share: 1.3 },
            { title: own.state },
          ],
          rows: licences.map((one) => [
            one.staffNumber,
            maskName(one.staffName),
            words.language === 'zh-CN' ? one.kindZh : one.kindEn,
            maskNumber(one.certificateNumber),
            one.expiresOn ?? own.forGood,
            one.isValid ? { text: own.valid, tone: 'good' } : { text: own.expired, tone: 'bad' },
          ]),
        }
  return [
    { kind: 'heading', level: 1, text: own.title },
    { kind: 'paragraph', text: fillText(own.lead, { total: staff.length, onSite, managers: leading }) },
    {
      kind: 'paragraph',
      text: fillText(own.ratio, { base, have, required, verdict }),
      tone: reached ? 'plain' : 'warn',
    },
    { kind: 'heading', level: 2, text: own.licences },
    table,
  ]
}

const TONES = { present: 'good', missing: 'bad', expired: 'warn' } as const

export function materialBlocks({ checklist }: ReportData, words: Words): Block[] {
  const own = words.report.materials
  return [
    { kind: 'heading', level: 1, text: own.title },
    {
      kind: 'table',
      columns: [
        { title: own.material, share: 2 },
        { title: own.state },
        { title: own.have, share: 0.8, align: 'right' },
        { title: own.wanted, share: 0.8, align: 'right' },
        { title: own.files, share: 4 },
      ],
      rows: checklist.map((line) => [
        words.material[line.id],
        { text: words.state[line.state], tone: TONES[line.state] },
        String(line.have),
        String(line.wanted),
        [
          ...(line.records ? [fillText(own.records, { count: line.records.valid })] : []),
          ...line.files.map(({ name, validUntilOn }) =>
            validUntilOn ? fillText(own.until, { name, day: validUntilOn }) : name,
          ),
        ].join('\n'),
      ]),
    },
  ]
}
