import type { Screen } from '#src/app/shell/screens.ts'
import { OFFICE } from '#src/company/access.ts'

/** The work: what a company does for its customers. */
export const workScreens: Screen[] = [
  {
    path: '/hotline',
    who: ['agent', 'dispatcher', 'service_manager', 'administrator'],
    nav: { group: 'service', key: 'hotline', icon: 'phone' },
    load: () => import('#src/service/request/web/hotline.tsx'),
  },
  {
    path: '/requests',
    who: OFFICE,
    nav: { group: 'service', key: 'requests', icon: 'voice' },
    load: () => import('#src/service/request/web/requests.tsx'),
  },
  { path: '/requests/:requestId', who: OFFICE, load: () => import('#src/service/request/web/request-page.tsx') },
  {
    path: '/dispatch',
    who: OFFICE,
    nav: { group: 'service', key: 'dispatch', icon: 'day' },
    load: () => import('#src/service/dispatch/web/board.tsx'),
  },
  {
    path: '/ratings',
    who: OFFICE,
    nav: { group: 'service', key: 'ratings', icon: 'evaluation' },
    load: () => import('#src/service/rating/web/ratings.tsx'),
  },
  {
    path: '/messages',
    who: ['service_manager', 'administrator'],
    nav: { group: 'service', key: 'messages', icon: 'outbox' },
    load: () => import('#src/service/notice/web/outbox.tsx'),
  },
]
