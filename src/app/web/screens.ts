import { readyScreens } from '#src/app/shell/screens.ts'

/** The desk, in the order of its navigation. A feature adds its lines here and nothing else in this folder. */
export const deskScreens = readyScreens([
  { path: '/', who: 'signed_in', nav: { group: 'board', key: 'home', icon: 'home' }, load: () => import('./home.tsx') },
])
