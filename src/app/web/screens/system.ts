import type { Screen } from '#src/app/shell/screens.ts'

/** The organisation itself, its people and keys. */
export const systemScreens: Screen[] = [
  {
    path: '/account/organisation',
    who: ['administrator'],
    nav: { group: 'system', key: 'organisation', icon: 'company' },
    load: () => import('#src/account/organisation/web/organisation.tsx'),
  },
  {
    path: '/account/people',
    who: ['administrator'],
    nav: { group: 'system', key: 'people', icon: 'person' },
    load: () => import('#src/account/person/web/people.tsx'),
  },
  {
    path: '/account/invitations',
    who: ['administrator'],
    nav: { group: 'system', key: 'invitations', icon: 'plus' },
    load: () => import('#src/account/invitation/web/invitations.tsx'),
  },
  {
    path: '/account/api-keys',
    who: ['administrator'],
    nav: { group: 'system', key: 'apiKeys', icon: 'data' },
    load: () => import('#src/account/api-key/web/api-keys.tsx'),
  },
  {
    path: '/account/sessions',
    who: 'signed_in',
    nav: { group: 'system', key: 'sessions', icon: 'shield' },
    load: () => import('#src/account/session/web/sessions.tsx'),
  },
  {
    path: '/account/password',
    who: 'signed_in',
    nav: { group: 'system', key: 'password', icon: 'eye' },
    load: () => import('#src/account/password/web/change-password.tsx'),
  },
]
