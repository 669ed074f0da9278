import path from 'node:path'
import { expect, test } from 'vitest'
import { describeSettings, readSettings } from './settings.ts'
import { StartProblem } from './start-problem.ts'

test('an empty environment gives the settings of a first try', () => {
  expect(readSettings({})).toEqual({
    PORT: 3000,
    HOST: '127.0.0.1',
    STARPROOF_DATA: path.resolve('data'),
    DATABASE_URL: '',
    PUBLIC_URL: 'http://127.0.0.1:3000',
    SESSION_SECRET: '',
    SMTP_URL: '',
    MAIL_FROM: 'Starproof <starproof@localhost>',
    LOG_LEVEL: 'info',
    UPLOAD_LIMIT_MB: 20,
    PARCEL_LIMIT_MB: 2048,
    TIMESTAMP_URL: '',
    TRUST_PROXY: false,
    DEMO: true,
  })
})

test('the public address follows the port until it is set, and loses its final slash', () => {
  expect(readSettings({ PORT: '8080' }).PUBLIC_URL).toBe('http://127.0.0.1:8080')
  expect(readSettings({ PUBLIC_URL: 'https://sh.example.cn/' }).PUBLIC_URL).toBe('https://sh.example.cn')
})

test('switches are read in the usual spellings', () => {
  expect(['off', '0', 'No', 'FALSE'].map((DEMO) => readSettings({ DEMO }).DEMO)).toEqual([false, false, false, false])
  expect(['on', '1', 'Yes', 'true'].map((DEMO) => readSettings({ DEMO }).DEMO)).toEqual([true, true, true, true])
})

test.each([
  ['PORT', '0'],
  ['PORT', '65536'],
  ['PORT', '80a'],
  ['PORT', '-1'],
  ['HOST', 'a b'],
  ['DATABASE_URL', 'mysql://h/d'],
  ['DATABASE_URL', 'postgres://h'],
  ['PUBLIC_URL', 'ftp://h'],
  ['SESSION_SECRET', 'short'],
  ['SMTP_URL', 'http://h'],
  ['MAIL_FROM', 'nobody'],
  ['MAIL_FROM', 'a@b\nBcc: c@d'],
  ['LOG_LEVEL', 'loud'],
  ['UPLOAD_LIMIT_MB', '0'],
  ['TIMESTAMP_URL', 'file:///etc/passwd'],
  ['TRUST_PROXY', 'maybe'],
  ['DEMO', '2'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`设置有误：${name}=`))
})

test('every wrong variable is named at once, and no secret is repeated', () => {
  const env = { PORT: 'x', SESSION_SECRET: 'geheim', SMTP_URL: 'http://u:geheim@h' }
  expect(() => readSettings(env)).toThrow(StartProblem)
  try {
    readSettings(env)
  } catch (error) {
    const { en, exitCode } = error as StartProblem
    expect(en).toContain('PORT=x should be a whole number')
    expect(en).toContain('SESSION_SECRET=******')
    expect(en).not.toContain('geheim')
    expect(exitCode).toBe(10)
  }
})

test('the printed table masks secrets and says what was set', () => {
  const lines = describeSettings({ DATABASE_URL: 'postgres://u:geheim@h/d', PORT: '81' })
  expect(lines.find((line) => line.name === 'DATABASE_URL')).toMatchObject({ value: '******', isSet: true })
  expect(lines.find((line) => line.name === 'PORT')).toMatchObject({ value: '81', default: '3000', isSet: true })
  expect(lines.find((line) => line.name === 'HOST')).toMatchObject({ value: '127.0.0.1', isSet: false })
  expect(lines.every((line) => /\p{Script=Han}/u.test(line.zh) && line.en !== '')).toBe(true)
})
