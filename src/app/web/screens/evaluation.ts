import type { Screen } from '#src/app/shell/screens.ts'
import { VIEWERS } from '#src/evaluation/access.ts'

/** How a company is judged: live score, self-evaluation, plan, material, authenticity. */
export const evaluationScreens: Screen[] = [
  {
    path: '/star-board',
    who: VIEWERS,
    nav: { group: 'evaluation', key: 'starBoard', icon: 'evaluation' },
    load: () => import('#src/evaluation/board/web/star-board.tsx'),
  },
]
