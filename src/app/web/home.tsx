import { useTranslation } from 'react-i18next'
import { useScreens } from '#src/app/shell/routed-screens.tsx'
import { navigationFor } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useMe } from '#src/client/session.ts'
import { List, ListRow, Stack } from '#src/ui/card.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Empty } from '#src/ui/states.tsx'

/** The first page of the desk: what this person's posts let them enter. */
export default function Home() {
  const { t } = useTranslation('shell')
  const { me } = useMe()
  const screens = useScreens()
  useTitle(t('nav.item.home'))
  if (!me) return null
  const groups = navigationFor(screens, me.roles)
    .map((section) => ({ ...section, screens: section.screens.filter((one) => one.path !== '/') }))
    .filter((section) => section.screens.length > 0)
  return (
    <Stack>
      <h1>{t('home.hello', { name: me.person.name })}</h1>
      {groups.length === 0 && <Empty icon="info" title={t('home.nothing')} detail={t('signIn.noRoleHint')} />}
      <div className="sp-desk-home">
        {groups.map(({ group, screens: entries }) => (
          <section key={group} className="sp-card" aria-labelledby={`home-${group}`}>
            <h2 id={`home-${group}`}>{t(`nav.group.${group}`)}</h2>
            <List>
              {entries.map((screen) => (
                <ListRow
                  key={screen.path}
                  href={screen.path}
                  title={t(`nav.item.${screen.nav!.key}`)}
                  before={<Icon name={screen.nav!.icon ?? group} />}
                />
              ))}
            </List>
          </section>
        ))}
      </div>
    </Stack>
  )
}
