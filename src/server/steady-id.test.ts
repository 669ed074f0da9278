import { expect, it } from 'vitest'
import { Id } from '#src/shared/id.ts'
import { steadyId } from './steady-id.ts'

it('gives the same id for the same text, another for another, each a proper UUID', () => {
  expect(steadyId('act 2026-11-22')).toBe(steadyId('act 2026-11-22'))
  expect(steadyId('act 2026-11-22')).not.toBe(steadyId('act 2026-11-23'))
  for (const text of ['', 'a', '星证', 'x'.repeat(10_000)]) expect(Id.safeParse(steadyId(text)).success).toBe(true)
})
