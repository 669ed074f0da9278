import type { Screen } from '#src/app/shell/screens.ts'
import { VIEWERS } from '#src/evaluation/access.ts'
import { READERS } from '#src/evaluation/assessment/access.ts'
import { LOOKERS } from '#src/evaluation/authenticity/access.ts'
import { READERS as PROGRESS_READERS } from '#src/evaluation/certification-progress/access.ts'
import { READERS as CORRECTION_READERS } from '#src/evaluation/correction/access.ts'
import { READERS as MATERIAL_READERS } from '#src/evaluation/material/access.ts'

/** How a company is judged: live score, self-evaluation, plan, material, authenticity. */
export const evaluationScreens: Screen[] = [
  {
    path: '/star-board',
    who: VIEWERS,
    nav: { group: 'evaluation', key: 'starBoard', icon: 'evaluation' },
    load: () => import('#src/evaluation/board/web/star-board.tsx'),
  },
  {
    path: '/assessments',
    who: READERS,
    nav: { group: 'evaluation', key: 'assessments', icon: 'pen' },
    load: () => import('#src/evaluation/assessment/web/assessments.tsx'),
  },
  {
    path: '/assessments/:assessmentId',
    who: READERS,
    load: () => import('#src/evaluation/assessment/web/round.tsx'),
  },
  {
    path: '/gap',
    who: VIEWERS,
    nav: { group: 'evaluation', key: 'gap', icon: 'forward' },
    load: () => import('#src/evaluation/gap/web/gap-page.tsx'),
  },
  {
    path: '/material',
    who: MATERIAL_READERS,
    nav: { group: 'evaluation', key: 'material', icon: 'shield' },
    load: () => import('#src/evaluation/material/web/material.tsx'),
  },
  {
    path: '/authenticity',
    who: LOOKERS,
    nav: { group: 'evaluation', key: 'authenticity', icon: 'eye' },
    load: () => import('#src/evaluation/authenticity/web/authenticity.tsx'),
  },
  {
    path: '/transition',
    who: VIEWERS,
    nav: { group: 'evaluation', key: 'transition', icon: 'refresh' },
    load: () => import('#src/evaluation/transition/web/transition-page.tsx'),
  },
  {
    path: '/transition/:transitionId',
    who: VIEWERS,
    load: () => import('#src/evaluation/transition/web/ended-page.tsx'),
  },
  {
    path: '/corrections',
    who: CORRECTION_READERS,
    nav: { group: 'evaluation', key: 'corrections', icon: 'pen' },
    load: () => import('#src/evaluation/correction/web/corrections.tsx'),
  },
  {
    path: '/corrections/:correctionId',
    who: CORRECTION_READERS,
    load: () => import('#src/evaluation/correction/web/correction-page.tsx'),
  },
  {
    path: '/certification',
    who: PROGRESS_READERS,
    nav: { group: 'evaluation', key: 'certificationProgress', icon: 'shield' },
    load: () => import('#src/evaluation/certification-progress/web/certification.tsx'),
  },
]
