import cityRows from './data/cities.json' with { type: 'json' }
import provinceRows from './data/provinces.json' with { type: 'json' }

export type Province = { code: string; name: string }
/** A prefecture-level city (or what stands in its place) with its seat; the point is schematic. */
export type City = { code: string; name: string; provinceCode: string; longitude: number; latitude: number }
export type Point = { longitude: number; latitude: number }

export const PROVINCES: readonly Province[] = provinceRows.map(([code, name]) => ({ code: code!, name: name! }))
export const CITIES: readonly City[] = (cityRows as [string, string, string, number, number][]).map(
  ([code, name, provinceCode, longitude, latitude]) => ({ code, name, provinceCode, longitude, latitude }),
)

const provinceByCode = new Map(PROVINCES.map((province) => [province.code, province]))
const cityByCode = new Map(CITIES.map((city) => [city.code, city]))

export function provinceOf(code: string): Province | undefined {
  return provinceByCode.get(code)
}

export function cityOf(code: string): City | undefined {
  return cityByCode.get(code)
}

/** `浙江省 杭州市`; a municipality once (`北京市`); the code itself where it is unknown; empty for none. */
export function placeName(provinceCode: string, cityCode = ''): string {
  const province = provinceOf(provinceCode || cityCode.slice(0, 2))?.name ?? provinceCode
  if (cityCode === '') return province
  const city = cityOf(cityCode)?.name ?? cityCode
  return city.startsWith(province) ? city : `${province} ${city}`
}

/** A known province, and a known city of that province; either may be left out. */
export function isPlace(provinceCode: string, cityCode: string): boolean {
  if (provinceCode !== '' && !provinceByCode.has(provinceCode)) return false
  if (cityCode === '') return true
  return cityByCode.get(cityCode)?.provinceCode === provinceCode
}

const EARTH_RADIUS_KM = 6371

/** Along the great circle, in kilometres. */
export function distanceKm(a: Point, b: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2
  const chord =
    half(b.latitude - a.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(b.longitude - a.longitude)
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, chord)))
}
