import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { ownerKeyOf, useMe } from '#src/client/session.ts'
import { useOutbox } from '#src/client/use-outbox.ts'
import { List, ListRow, Stack } from '#src/ui/card.tsx'
import { Icon } from '#src/ui/icon.tsx'

/** The first page of the phone. */
export default function Home() {
  const { t } = useTranslation('shell')
  const { me } = useMe()
  const { count } = useOutbox(me ? ownerKeyOf(me) : '')
  useTitle(t('nav.item.home'))
  if (!me) return null
  const left = count.waiting + count.refused
  return (
    <Stack>
      <h1>{t('home.hello', { name: me.person.name })}</h1>
      <List>
        <ListRow
          href="/outbox"
          before={<Icon name={left === 0 ? 'check' : 'outbox'} />}
          title={t('outbox.title')}
          detail={left === 0 ? t('outbox.empty') : `${t('outbox.waiting')} ${left}`}
        />
      </List>
    </Stack>
  )
}
