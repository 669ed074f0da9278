/** Family name (two characters of a compound one) and stars: 欧阳** of 欧阳修文, 周* of 周敏. Other names keep their first letter. */
export function maskName(name: string): string {
  const letters = [...name.trim()]
  const family = COMPOUND.has(letters.slice(0, 2).join('')) && letters.length > 2 ? 2 : 1
  return (
    letters.slice(0, family).join('') +
    '*'.repeat(Math.max(letters.length > 0 ? 1 : 0, Math.min(letters.length - family, 3)))
  )
}

const COMPOUND = new Set([
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '司徒',
  '夏侯',
])

// A telephone or card number, also written in groups, but no day; and addresses of mail.
const NUMBER = /(?<!\d)(?!\d{4}-\d{2}-\d{2}(?!\d))\d(?:[ -]?\d){6,}[\dXx]?/g
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

/** Words that customers or staff wrote, without the numbers and addresses by which somebody could be reached. */
export function maskWords(words: string): string {
  return words.replace(MAIL, '****').replace(NUMBER, '****')
}

/** The last four characters of a certificate's number. */
export function maskNumber(number: string): string {
  return number.length <= 4 ? number : `****${number.slice(-4)}`
}
