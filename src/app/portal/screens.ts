import { readyScreens } from '#src/app/shell/screens.ts'

/** The public portal: ask for service, follow it and rate it by the link. */
export const portalScreens = readyScreens([
  { path: '/', who: 'public', load: () => import('./home.tsx') },
  { path: '/ask/:kind', who: 'public', load: () => import('#src/service/request/portal/ask.tsx') },
  { path: '/t/:secret', who: 'public', load: () => import('#src/service/tracking/portal/track.tsx') },
  { path: '/c/:secret', who: 'public', load: () => import('#src/certification/client-link/portal/client-page.tsx') },
  { path: '/certificates', who: 'public', load: () => import('#src/certification/register/portal/search.tsx') },
  {
    path: '/certificates/:number',
    who: 'public',
    load: () => import('#src/certification/register/portal/entry.tsx'),
  },
  {
    path: '/bodies/:slug/complaint',
    who: 'public',
    load: () => import('#src/certification/appeal/portal/complain.tsx'),
  },
  {
    path: '/invitation/:secret',
    who: 'public',
    load: () => import('#src/account/invitation/portal/invitation.tsx'),
  },
])
