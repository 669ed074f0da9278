import { type ComponentType, lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useScreens } from '#src/app/shell/routed-screens.tsx'
import { mayEnter, navigationFor, type OrganisationKind } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useMe } from '#src/client/session.ts'
import type { Role } from '#src/shared/endpoint.ts'
import { List, ListRow, Stack } from '#src/ui/card.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Empty, Skeleton } from '#src/ui/states.tsx'

const ServiceTiles = lazy(() => import('./service-tiles.tsx'))
const StarTiles = lazy(() => import('./star-tiles.tsx'))
const RoadTiles = lazy(() => import('./road-tiles.tsx'))
const BodyTiles = lazy(() => import('./body-tiles.tsx'))
const AccountTiles = lazy(() => import('./account-tiles.tsx'))

const AT_SERVICE: readonly Role[] = [
  'agent',
  'dispatcher',
  'service_manager',
  'management_representative',
  'general_manager',
  'administrator',
]
const AT_STAR: readonly Role[] = ['service_manager', 'management_representative', 'general_manager', 'auditor']
const AT_ACCOUNT: readonly Role[] = ['administrator']
// Equal to the posts of the tiles behind it, which load later.
const AT_BODY: readonly Role[] = ['certification_officer', 'certification_decider', 'auditor', 'general_manager']

type Part = {
  key: string
  of?: OrganisationKind
  who: readonly Role[]
  Show: ComponentType<{ roles: readonly Role[] }>
}

const PARTS: readonly Part[] = [
  { key: 'body', of: 'certification_body', who: AT_BODY, Show: BodyTiles },
  { key: 'service', of: 'company', who: AT_SERVICE, Show: ServiceTiles },
  { key: 'star', of: 'company', who: AT_STAR, Show: StarTiles },
  { key: 'road', of: 'company', who: AT_STAR, Show: RoadTiles },
  { key: 'account', who: AT_ACCOUNT, Show: AccountTiles },
]

/** The first page of the desk: what waits for this person's posts, each figure leading to what stands behind it. */
export default function Home() {
  const { t } = useTranslation('home')
  const { me } = useMe()
  useTitle(t('title'))
  if (!me) return null
  const { roles, org } = me
  const shown = PARTS.filter((part) => (part.of ?? org.kind) === org.kind && mayEnter(part.who, roles))
  return (
    <Stack>
      <h1>{t('hello', { name: me.person.name })}</h1>
      <Suspense fallback={<Skeleton lines={4} />}>
        {shown.map(({ key, Show }) => (
          <Show key={key} roles={roles} />
        ))}
      </Suspense>
      {shown.length === 0 && <Entries roles={roles} />}
    </Stack>
  )
}

/** For posts without a desk of their own: what they may open. */
function Entries({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation(['home', 'shell', 'desk'])
  const groups = navigationFor(useScreens(), roles)
    .map((section) => ({ ...section, screens: section.screens.filter((one) => one.path !== '/') }))
    .filter((section) => section.screens.length > 0)
  if (groups.length === 0) return <Empty icon="info" title={t('nothing')} detail={t('shell:signIn.noRoleHint')} />
  return (
    <div className="sp-desk-home">
      {groups.map(({ group, screens }) => (
        <section key={group} className="sp-card" aria-labelledby={`home-${group}`}>
          <h2 id={`home-${group}`}>{t(`desk:group.${group}`)}</h2>
          <List>
            {screens.map((screen) => (
              <ListRow
                key={screen.path}
                href={screen.path}
                title={t(`desk:item.${screen.nav!.key}`)}
                before={<Icon name={screen.nav!.icon ?? group} />}
              />
            ))}
          </List>
        </section>
      ))}
    </div>
  )
}
