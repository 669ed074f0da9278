import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { measureApps } from '../../scripts/bundle-size.ts'

describe('the first screen', () => {
  it.each(measureApps(fileURLToPath(new URL('../..', import.meta.url))))(
    'of the $app stays under its weight of script',
    ({ scriptBytes, limitBytes }) => {
      expect(scriptBytes).toBeLessThan(limitBytes)
    },
  )
})
