import { type Cell, cellText, type Reading, unusable, usable } from './cell.ts'
import { halfWidth } from './text.ts'

const YES = new Set(['是', '有', '对', '已签', '已签字', '√', '✓', '✔', 'y', 'yes', 'true', '1', '有签字'])
const NO = new Set(['否', '无', '没有', '不是', '未签', '未签字', '×', '✗', '✘', 'n', 'no', 'false', '0'])

/** Yes or no in Chinese, English, ticks, TRUE/FALSE or 1/0. A blank is neither: the caller decides what silence means. */
export function readYesNo(cell: Cell): Reading<boolean> {
  if (typeof cell === 'boolean') return usable(cell)
  const raw = cellText(cell).trim()
  const word = halfWidth(raw).toLowerCase()
  const tidied = word === raw.toLowerCase() ? [] : ['full_width']
  if (YES.has(word)) return usable(true, tidied)
  if (NO.has(word)) return usable(false, tidied)
  return unusable('not_yes_or_no')
}

/** The customary five-step words. A bare 好 or 差 is not among them: how many steps it stands from the top is the company's to say. */
export const RATING_WORDS: Readonly<Record<string, number>> = {
  非常满意: 5,
  很满意: 5,
  十分满意: 5,
  满意: 4,
  比较满意: 4,
  一般: 3,
  基本满意: 3,
  不满意: 2,
  不太满意: 2,
  非常不满意: 1,
  很不满意: 1,
  'very satisfied': 5,
  satisfied: 4,
  neutral: 3,
  dissatisfied: 2,
  'very dissatisfied': 1,
}

/**
 * A satisfaction mark from 1 to 5: a whole number, `5分`, `5星`, `4/5`, or a word from `words` (the column's own table, asked first) or `RATING_WORDS`.
 * Other scales, fractions and unknown words are refused.
 */
export function readRating(cell: Cell, words: Readonly<Record<string, number>> = {}): Reading<number> {
  const tidied: string[] = []
  if (typeof cell === 'number') return mark(cell, tidied)
  const raw = cellText(cell).trim()
  const own = wordIn(words, raw) ?? wordIn(RATING_WORDS, raw) ?? wordIn(RATING_WORDS, raw.toLowerCase())
  if (own !== undefined) return usable(own, ['word_to_mark'])
  const text = halfWidth(raw)
  if (text !== raw) tidied.push('full_width')
  const figure = /^(\d+(?:\.\d+)?)\s*(分|星|颗星|\/\s*5|\/\s*5分)?$/.exec(text)
  if (!figure) return unusable('unknown_mark')
  if (figure[2]) tidied.push('unit_removed')
  return mark(Number(figure[1]), tidied)
}

// A cell may well say `constructor`.
function wordIn(words: Readonly<Record<string, number>>, word: string): number | undefined {
  return Object.hasOwn(words, word) ? words[word] : undefined
}

function mark(value: number, tidied: string[]): Reading<number> {
  if (!Number.isInteger(value)) return unusable('mark_not_whole')
  if (value < 1 || value > 5) return unusable('mark_out_of_range', { min: 1, max: 5 })
  return usable(value, tidied)
}
