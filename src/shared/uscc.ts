// GB 32100-2015: 31 characters (no I, O, S, V, Z), weights 3^i mod 31 of the first seventeen, the eighteenth makes the sum whole.
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** Whether the text is a unified social credit code (统一社会信用代码): eighteen capital characters and the right check digit. */
export function isUscc(text: string): boolean {
  if (text.length !== 18 || [...text].some((character) => !ALPHABET.includes(character))) return false
  return text[17] === usccCheckDigit(text.slice(0, 17))
}

/** The eighteenth character for the first seventeen. Throws RangeError where they are not seventeen characters of the code. */
export function usccCheckDigit(first17: string): string {
  const values = [...first17].map((character) => ALPHABET.indexOf(character))
  if (values.length !== 17 || values.includes(-1))
    throw new RangeError(`not seventeen characters of a code: ${first17}`)
  const sum = values.reduce((total, value, at) => total + value * WEIGHTS[at]!, 0)
  return ALPHABET[(31 - (sum % 31)) % 31]!
}
