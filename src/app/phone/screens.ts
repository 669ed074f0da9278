import { readyScreens } from '#src/app/shell/screens.ts'

/** The phone. What has `nav` stands in the bar at the foot, in this order, at most five. */
export const phoneScreens = readyScreens([
  {
    path: '/',
    who: 'signed_in',
    nav: { group: 'service', key: 'home', icon: 'home' },
    load: () => import('./home.tsx'),
  },
  {
    path: '/outbox',
    who: 'signed_in',
    nav: { group: 'service', key: 'outbox', icon: 'outbox' },
    load: () => import('./outbox.tsx'),
  },
  {
    path: '/me',
    who: 'signed_in',
    nav: { group: 'service', key: 'me', icon: 'person' },
    load: () => import('./me.tsx'),
  },
])
