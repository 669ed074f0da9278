import { Button, Descriptions, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { Stack } from '#src/ui/card.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { toast } from '#src/ui/toast.tsx'
import type { Organisation } from '../contract.ts'
import { LanguageName, showOrganisation, updateOrganisation } from '../contract.ts'

export default function OrganisationSettings() {
  const { t } = useTranslation('account')
  useTitle(t('organisation.title'))
  const organisation = useEndpoint(showOrganisation, {}, { follows: ['organisation'] })
  return (
    <Stack>
      <h1>{t('organisation.title')}</h1>
      <FailureNote error={organisation.error} />
      {organisation.data ? <Settings key={organisation.data.version} now={organisation.data} /> : <Skeleton />}
    </Stack>
  )
}

type Filled = Pick<Organisation, 'name' | 'timeZone' | 'language' | 'hotline'>

function Settings({ now }: { now: Organisation }) {
  const { t } = useTranslation(['account', 'common'])
  const saving = useCommand(updateOrganisation)
  const save = (filled: Filled) =>
    saving.run({ body: { ...filled, version: now.version } }).then(
      () => toast(t('organisation.done')),
      // Shown from `saving.error`.
      () => {},
    )
  const missing = { required: true, message: t('common:field.missing') }
  return (
    <>
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: 'slug', label: t('organisation.slug'), children: now.slug },
          { key: 'kind', label: t('organisation.kind'), children: t(`organisation.kinds.${now.kind}`) },
        ]}
      />
      <FailureNote error={saving.error} />
      <Form layout="vertical" initialValues={now} onFinish={save} style={{ maxWidth: 420 }}>
        <Form.Item name="name" label={t('organisation.name')} rules={[{ ...missing, whitespace: true }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="timeZone" label={t('organisation.timeZone')} rules={[missing]}>
          <Select
            showSearch
            options={['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({ value, label: value }))}
          />
        </Form.Item>
        <Form.Item name="language" label={t('organisation.language')} rules={[missing]}>
          <Select options={LanguageName.options.map((value) => ({ value, label: t(`common:language.${value}`) }))} />
        </Form.Item>
        <Form.Item name="hotline" label={t('organisation.hotline')}>
          <Input maxLength={40} inputMode="tel" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={saving.busy}>
          {t('common:action.save')}
        </Button>
      </Form>
    </>
  )
}
