import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { Stack } from '#src/ui/card.tsx'
import { Tabs } from '#src/ui/tabs.tsx'
import { Conflicts } from './conflicts.tsx'
import { Register } from './register.tsx'
import { Workload } from './workload.tsx'

type Shown = 'register' | 'conflicts' | 'workload'

/** Who may be sent to which audit: competences, absences, declared conflicts, and how much each has to do. */
export default function Auditors() {
  const { t } = useTranslation('audit')
  useTitle(t('auditors.title'))
  const [shown, setShown] = useState<Shown>('register')
  return (
    <Stack>
      <h1>{t('auditors.title')}</h1>
      <Tabs<Shown>
        label={t('auditors.title')}
        chosen={shown}
        onChoose={setShown}
        tabs={[
          { key: 'register', label: t('auditors.register'), content: () => <Register /> },
          { key: 'conflicts', label: t('auditors.conflicts'), content: () => <Conflicts /> },
          { key: 'workload', label: t('auditors.workload'), content: () => <Workload /> },
        ]}
      />
    </Stack>
  )
}
