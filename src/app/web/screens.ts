import { type OrganisationKind, readyScreens, type Screen } from '#src/app/shell/screens.ts'
import { certificationScreens } from './screens/certification.ts'
import { companyScreens } from './screens/company.ts'
import { evaluationScreens } from './screens/evaluation.ts'
import { schemeScreens } from './screens/scheme.ts'
import { systemScreens } from './screens/system.ts'
import { workScreens } from './screens/work.ts'

/** The desk, in the order of its navigation. A feature adds its lines to the list of its area and nothing else in this folder. */
export const deskScreens = readyScreens([
  {
    path: '/',
    who: 'signed_in',
    nav: { group: 'board', key: 'home', icon: 'home' },
    load: () => import('./home/home.tsx'),
  },
  ...worksIn('company', workScreens),
  ...worksIn('company', evaluationScreens),
  ...worksIn('certification_body', certificationScreens),
  ...schemeScreens,
  ...worksIn('company', companyScreens),
  ...systemScreens,
])

function worksIn(of: OrganisationKind, screens: readonly Screen[]): Screen[] {
  return screens.map((screen) => ({ ...screen, of }))
}
