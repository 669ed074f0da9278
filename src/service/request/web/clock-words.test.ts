import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CLOCK_MESSAGE_KEYS } from '#src/shared/clock/clock-reading.ts'
import { PauseReason } from '../contract/words.ts'

type Words = { [key: string]: string | Words }

function wording(language: string, key: string): string | Words | undefined {
  const file = new URL(`../../../app/messages/${language}/request.json`, import.meta.url)
  const words = JSON.parse(readFileSync(file, 'utf8')) as Words
  return key.split('.').reduce<string | Words | undefined>((part, name) => (part as Words | undefined)?.[name], words)
}

it.each(['zh-CN', 'en'])('every line, state and warning that a clock can show is worded in %s', (language) => {
  const keys = [...CLOCK_MESSAGE_KEYS, ...PauseReason.options.map((reason) => `pauseReason.${reason}`)]
  expect(keys.length).toBeGreaterThan(20)
  for (const key of keys) expect(typeof wording(language, key), key).toBe('string')
})

it('a public holiday is told by its name', () => {
  expect(wording('zh-CN', 'clock.line.holiday')).toBe('{{name}} 放假')
})
