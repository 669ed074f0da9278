import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { Button } from '#src/ui/button.tsx'
import { Card, Facts, RowOf, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { Tabs } from '#src/ui/tabs.tsx'
import { dayOf } from '#src/ui/when.ts'
import '../../web/certification.css'
import { type ClientDetail, changeClient, readClient } from '../contract.ts'
import { CLIENT_TABS } from './tabs.ts'

/** Everything about one client. */
export default function ClientPage({ params }: ScreenProps) {
  const failureWords = useFailureWords()
  const client = useEndpoint(
    readClient,
    { params: { clientId: params.clientId! } },
    { follows: ['client', 'blacklist_entry'] },
  )
  if (client.error) return <Failed {...failureWords(client.error)} onRetry={() => void client.refetch()} />
  return client.data ? <Shown client={client.data} /> : <Skeleton lines={8} />
}

function Shown({ client }: { client: ClientDetail }) {
  const { t } = useTranslation('client')
  useTitle(client.name)
  const may = useMay()
  const [tab, setTab] = useState('about')
  const [isChanging, setChanging] = useState(false)
  const tabs = CLIENT_TABS.map(({ key, label, Content }) => ({
    key,
    label: t(label),
    content: () => <Content clientId={client.id} />,
  }))
  return (
    <Stack>
      <section className="sp-card">
        <div className="sp-card-head">
          <div>
            <h1>{client.name}</h1>
            <RowOf>
              <span className="sp-soft">{client.uscc}</span>
              <Pill tone={client.companyOrgId ? 'info' : 'plain'}>
                {t(client.companyOrgId ? 'client.runsStarproof' : 'client.typed')}
              </Pill>
              {client.blacklistedUntilOn && (
                <Pill tone="bad" icon="warn">
                  {t('client.blacklisted', { day: client.blacklistedUntilOn })}
                </Pill>
              )}
            </RowOf>
          </div>
          {may(changeClient) && (
            <Button icon="pen" onClick={() => setChanging(true)}>
              {t('client.change')}
            </Button>
          )}
        </div>
      </section>
      <Tabs
        label={client.name}
        chosen={tab}
        onChoose={setTab}
        tabs={[{ key: 'about', label: t('tab.about'), content: () => <About client={client} /> }, ...tabs]}
      />
      {isChanging && <ChangeForm client={client} onClose={() => setChanging(false)} />}
    </Stack>
  )
}

function About({ client }: { client: ClientDetail }) {
  const { t } = useTranslation('client')
  return (
    <Stack>
      <Card>
        <Facts
          of={[
            [t('form.address'), client.address],
            [t('form.contactName'), client.contactName],
            [t('form.contactPhone'), client.contactPhone],
            [t('form.contactEmail'), client.contactEmail],
          ]}
        />
      </Card>
      <Card title={t('client.keys')}>
        <p className="sp-soft">{t(client.ledgerKeys.length > 0 ? 'client.keysHint' : 'client.noKeys')}</p>
        {client.ledgerKeys.map((key) => (
          <RowOf key={key.vkey}>
            <code>{key.fingerprint.match(/.{1,8}/g)?.join(' ')}</code>
            <span className="sp-soft">
              {t('client.keyFrom', { day: dayOf(key.validFrom) })}
              {key.validUntil && ` ${t('client.keyUntil', { day: dayOf(key.validUntil) })}`}
            </span>
          </RowOf>
        ))}
      </Card>
    </Stack>
  )
}

type Fields = Pick<ClientDetail, 'name' | 'address' | 'contactName' | 'contactPhone' | 'contactEmail'>

function ChangeForm({ client, onClose }: { client: ClientDetail; onClose: () => void }) {
  const { t } = useTranslation('client')
  const changing = useCommand(changeClient)
  const { name, address, contactName, contactPhone, contactEmail } = client
  return (
    <FormDrawer<Fields>
      title={t('client.change')}
      initial={{ name, address, contactName, contactPhone, contactEmail }}
      send={(fields) => changing.run({ params: { clientId: client.id }, body: { version: client.version, ...fields } })}
      busy={changing.busy}
      error={changing.error}
      onClose={onClose}
    >
      <TextField name="name" label={t('form.legalName')} required max={200} />
      <TextField name="address" label={t('form.address')} max={300} />
      <TextField name="contactName" label={t('form.contactName')} max={60} />
      <TextField name="contactPhone" label={t('form.contactPhone')} max={40} />
      <TextField name="contactEmail" label={t('form.contactEmail')} max={254} />
    </FormDrawer>
  )
}
