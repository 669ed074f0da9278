const PLACE = /\{([A-Z]+\d?)\}/g
const KNOWN = /^(YYYY|YY|STARS|SEQ[4-8])$/

/** The places of a certificate number's pattern in order, e.g. `['YYYY', 'SEQ5']`; null when it is unsound: unknown places, or not exactly one running number. */
export function numberPlaces(pattern: string): string[] | null {
  const places = [...pattern.matchAll(PLACE)].map((match) => match[1]!)
  const rest = pattern.replaceAll(PLACE, '')
  const isSound =
    places.every((place) => KNOWN.test(place)) &&
    places.filter((place) => place.startsWith('SEQ')).length === 1 &&
    !/[{}]/.test(rest)
  return isSound ? places : null
}
