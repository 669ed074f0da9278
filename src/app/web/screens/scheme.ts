import { READERS as LETTER_READERS } from '#src/account/parcel/access.ts'
import type { Screen } from '#src/app/shell/screens.ts'
import { SCHEME_READERS } from '#src/evaluation/access.ts'
import { AUDITORS, READERS } from '#src/evaluation/evidence/access.ts'

/** What companies and certification bodies both have: schemes, and the ledger of their own deeds. */
export const schemeScreens: Screen[] = [
  {
    path: '/scheme',
    who: SCHEME_READERS,
    nav: { group: 'evaluation', key: 'scheme', icon: 'shield' },
    load: () => import('#src/evaluation/edition/web/scheme-page.tsx'),
  },
  {
    path: '/evidence',
    who: AUDITORS,
    nav: { group: 'evaluation', key: 'ledger', icon: 'shield' },
    load: () => import('#src/evaluation/evidence/web/ledger-page.tsx'),
  },
  {
    path: '/evidence/records/:recordType/:recordId',
    who: READERS,
    load: () => import('#src/evaluation/evidence/web/record-page.tsx'),
  },
  {
    path: '/letters',
    who: LETTER_READERS,
    nav: { group: 'data', key: 'parcels', icon: 'outbox' },
    load: () => import('#src/account/parcel/web/letters.tsx'),
  },
  { path: '/letters/keys', who: LETTER_READERS, load: () => import('#src/account/parcel/web/keys.tsx') },
]
