import { expect, it } from 'vitest'
import { trackingSecret } from './home.tsx'

it.each([
  [' a7Kx-9 ', 'a7Kx-9'],
  ['https://service.example.cn/t/a7Kx-9', 'a7Kx-9'],
  ['service.example.cn/t/a7Kx-9/?from=sms#now', 'a7Kx-9'],
  ['   ', ''],
])('takes %j as the tracking code %j', (pasted, secret) => {
  expect(trackingSecret(pasted)).toBe(secret)
})
