import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { PageHead } from '#src/service/web/page-head.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Tabs } from '#src/ui/tabs.tsx'
import { DueList } from './due-list.tsx'
import { ActLog } from './log.tsx'
import { Specials } from './specials.tsx'
import '#src/service/request/web/request.css'
import './surveillance.css'

type Shown = 'due' | 'special' | 'log'

/** After the certificate: what comes due, what was ordered besides, and what the system did by itself. */
export default function Surveillance() {
  const { t } = useTranslation('after')
  useTitle(t('surveillance.title'))
  const [shown, setShown] = useState<Shown>('due')
  return (
    <Stack>
      <PageHead title={t('surveillance.title')} />
      <p className="sp-soft">{t('surveillance.hint')}</p>
      <Tabs<Shown>
        label={t('surveillance.tab.label')}
        chosen={shown}
        onChoose={setShown}
        tabs={[
          { key: 'due', label: t('surveillance.tab.due'), content: () => <DueList /> },
          { key: 'special', label: t('surveillance.tab.special'), content: () => <Specials /> },
          { key: 'log', label: t('surveillance.tab.log'), content: () => <ActLog /> },
        ]}
      />
    </Stack>
  )
}
