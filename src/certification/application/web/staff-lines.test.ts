import { expect, it } from 'vitest'
import { readStaffLines } from './staff-lines.ts'

const OUTLETS = ['杭州店', '宁波店']

it('reads staff as typed and as pasted from a sheet, headings and blank columns included', () => {
  const pasted =
    '姓名\t岗位\t网点\t服务管理\n李静\t售后总监\t\t是\n王强\t维修工\t杭州店\t\n\n赵敏，客服，宁波店，否\nOrtega, Dispatcher'
  expect(readStaffLines(pasted, OUTLETS)).toEqual({
    staff: [
      { name: '李静', post: '售后总监', outlet: null, isServiceManagement: true },
      { name: '王强', post: '维修工', outlet: '杭州店', isServiceManagement: false },
      { name: '赵敏', post: '客服', outlet: '宁波店', isServiceManagement: false },
      { name: 'Ortega', post: 'Dispatcher', outlet: null, isServiceManagement: false },
    ],
  })
  expect(readStaffLines('', OUTLETS)).toEqual({ staff: [] })
})

it.each([
  ['no post', '李静, 总监\n王强', { line: 2, why: 'shape' }],
  ['no name', ', 维修工', { line: 1, why: 'shape' }],
  ['an answer that is neither yes nor no', '李静, 总监, 杭州店, 也许', { line: 1, why: 'shape' }],
  ['a column too many', '李静, 总监, 杭州店, 是, 13800000000', { line: 1, why: 'shape' }],
  ['a name too long', `${'李'.repeat(61)}, 总监`, { line: 1, why: 'shape' }],
  ['an outlet that was not entered', '李静, 总监, 温州店', { line: 1, why: 'outlet', outlet: '温州店' }],
])('says which line it cannot take: %s', (_, text, problem) => {
  expect(readStaffLines(text, OUTLETS)).toEqual({ problem })
})

it('takes no more people than an application may list', () => {
  const many = Array.from({ length: 20_001 }, (_, nth) => `员工${nth}, 维修工`).join('\n')
  expect(readStaffLines(many, [])).toEqual({ problem: { line: 20_001, why: 'shape' } })
})
