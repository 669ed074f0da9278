import { dictionary } from '@zxcvbn-ts/language-common'

// 49,000 passwords seen most often in published leaks.
const common = new Set<string>(dictionary['passwords-common'] as string[])

/** Whether a text (in lower case) is among the passwords that attackers try first. */
export function isCommonPassword(text: string): boolean {
  return common.has(text)
}
