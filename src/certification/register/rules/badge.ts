import type { CertificateText, Status } from '../../certificate/contract/text.ts'

export type BadgeWords = { title: string; status: Record<Status, string> }

const COLOURS: Record<Status, string> = {
  valid: '#0f7b4f',
  suspended: '#b7700a',
  withdrawn: '#b3261e',
  cancelled: '#5b6675',
  expired: '#5b6675',
  not_yet_valid: '#2459a8',
}
const GOLD = '#b8892b'
const STAR = 'M0-8 2.35-3.24 7.6-2.47 3.8 1.24 4.7 6.47 0 4 -4.7 6.47 -3.8 1.24 -7.6-2.47 -2.35-3.24Z'

/** A badge of 280 × 84 for web pages, drawn anew for every reader: holder's stars, standard, number, and the status of today. */
export function badgeSvg(
  text: Pick<CertificateText, 'number' | 'level' | 'standard' | 'body'>,
  status: Status,
  words: BadgeWords,
  level: string,
): string {
  const { stars } = text.level
  const drawn = Array.from({ length: stars === 0 ? 0 : 5 }, (_, nth) => {
    const isFilled = nth < stars
    return `<path transform="translate(${24 + nth * 19} 36)" d="${STAR}" fill="${isFilled ? GOLD : '#fff'}" stroke="${GOLD}" stroke-width=".8"/>`
  }).join('')
  const colour = COLOURS[status]
  const label = [words.title, text.standard.reference, level, text.number, words.status[status]].join(' · ')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="280" height="84" viewBox="0 0 280 84" role="img" aria-label="${escaped(label)}">
<rect x=".75" y=".75" width="278.5" height="82.5" rx="9" fill="#fff" stroke="${colour}" stroke-width="1.5"/>
<g font-family="'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif" fill="#1b2a41">
<text x="15" y="20" font-size="11.5" font-weight="700">${escaped(cut(words.title, 26))}</text>
${drawn}
<text x="${stars === 0 ? 15 : 118}" y="41" font-size="14" font-weight="700" fill="${GOLD}">${escaped(cut(level, 14))}</text>
<text x="15" y="60" font-size="10" fill="#5b6675">${escaped(cut(`${text.standard.reference} · ${text.body.legalName}`, 40))}</text>
<text x="15" y="75" font-size="10" fill="#5b6675">${escaped(cut(text.number, 40))}</text>
</g>
<rect x="206" y="10" width="64" height="22" rx="11" fill="${colour}"/>
<text x="238" y="25" font-size="11.5" font-weight="700" fill="#fff" text-anchor="middle" font-family="'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif">${escaped(words.status[status])}</text>
</svg>
`
}

function cut(text: string, longest: number): string {
  const characters = [...text]
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
