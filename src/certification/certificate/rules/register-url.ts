/** The page of a certificate in the public register: what the QR code on paper leads to. */
export function registerUrlOf(publicUrl: string, slug: string, number: string): string {
  return `${publicUrl}/certificates/${encodeURIComponent(number)}?body=${slug}`
}

/** A file of a certificate for the public, e.g. `credential.json`. */
export function publicFileUrl(publicUrl: string, slug: string, number: string, file: string, edition?: number): string {
  const which = edition === undefined ? '' : `&edition=${edition}`
  return `${publicUrl}/api/public/certificates/${encodeURIComponent(number)}/${file}?body=${slug}${which}`
}

/** One of the body's status lists. */
export function statusListUrl(publicUrl: string, slug: string, purpose: string, list: number): string {
  return `${publicUrl}/api/public/bodies/${slug}/status/${purpose}/${list}`
}
