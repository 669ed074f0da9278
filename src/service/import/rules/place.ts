import { CITIES, PROVINCES } from '#src/company/pure-door.ts'

export type PlaceCodes = { provinceCode: string; cityCode: string }

// 省, 市 and the names of autonomous regions are left out as often as written.
const SUFFIX = /(?:省|市|地区|盟|自治州|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$/

function plain(name: string): string {
  const text = name.replace(/\s/g, '')
  const short = text.replace(SUFFIX, '')
  return short.length >= 2 ? short : text
}

const provinces = new Map(PROVINCES.map(({ name, code }) => [plain(name), code]))
const cities = Map.groupBy(CITIES, ({ name }) => plain(name))

/** Codes of a province and a city written as words. `null` when words were given that name no place, or places that do not belong together. */
export function placeCodes(province: string | null, city: string | null): PlaceCodes | null {
  const provinceCode = province ? (provinces.get(plain(province)) ?? null) : ''
  if (provinceCode === null) return null
  if (!city) return { provinceCode, cityCode: '' }
  const fitting = (cities.get(plain(city)) ?? []).filter(
    (one) => provinceCode === '' || one.provinceCode === provinceCode,
  )
  return fitting.length === 1 ? { provinceCode: fitting[0]!.provinceCode, cityCode: fitting[0]!.code } : null
}
