import { expect, it } from 'vitest'
import { fillText } from './fill-text.ts'

it('fills each placeholder once, and leaves a value that looks like one alone', () => {
  expect(fillText('{{name}}，您好：{{ number }}', { name: '{{number}}', number: 7 })).toBe('{{number}}，您好：7')
})

it('does not send half a sentence', () => {
  expect(() => fillText('致 {{name}}', {})).toThrow('no value for {{name}}')
})
