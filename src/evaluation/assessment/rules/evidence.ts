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

/** The page of a record at the desk; null where it has none of its own. */
export function pageOfRecord(recordType: string, recordId: string): string | null {
  const page = PAGES[recordType]
  return page ? `${page}/${recordId}` : null
}
