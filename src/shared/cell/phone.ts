import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { type Cell, cellText, type Reading, unusable, usable } from './cell.ts'
import { halfWidth } from './text.ts'

// Mainland mobile: 11 digits, 13x–19x. https://www.miit.gov.cn numbering plan: 10–12 are no mobile prefixes.
const MOBILE = /^1[3-9]\d{9}$/
// 400-xxx-xxxx and 800-xxx-xxxx: shared and free-call numbers. 95xxx(x), 96xxx(x): nationwide and provincial service numbers. 12xxx: government lines.
const TOLL = /^[48]00\d{7}$/
const SERVICE = /^(?:95\d{3,4}|96\d{3,4}|12\d{3})$/
// Area codes: 010, 02x with 8 digits, 0[3-9]xx with 7 or 8.
const LANDLINE = /^(?:(?:010|02\d)\d{8}|0[3-9]\d{2}\d{7,8})$/
const FOREIGN = /^\+\d{6,15}$/

/**
 * A telephone number in one form: mainland mobile and landline as `+86…` (E.164, an extension after `;ext=`), 400/800, 95xxx, 96xxx and 12345-like
 * numbers as their bare digits, foreign numbers in E.164. Blanks, dashes, brackets and full-width digits are removed and said so.
 */
export function readPhone(cell: Cell): Reading<string> {
  if (typeof cell === 'number' && !Number.isSafeInteger(cell)) return unusable('number_damaged')
  const raw = cellText(cell)
  const tidied: string[] = []
  const half = halfWidth(raw)
  if (half !== raw) tidied.push('full_width')
  if (/[、，,;；|/\n]/.test(half.trim())) return unusable('two_numbers')
  const [main, extension] = splitExtension(half.trim())
  const digits = main.replace(/[\s\-‐‑–—()（）.·]/g, '')
  if (digits !== half) tidied.push('signs_removed')
  if (!/^\+?\d+$/.test(digits)) return unusable('not_a_number')
  const national = digits.replace(/^(?:\+86|0086|86(?=1[3-9]\d{9}$))/, '')
  if (national !== digits && (MOBILE.test(national) || LANDLINE.test(`0${national}`) || LANDLINE.test(national))) {
    return mainland(national.startsWith('0') || MOBILE.test(national) ? national : `0${national}`, extension, tidied)
  }
  if (TOLL.test(digits) || SERVICE.test(digits)) return usable(withExtension(digits, extension), tidied)
  if (MOBILE.test(digits) || LANDLINE.test(digits)) return mainland(digits, extension, tidied)
  const foreign = digits.replace(/^00(?!86)/, '+')
  if (FOREIGN.test(foreign)) {
    const parsed = parsePhoneNumberFromString(foreign)
    return parsed?.isPossible() ? usable(withExtension(parsed.number, extension), tidied) : unusable('no_such_number')
  }
  if (/^[2-8]\d{6,7}$/.test(digits)) return unusable('area_code_missing')
  if (/^1\d*$/.test(digits)) return unusable('mobile_wrong_length', { digits: digits.length })
  return unusable('no_such_number')
}

function mainland(national: string, extension: string | null, tidied: string[]): Reading<string> {
  const number = `+86${national.replace(/^0/, '')}`
  // The plan's own rules decide; the library confirms that the length can exist for the country.
  if (!parsePhoneNumberFromString(number)?.isPossible()) return unusable('no_such_number')
  return usable(withExtension(number, extension), tidied)
}

function splitExtension(text: string): [string, string | null] {
  const match = /^(.*?\d)\s*(?:转|分机|ext\.?|x|#)\s*(\d{1,6})$/i.exec(text)
  return match ? [match[1]!, match[2]!] : [text, null]
}

function withExtension(number: string, extension: string | null): string {
  return extension === null ? number : `${number};ext=${extension}`
}
