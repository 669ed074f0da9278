import en from '#src/app/messages/en/client.json' with { type: 'json' }
import zh from '#src/app/messages/zh-CN/client.json' with { type: 'json' }
import { fillText } from '#src/shared/fill-text.ts'
import type { Language, Say } from './document.ts'

type Words = { [key: string]: string | Words }

/** Words of the catalogue for a document; a key that is not there is a fault. */
export function sayIn(language: Language): Say {
  const words: Words = (language === 'en' ? en : zh).contract
  return (key, values = {}) => {
    const found = key
      .split('.')
      .reduce<string | Words | undefined>((part, step) => (typeof part === 'object' ? part[step] : undefined), words)
    if (typeof found !== 'string') throw new RangeError(`no words for ${key}`)
    return fillText(found, values)
  }
}
