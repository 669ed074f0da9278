import type { Purpose } from './contract.ts'

// A certificate is valid for some years and looked up for many more; a root outlives every key it certifies.
const TERM_YEARS: Record<Purpose, number> = { root: 30, document: 10, credential: 10 }

/** How long the certificate of a key says that it holds. Instants; whole seconds, as certificates know no others. */
export function termOf(purpose: Purpose, at: string): { fromAt: string; untilAt: string } {
  const from = new Date(at)
  from.setUTCMilliseconds(0)
  const until = new Date(from)
  until.setUTCFullYear(until.getUTCFullYear() + TERM_YEARS[purpose])
  return { fromAt: from.toISOString(), untilAt: until.toISOString() }
}

/** The keys that are made anew when one is retired: a new root certifies a new key for each purpose. */
export function renewedWith(purpose: Purpose): Purpose[] {
  return purpose === 'root' ? ['root', 'document', 'credential'] : [purpose]
}

/** Common name in the certificate of a key, as readers of a PDF see it. */
export function commonName(purpose: Purpose, body: string): string {
  const words = { root: '根证书 Root', document: '证书签章 Certificate signing', credential: '电子凭证 Credentials' }
  // X.520: a common name has at most 64 characters.
  return `${[...body].slice(0, 30).join('')} ${words[purpose]}`.slice(0, 64)
}
