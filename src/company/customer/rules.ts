import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'

const MOBILE = /^1[3-9]\d{9}$/
// 400/800 and five- or six-digit service numbers are dialled the same everywhere.
const SAME_EVERYWHERE = /^(?:[48]00\d{7}|9[56]\d{3,4}|1[02]\d{1,3})$/
const LOCAL = /^[2-8]\d{6,7}$/

/**
 * A telephone number as dialled inside China, digits only: `+86 138-1234-5678`, `013812345678` and `8613812345678` are one number;
 * `+86 10 6234 5678` is `01062345678`. Extensions are left out. At most 20 digits; empty when there is none.
 */
export function phoneDigits(text: string): string {
  const main = text
    .normalize('NFKC')
    .trim()
    .split(/转|分机|ext|[x×#*;]/i)[0]!
  const digits = main.replace(/\D/g, '')
  const international = /^\s*\+/.test(main) ? digits : digits.startsWith('00') ? digits.slice(2) : ''
  if (international.startsWith('86')) return national(international.slice(2))
  if (international) return international.slice(0, 20)
  if (/^86/.test(digits) && MOBILE.test(digits.slice(2))) return digits.slice(2)
  if (/^0/.test(digits) && MOBILE.test(digits.slice(1))) return digits.slice(1)
  return digits.slice(0, 20)
}

function national(digits: string): string {
  if (MOBILE.test(digits) || SAME_EVERYWHERE.test(digits) || digits.startsWith('0') || digits === '')
    return digits.slice(0, 20)
  return `0${digits}`.slice(0, 20)
}

/** A number of seven or eight digits that needs an area code before it. */
export function isLocalNumber(digits: string): boolean {
  return LOCAL.test(digits) && !SAME_EVERYWHERE.test(digits)
}

/** The same line? A number kept or shown without its area code matches any that ends with it after one. */
export function callerMatches(kept: string, caller: string): boolean {
  const a = phoneDigits(kept)
  const b = phoneDigits(caller)
  if (a === '' || b === '') return false
  if (a === b) return true
  const endsWithLocal = (long: string, short: string) =>
    isLocalNumber(short) && /^0\d{2,3}$/.test(long.slice(0, -short.length)) && long.endsWith(short)
  return endsWithLocal(a, b) || endsWithLocal(b, a)
}

/** Under which forms a caller's number may have been kept: as it is, or without its area code. */
export function keptForms(caller: string): string[] {
  const digits = phoneDigits(caller)
  const areaCode = /^0(?:10|2\d)/.test(digits) ? 3 : 4
  const local = digits.startsWith('0') ? digits.slice(areaCode) : ''
  return isLocalNumber(local) ? [digits, local] : [digits]
}

export function canChange(customer: { erasedAt: string | null }): Decision<null> {
  return customer.erasedAt === null ? accept(null) : refuse('conflict', 'customer_erased')
}

/** What an erased customer's file still says. The city stays: it is no address, and coverage is counted by it. */
export const ERASED = {
  number: null,
  name: '—',
  contactName: '',
  phone: '',
  email: '',
  address: '',
  longitude: null,
  latitude: null,
  note: '',
} as const
