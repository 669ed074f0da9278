import { Button, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { Card, Facts, Stack } from '#src/ui/card.tsx'
import { DoingsHead } from '#src/ui/doings-head.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import * as contract from '../contract.ts'
import { ProfileCard } from './profile-card.tsx'

/** The keys by which the body's certificates are known: which is in use, which was and until when, and how the public gets the root. */
export default function SigningKeys() {
  const { t } = useTranslation('certificate')
  useTitle(t('keys.title'))
  const may = useMay()
  const list = useEndpoint(contract.listSigningKeys, {}, { follows: ['signing_key'] })
  const making = useCommand(contract.makeSigningKeys)
  const [rotating, setRotating] = useState<contract.Purpose>()
  const rows = list.data?.rows ?? []
  const root = rows.find((row) => row.purpose === 'root' && row.validUntil === null)
  const base = `/api/public/bodies/${list.data?.slug}`
  return (
    <Stack>
      <h1>{t('keys.title')}</h1>
      <p className="sp-soft">{t('keys.intro')}</p>
      <FailureNote error={list.error ?? making.error} onRetry={() => void list.refetch()} />
      <ProfileCard />
      {root && (
        <Card title={t('keys.trust')}>
          <p>{t('keys.trustHint')}</p>
          <Facts
            of={[
              [
                t('field.rootFingerprint'),
                <code key="root" style={{ overflowWrap: 'anywhere' }}>
                  {root.fingerprint}
                </code>,
              ],
              [
                'DID',
                <code key="did" style={{ overflowWrap: 'anywhere' }}>
                  {list.data!.did}
                </code>,
              ],
            ]}
          />
          <div className="sp-row-of">
            <Button href={`${base}/root.pem`}>{t('download.root_pem.name')}</Button>
            <Button href={`${base}/did.json`} target="_blank">
              {t('keys.did')}
            </Button>
            <Button href={`${base}/keys.json`} target="_blank">
              {t('keys.history')}
            </Button>
          </div>
        </Card>
      )}
      <Card
        title={t('keys.list')}
        aside={
          list.data && rows.length === 0 && may(contract.makeSigningKeys) ? (
            <Button type="primary" loading={making.busy} onClick={() => void making.run({ body: {} }).catch(() => {})}>
              {t('keys.make')}
            </Button>
          ) : undefined
        }
      >
        <KeyTable rows={rows} loading={list.isPending} onRotate={setRotating} />
      </Card>
      {rotating && <RotateForm purpose={rotating} onClose={() => setRotating(undefined)} />}
    </Stack>
  )
}

type TableProps = { rows: contract.SigningKey[]; loading: boolean; onRotate: (purpose: contract.Purpose) => void }

function KeyTable({ rows, loading, onRotate }: TableProps) {
  const { t, i18n } = useTranslation('certificate')
  const may = useMay()
  const at = (instant: string) => showAt(instant, i18n.language)
  return (
    <Table<contract.SigningKey>
      rowKey="id"
      loading={loading}
      dataSource={rows}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty icon="shield" title={t('keys.empty')} detail={t('keys.emptyHint')} /> }}
      columns={[
        { title: t('keys.purpose'), render: (_, row) => t(`keys.of.${row.purpose}`) },
        {
          title: t('desk.status'),
          render: (_, row) => (
            <Pill tone={row.validUntil ? 'plain' : 'good'}>{row.validUntil ? t('keys.retired') : t('keys.inUse')}</Pill>
          ),
        },
        { title: t('keys.from'), render: (_, row) => at(row.validFrom) },
        {
          title: t('keys.until'),
          render: (_, row) => (row.validUntil ? `${at(row.validUntil)} · ${row.retiredReason}` : '—'),
        },
        { title: t('keys.fingerprint'), render: (_, row) => <code>{row.fingerprint.slice(0, 24)}…</code> },
        {
          title: <DoingsHead />,
          render: (_, row) =>
            row.validUntil === null &&
            may(contract.rotateSigningKey) && (
              <Button size="small" onClick={() => onRotate(row.purpose)}>
                {t('keys.rotate')}
              </Button>
            ),
        },
      ]}
    />
  )
}

function RotateForm({ purpose, onClose }: { purpose: contract.Purpose; onClose: () => void }) {
  const { t } = useTranslation('certificate')
  const rotating = useCommand(contract.rotateSigningKey)
  return (
    <FormDrawer<{ reason: string }>
      title={`${t('keys.rotate')} · ${t(`keys.of.${purpose}`)}`}
      initial={{}}
      send={(body) => rotating.run({ params: { purpose }, body })}
      busy={rotating.busy}
      error={rotating.error}
      onClose={onClose}
      danger={purpose === 'root'}
      sendWords={t('keys.rotate')}
    >
      <p>{t(purpose === 'root' ? 'keys.rotateRootHint' : 'keys.rotateHint')}</p>
      <TextField name="reason" label={t('keys.reason')} required max={500} lines={3} />
    </FormDrawer>
  )
}
