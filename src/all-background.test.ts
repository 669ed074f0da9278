import { parseCrontab } from 'graphile-worker'
import { describe, expect, it } from 'vitest'
import { allJobs } from './all-background.ts'

describe('scheduled work', () => {
  it('is written as the queue reads it, and names tasks that exist', () => {
    const jobs = allJobs()
    const tasks = new Set(jobs.flatMap((part) => Object.keys(part.tasks)))
    const lines = jobs.flatMap((part) => part.schedule ?? [])
    const items = parseCrontab(lines.join('\n'))
    expect(items).toHaveLength(lines.length)
    for (const item of items) expect(tasks).toContain(item.task)
  })
})
