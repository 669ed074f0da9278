import { createContext, Suspense, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { Route, Switch, useLocation } from 'wouter'
import type { Role } from '#src/shared/endpoint.ts'
import { Skeleton, StateNote } from '#src/ui/states.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { mayEnter, type ReadyScreen } from './screens.ts'

const Screens = createContext<readonly ReadyScreen[]>([])

/** The list of the app that a screen stands in, for a page that leads to the others. */
export function useScreens(): readonly ReadyScreen[] {
  return useContext(Screens)
}

/** The screen for the address, loaded when first entered; kindly refused where the person's posts do not reach. */
export function RoutedScreens({ screens, roles }: { screens: readonly ReadyScreen[]; roles: readonly Role[] }) {
  const { t } = useTranslation('common')
  const [place] = useLocation()
  return (
    <Screens value={screens}>
      <ErrorBoundary place={place}>
        <Suspense fallback={<Skeleton lines={6} />}>
          <Switch>
            {screens.map((screen) => (
              <Route key={screen.path} path={screen.path}>
                {(params) =>
                  mayEnter(screen.who, roles) ? (
                    <screen.Component params={params as Record<string, string | undefined>} />
                  ) : (
                    <StateNote icon="shield" title={t('state.notYours')} detail={t('state.notYoursHint')} />
                  )
                }
              </Route>
            ))}
            <Route>
              <StateNote icon="question" title={t('state.notFound')} detail={t('state.notFoundHint')} />
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </Screens>
  )
}
