/** Records that have a page at the desk: the type as history has it, and the path before the id. */
const PAGES: Readonly<Record<string, string>> = {
  service_request: '/requests',
  customer: '/company/customers',
  staff: '/company/staff',
}

const LINK =
  /([/]requests|[/]company[/]customers|[/]company[/]staff)[/]([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[/?#]|$)/i

/** The record a link of the desk leads to; null for any other address. */
export function recordOfLink(link: string): { recordType: string; recordId: string } | null {
  const [, page, recordId] = LINK.exec(link) ?? []
  const known = Object.entries(PAGES).find(([, path]) => path === page?.toLowerCase())
  return known && recordId ? { recordType: known[0], recordId: recordId.toLowerCase() } : null
}

/** The page of a record at the desk; null where it has none. A work order is seen on the page of its request, where that is known. */
export function pageOfRecord(recordType: string, recordId: string, requestId?: string): string | null {
  const page = PAGES[recordType]
  if (page) return `${page}/${recordId}`
  switch (recordType) {
    case 'work_order':
      return requestId ? `${PAGES.service_request}/${requestId}` : null
    case 'outlet':
      return `/company/outlets?outlet=${recordId}`
    case 'product_model':
      return '/company/products'
    case 'material':
      return '/material'
    default:
      return null
  }
}
