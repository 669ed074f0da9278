import { expect, it } from 'vitest'
import { readOutletLines } from './outlet-lines.ts'

it('reads outlets as typed and as pasted from a sheet', () => {
  expect(readOutletLines('杭州店, 12\n\n宁波店\t8\n温州 龙湾店，5 ')).toEqual({
    outlets: [
      { name: '杭州店', headcount: 12 },
      { name: '宁波店', headcount: 8 },
      { name: '温州 龙湾店', headcount: 5 },
    ],
  })
  expect(readOutletLines('')).toEqual({ outlets: [] })
})

it('says which line it cannot read', () => {
  expect(readOutletLines('杭州店, 12\n宁波店')).toEqual({ wrongLine: 2 })
  expect(readOutletLines('12')).toEqual({ wrongLine: 1 })
})
