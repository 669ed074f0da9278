const CHINESE_HOUR: Record<string, number> = {
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
  十一: 11,
  十二: 12,
}
const COLON = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?$/
const COLON_HALF =
  /^(?:(AM|PM|上午|下午|晚上|中午|凌晨|早上|早晨|清晨|傍晚)\s*)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(AM|PM)?$/i
const CHINESE =
  /^(上午|下午|晚上|中午|凌晨|早上|早晨|清晨|傍晚)?\s*(\d{1,2}|[零一二两三四五六七八九十]{1,2})\s*[时点]\s*(?:(\d{1,2})\s*分?(?:\s*(\d{1,2})\s*秒)?|(半|整|一刻|三刻|钟))?$/

/**
 * Seconds of the day from a written time: `15:27`, `3:27 PM`, `12时58分`, `下午2点半`, `下午三点`.
 * `null` when it is no time at all; a code when it is one that cannot be (`no_such_time`) or has two meanings (`time_unclear`).
 */
export function readClock(text: string): number | null | 'no_such_time' | 'time_unclear' {
  const plain = COLON.exec(text)
  if (plain) return seconds(Number(plain[1]), Number(plain[2]), Number(plain[3] ?? 0))
  const half = COLON_HALF.exec(text)
  if (half) {
    if (half[1] && half[5]) return 'time_unclear'
    return dayHalf(half[1] ?? half[5], Number(half[2]), Number(half[3]), Number(half[4] ?? 0))
  }
  const chinese = CHINESE.exec(text)
  if (!chinese) return null
  const hour = /^\d/.test(chinese[2]!) ? Number(chinese[2]) : CHINESE_HOUR[chinese[2]!]
  if (hour === undefined) return null
  const word = chinese[5]
  const minute = word === '半' ? 30 : word === '一刻' ? 15 : word === '三刻' ? 45 : Number(chinese[3] ?? 0)
  return dayHalf(chinese[1], hour, minute, Number(chinese[4] ?? 0))
}

function seconds(hour: number, minute: number, second: number): number | 'no_such_time' {
  if (hour > 23 || minute > 59 || second > 59) return 'no_such_time'
  return hour * 3600 + minute * 60 + second
}

function dayHalf(word: string | undefined, hour: number, minute: number, second: number) {
  if (word === undefined) return seconds(hour, minute, second)
  switch (word.toUpperCase()) {
    case 'AM':
      return hour > 12 ? 'no_such_time' : seconds(hour % 12, minute, second)
    case 'PM':
      return hour > 12 ? 'no_such_time' : seconds((hour % 12) + 12, minute, second)
    case '下午':
    case '傍晚':
      if (hour >= 1 && hour <= 11) return seconds(hour + 12, minute, second)
      return hour >= 12 ? seconds(hour, minute, second) : 'no_such_time'
    case '晚上':
      // 晚上12点 is midnight to some and the end of the day to others; 晚上2点 is tomorrow's morning or a slip.
      if (hour >= 5 && hour <= 11) return seconds(hour + 12, minute, second)
      return hour >= 17 ? seconds(hour, minute, second) : 'time_unclear'
    case '中午':
      if (hour === 1 || hour === 2) return seconds(hour + 12, minute, second)
      return hour >= 11 && hour <= 14 ? seconds(hour, minute, second) : 'no_such_time'
    default:
      // 上午, 早上, 凌晨: before noon. 上午12点 may be noon or midnight.
      if (hour === 12) return 'time_unclear'
      return hour > 12 ? 'no_such_time' : seconds(hour, minute, second)
  }
}
