import { expect, it } from 'vitest'
import { isCommonPassword } from '../common-password.ts'
import { hashPassword, isHashOutdated, isPassword, NOBODYS_HASH } from '../password-hash.ts'
import { mayBePassword } from './rules.ts'

const about = { names: ['王小芳', 'wang', 'wang.fang'], isCommon: isCommonPassword }

it.each([
  ['1234567890', 'password_common'],
  ['QWERTYUIOP', 'password_common'],
  ['Password2024!', 'password_common'],
  ['!!manchester1', 'password_common'],
  ['abababababab', 'password_common'],
  ['aaaaaaaaaaaa', 'password_common'],
  ['１２３４５６７８９０', 'password_common'],
  ['wang.fang2026', 'password_like_name'],
  ['2026WANG88', 'password_like_name'],
])('%s may not be a password: %s', (password, code) => {
  expect(mayBePassword(password, about)).toMatchObject({ ok: false, refusal: { kind: 'invalid', code } })
})

it.each(['quiet river at dusk', '大江东去浪淘尽千古风流', 'starproof-demo', 'wangs cat sleeps late', 'x9!kk2Lp0q'])(
  '%s may be a password',
  (password) => {
    expect(mayBePassword(password, { ...about, names: [...about.names, ''] }).ok).toBe(true)
  },
)

it('is kept as argon2id, salted, with at least the cost that OWASP asks for', async () => {
  const [first, second] = await Promise.all([hashPassword('quiet river'), hashPassword('quiet river')])
  expect(first).not.toBe(second)
  expect(first).toMatch(/^\$argon2id\$/)
  const [, memory, passes] = /m=(\d+),t=(\d+)/.exec(first)!
  expect(Number(memory)).toBeGreaterThanOrEqual(19 * 1024)
  expect(Number(passes)).toBeGreaterThanOrEqual(2)
  expect(isHashOutdated(first)).toBe(false)
  expect(isHashOutdated('$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA')).toBe(true)
})

it('opens with the same characters however they were typed, and with no others', async () => {
  const kept = await hashPassword('Ｑｕｉｅｔ river')
  expect(await isPassword(kept, 'Quiet river')).toBe(true)
  expect(await isPassword(kept, 'quiet river')).toBe(false)
})

it('costs the same work for somebody unknown, and lets nobody in', async () => {
  expect(isHashOutdated(NOBODYS_HASH)).toBe(false)
  expect(await isPassword(undefined, 'quiet river')).toBe(false)
})
