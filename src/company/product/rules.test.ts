import { expect, it } from 'vitest'
import { warrantyEnd } from './rules.ts'

it.each([
  ['2024-03-15', 36, '2027-03-15'],
  ['2024-01-31', 1, '2024-02-29'],
  ['2023-01-31', 1, '2023-02-28'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2024-11-30', 3, '2025-02-28'],
  ['2024-12-01', 1, '2025-01-01'],
  ['2024-05-10', 0, '2024-05-10'],
])('bought on %s with %i months of warranty: covered up to and including %s', (boughtOn, months, until) => {
  expect(warrantyEnd(boughtOn, months)).toBe(until)
})
