import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barExtent } from './day-rows.tsx'
import { frameOf, gridLines, projection, zoomed } from './map-scale.ts'
import { fitWithin } from './photo.ts'
import { inkPath, isSigned, thinOut } from './signature-ink.ts'

describe('a signature', () => {
  it('is not there while the glass was only touched', () => {
    expect(isSigned([])).toBe(false)
    expect(isSigned([[{ x: 5, y: 5 }], [{ x: 40, y: 5 }]])).toBe(false)
    expect(
      isSigned([
        [
          { x: 0, y: 0 },
          { x: 0, y: 59 },
        ],
      ]),
    ).toBe(false)
    expect(
      isSigned([
        [
          { x: 0, y: 0 },
          { x: 0, y: 40 },
        ],
        [
          { x: 9, y: 0 },
          { x: 9, y: 20 },
        ],
      ]),
    ).toBe(true)
  })

  it('becomes a smooth line that begins and ends where the finger did, and a dot for a dot', () => {
    expect(inkPath([])).toBe('')
    expect(inkPath([{ x: 3, y: 4 }])).toBe('M3 4h0.01')
    expect(
      inkPath([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
        { x: 10, y: 10 },
      ]),
    ).toBe('M0 0Q10 0 10 5L10 10')
    expect(
      thinOut([
        { x: 0, y: 0 },
        { x: 1, y: 0 },
        { x: 2, y: 0 },
      ]),
    ).toEqual([
      { x: 0, y: 0 },
      { x: 2, y: 0 },
    ])
  })
})

describe('a photo', () => {
  it.each([
    [4000, 3000, 1600, 1200],
    [3000, 4000, 1200, 1600],
    [800, 600, 800, 600],
    [9000, 2, 1600, 1],
  ])('of %i × %i becomes %i × %i', (width, height, to, tall) => {
    expect(fitWithin(width, height, 1600)).toEqual({ width: to, height: tall })
  })
})

describe('the map', () => {
  it('has no frame for no places, and some room around one', () => {
    expect(frameOf([])).toBeUndefined()
    const frame = frameOf([{ longitude: 120, latitude: 30 }])!
    expect(frame.east).toBeGreaterThan(frame.west)
    expect(projection(frame, 800, 460)({ longitude: 120, latitude: 30 })).toEqual({ x: 400, y: 230 })
  })

  it('shows every place inside the picture, north up and east right', () => {
    const place = fc.record({
      longitude: fc.double({ min: 73, max: 135, noNaN: true }),
      latitude: fc.double({ min: 3, max: 54, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 20 }), (places) => {
        const project = projection(frameOf(places)!, 800, 460)
        for (const one of places) {
          const { x, y } = project(one)
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(800)
          expect(y).toBeGreaterThanOrEqual(0)
          expect(y).toBeLessThanOrEqual(460)
          expect(project({ longitude: one.longitude + 1, latitude: one.latitude + 1 }).x).toBeGreaterThan(x)
          expect(project({ longitude: one.longitude, latitude: one.latitude + 1 }).y).toBeLessThan(y)
        }
      }),
    )
  })

  it('draws grid lines at round numbers', () => {
    expect(gridLines(100, 126)).toEqual([100, 105, 110, 115, 120, 125])
    expect(gridLines(119.9, 120.5)).toEqual([119.9, 120, 120.1, 120.2, 120.3, 120.4, 120.5])
  })

  it('comes nearer around the chosen place', () => {
    const frame = { west: 110, east: 120, south: 20, north: 30 }
    expect(zoomed(frame, { longitude: 118, latitude: 22 }, 0.5)).toEqual({
      west: 115.5,
      east: 120.5,
      south: 19.5,
      north: 24.5,
    })
  })
})

describe('a bar on the day', () => {
  const on = '2026-03-02'
  it('lies where its hours are, by Shanghai time', () => {
    const bar = { fromAt: '2026-03-02T00:00:00Z', toAt: '2026-03-02T02:00:00Z' }
    expect(barExtent(bar, on, 6, 16)).toEqual({ left: 20, width: 20 })
  })

  it('is cut at the hours shown, and left out when outside, empty or without a time', () => {
    expect(barExtent({ fromAt: '2026-03-01T16:00:00Z', toAt: '2026-03-02T16:00:00Z' }, on, 6, 16)).toEqual({
      left: 0,
      width: 100,
    })
    expect(barExtent({ fromAt: '2026-03-02T12:00:00Z', toAt: '2026-03-02T13:00:00Z' }, on, 6, 16)).toBeUndefined()
    expect(barExtent({ fromAt: '2026-03-02T01:00:00Z', toAt: '2026-03-02T01:00:00Z' }, on, 6, 16)).toBeUndefined()
    expect(barExtent({ fromAt: 'soon', toAt: 'later' }, on, 6, 16)).toBeUndefined()
  })
})
