import type { Screen } from '#src/app/shell/screens.ts'
import { BODY } from '#src/certification/access.ts'

/** The certification body's desk. */
export const certificationScreens: Screen[] = [
  {
    path: '/decisions',
    who: BODY,
    nav: { group: 'certification', key: 'decisions', icon: 'check' },
    load: () => import('#src/certification/decision/web/decisions.tsx'),
  },
  { path: '/decisions/:auditId', who: BODY, load: () => import('#src/certification/decision/web/case-page.tsx') },
  {
    path: '/visits',
    who: BODY,
    nav: { group: 'certification', key: 'visits', icon: 'day' },
    load: () => import('#src/certification/visit/web/visits-page.tsx'),
  },
  { path: '/visits/:auditId', who: BODY, load: () => import('#src/certification/visit/web/visit-page.tsx') },
  { path: '/visit-kit', who: BODY, load: () => import('#src/certification/visit/web/kit-page.tsx') },
]
