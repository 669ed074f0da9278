import { accept, type Decision, refuse } from '#src/shared/decision.ts'

/**
 * The number of a certificate by the body's pattern: `{YYYY}` `{YY}` year, `{SEQ4}`…`{SEQ8}` running number of the year, `{STARS}` 0–5.
 * Refused where the pattern holds no running number (two certificates would be one) or the number outgrew its digits.
 */
export function certificateNumber(pattern: string, year: number, sequence: number, stars: number): Decision<string> {
  const digits = /\{SEQ([4-8])\}/.exec(pattern)
  if (!digits || !/\{YY(YY)?\}/.test(pattern)) return refuse('conflict', 'certificate_pattern_unusable', { pattern })
  if (String(sequence).length > Number(digits[1])) return refuse('conflict', 'certificate_numbers_used_up', { pattern })
  return accept(
    pattern
      .replaceAll('{YYYY}', String(year))
      .replaceAll('{YY}', String(year % 100).padStart(2, '0'))
      .replaceAll(/\{SEQ([4-8])\}/g, (_, width) => String(sequence).padStart(Number(width), '0'))
      .replaceAll('{STARS}', String(stars)),
  )
}
