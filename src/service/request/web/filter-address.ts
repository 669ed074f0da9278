import { RequestKind as Kinds, type RequestKind, type RequestState, RequestState as States } from '../contract/words.ts'

/** What the list is asked for, as it stands in the page's address, so that it can be sent to a colleague and survives going back. */
export type Filter = {
  search: string
  /** 'open': all that still need somebody to act. */
  state: RequestState | 'open' | ''
  kind: RequestKind | ''
  outletId: string
  customerId: string
  isLate: boolean
  fromOn: string
  toOn: string
  cursor: string
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const ID = /^[0-9a-f-]{36}$/

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function readFilter(address: URLSearchParams): Filter {
  const of = (name: string, fits: (text: string) => boolean) => {
    const text = address.get(name) ?? ''
    return fits(text) ? text : ''
  }
  const state = of('state', (text) => text === 'open' || States.safeParse(text).success)
  return {
    search: of('search', (text) => text.length <= 60),
    state: state as Filter['state'],
    kind: of('kind', (text) => Kinds.safeParse(text).success) as Filter['kind'],
    outletId: of('outlet', (text) => ID.test(text)),
    customerId: of('customer', (text) => ID.test(text)),
    isLate: address.get('late') === 'true',
    fromOn: of('from', (text) => DAY.test(text)),
    toOn: of('to', (text) => DAY.test(text)),
    cursor: of('cursor', (text) => text.length <= 200),
  }
}

export function writeFilter(filter: Filter): URLSearchParams {
  const address = new URLSearchParams()
  const put = (name: string, text: string) => text && address.set(name, text)
  put('search', filter.search)
  put('state', filter.state)
  put('kind', filter.kind)
  put('outlet', filter.outletId)
  put('customer', filter.customerId)
  put('late', filter.isLate ? 'true' : '')
  put('from', filter.fromOn)
  put('to', filter.toOn)
  put('cursor', filter.cursor)
  return address
}

export function isFiltered(filter: Filter): boolean {
  return [...writeFilter({ ...filter, cursor: '' }).keys()].length > 0
}

/** The question to the server. */
export function queryOf(filter: Filter) {
  return {
    limit: 50,
    search: filter.search || undefined,
    state: filter.state && filter.state !== 'open' ? filter.state : undefined,
    open: filter.state === 'open' ? 'true' : undefined,
    kind: filter.kind || undefined,
    outletId: filter.outletId || undefined,
    customerId: filter.customerId || undefined,
    late: filter.isLate ? 'true' : undefined,
    fromOn: filter.fromOn || undefined,
    toOn: filter.toOn || undefined,
    cursor: filter.cursor || undefined,
  }
}
