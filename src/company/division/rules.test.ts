import { describe, expect, it } from 'vitest'
import { CITIES, cityOf, distanceKm, isPlace, PROVINCES, placeName } from './rules.ts'

describe('the division table', () => {
  it('has all 34 provinces, and cities with distinct codes that each lie in their province and in China', () => {
    expect(PROVINCES).toHaveLength(34)
    expect(new Set(CITIES.map((city) => city.code)).size).toBe(CITIES.length)
    for (const city of CITIES) {
      expect(isPlace(city.provinceCode, city.code), city.name).toBe(true)
      expect(city.code.startsWith(city.provinceCode), city.name).toBe(true)
      expect(city.longitude > 73 && city.longitude < 136 && city.latitude > 16 && city.latitude < 54, city.name).toBe(
        true,
      )
    }
  })
  it('puts no city astray: each has another of its province within 1,000 km', () => {
    for (const city of CITIES) {
      const others = CITIES.filter((other) => other.provinceCode === city.provinceCode && other !== city)
      if (others.length === 0) continue
      expect(Math.min(...others.map((other) => distanceKm(city, other))), city.name).toBeLessThan(1000)
    }
  })
  it('knows the distance between Beijing and Shanghai', () => {
    expect(distanceKm(cityOf('1101')!, cityOf('3101')!)).toBeCloseTo(1067, -1)
  })
  it('names places as people do', () => {
    expect(placeName('33', '3301')).toBe('浙江省 杭州市')
    expect(placeName('11', '1101')).toBe('北京市')
    expect(placeName('', '3301')).toBe('浙江省 杭州市')
    expect(placeName('33')).toBe('浙江省')
    expect(placeName('99', '9901')).toBe('9901')
    expect(placeName('')).toBe('')
  })
})
