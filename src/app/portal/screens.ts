import { readyScreens } from '#src/app/shell/screens.ts'

/**
 * The public portal. The home page leads to `/ask/repair`, `/ask/consult`, `/ask/complain` and `/t/<secret>`:
 * the service feature registers `/ask/:kind` and `/t/:secret` here.
 */
export const portalScreens = readyScreens([{ path: '/', who: 'public', load: () => import('./home.tsx') }])
