import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Stack } from '#src/ui/card.tsx'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { Tabs } from '#src/ui/tabs.tsx'
import { readApplicationForm } from '../contract/application.ts'
import { readChecklist } from '../contract/checklist.ts'
import { FormCard } from './application-form.tsx'
import { ChecklistCard } from './checklist.tsx'
import { DeliverCards } from './deliver.tsx'
import './material.css'

type Part = 'list' | 'form' | 'deliver'

/** What an application to a certification body needs, the form, and the ways to hand it in. */
export default function Material() {
  const { t } = useTranslation('material')
  const failureWords = useFailureWords()
  const [part, setPart] = useState<Part>('list')
  useTitle(t('title'))
  const list = useEndpoint(
    readChecklist,
    {},
    { follows: ['material', 'rating', 'qualification', 'assessment', 'application_form'] },
  )
  const form = useEndpoint(
    readApplicationForm,
    {},
    { follows: ['application_form', 'outlet', 'staff', 'scheme_edition'] },
  )
  const failed = list.error ?? form.error
  const retry = () => {
    void list.refetch()
    void form.refetch()
  }
  return (
    <Stack>
      <h1>{t('title')}</h1>
      {failed && <Failed {...failureWords(failed)} onRetry={retry} />}
      {!failed && !(list.data && form.data) && <Skeleton lines={10} />}
      {list.data && form.data && (
        <Tabs<Part>
          label={t('title')}
          chosen={part}
          onChoose={setPart}
          tabs={[
            { key: 'list', label: t('list.title'), content: () => <ChecklistCard {...list.data} /> },
            { key: 'form', label: t('form.title'), content: () => <FormCard shown={form.data} /> },
            {
              key: 'deliver',
              label: t('deliver.tab'),
              content: () => <DeliverCards list={list.data} form={form.data} />,
            },
          ]}
        />
      )}
    </Stack>
  )
}
