import { describe, expect, it } from 'vitest'
import { listRequests } from '../contract/read.ts'
import { isFiltered, queryOf, readFilter, writeFilter } from './filter-address.ts'

const read = (text: string) => readFilter(new URLSearchParams(text))
const OUTLET = '0192f000-0000-7000-8000-00000000000a'

describe('the filters of the list in its address', () => {
  it('come back as they were written', () => {
    const address = `search=${encodeURIComponent('王芳 &')}&state=open&kind=repair&outlet=${OUTLET}&late=true&from=2026-10-01&to=2026-10-08`
    expect(readFilter(writeFilter(read(address)))).toEqual(read(address))
    expect(read(address)).toMatchObject({ search: '王芳 &', state: 'open', kind: 'repair', isLate: true })
  })

  it('leave out what makes no sense instead of asking the server for it', () => {
    const odd = read(`state=broken&kind=dance&outlet=x&late=yes&from=yesterday&search=${'长'.repeat(61)}`)
    expect(isFiltered(odd)).toBe(false)
    expect(queryOf(odd)).toEqual({ limit: 50 })
  })

  it('are a question that the endpoint understands', () => {
    const asked = listRequests.query!.parse(queryOf(read(`state=open&late=true&outlet=${OUTLET}`)))
    expect(asked).toMatchObject({ open: true, late: true, outletId: OUTLET, limit: 50 })
    expect(listRequests.query!.parse(queryOf(read('state=closed')))).toMatchObject({ state: 'closed' })
  })

  it('do not count the page one is on as a filter', () => {
    expect(isFiltered(read('cursor=2026-10-01T00:00:00.000Z~abc'))).toBe(false)
    expect(isFiltered(read('late=true'))).toBe(true)
  })
})
