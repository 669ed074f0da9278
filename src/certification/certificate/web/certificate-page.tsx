import { Button, Dropdown, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { Card, Facts, Stack } from '#src/ui/card.tsx'
import { StarsShown } from '#src/ui/stars.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { registerFile, StatusPill } from '../../register/portal/standing.tsx'
import { readCertificate, type ShownCertificate } from '../contract/endpoints.ts'
import { CHANGE_KINDS, type ChangeKind } from '../contract/text.ts'
import { ChangeForm } from './change-form.tsx'

/** One certificate at the body's desk: what it says, its editions, everything that became of it, and the acts that are possible. */
export default function CertificatePage({ params }: ScreenProps) {
  const { t } = useTranslation('certificate')
  const words = useFailureWords()
  const certificateId = params.certificateId!
  const read = useEndpoint(readCertificate, { params: { certificateId } }, { follows: ['certificate'] })
  useTitle(read.data ? `${read.data.number} ${read.data.holderName}` : t('title'))
  if (read.data) return <Shown certificate={read.data} />
  return read.error ? <Failed {...words(read.error)} onRetry={() => void read.refetch()} /> : <Skeleton lines={8} />
}

function Shown({ certificate }: { certificate: ShownCertificate }) {
  const { t } = useTranslation('certificate')
  const local = useLocalText()
  const [changing, setChanging] = useState<ChangeKind>()
  const { says, standing } = certificate
  return (
    <Stack>
      <div className="sp-row-of">
        <div style={{ flex: 1, minWidth: 260 }}>
          <h1>{says.holder.name}</h1>
          <p className="sp-row-of">
            <StatusPill status={standing.status} />
            {says.level.stars > 0 && <StarsShown value={says.level.stars} />}
            <span className="sp-soft">
              {certificate.number} · {t(`register.since.${standing.status}`, { day: standing.sinceOn })}
              {standing.untilOn && ` · ${t('register.until', { day: standing.untilOn })}`}
            </span>
          </p>
        </div>
        <Acts certificate={certificate} onChoose={setChanging} />
      </div>
      <Card title={t('register.covers')}>
        <Facts
          of={[
            [t('desk.standard'), `${says.standard.reference} · ${local(says.level.name)}`],
            [t('field.scope'), says.scope],
            [t('field.validity'), `${says.validFromOn} – ${says.validUntilOn}`],
            [t('field.issued'), says.issuedOn],
            [t('field.uscc'), says.holder.uscc],
            [t('field.address'), says.holder.address],
            [
              t('register.outlets', { count: says.outlets.length }),
              says.outlets.map((outlet) => outlet.name).join('、'),
            ],
            [
              t('field.surveillance'),
              says.surveillance.dueOn ? t('register.due', { day: says.surveillance.dueOn }) : '',
            ],
            [t('field.conditions'), says.conditions],
          ]}
        />
      </Card>
      <Changes certificate={certificate} />
      <Editions certificate={certificate} />
      {changing && <ChangeForm certificate={certificate} kind={changing} onClose={() => setChanging(undefined)} />}
    </Stack>
  )
}

function Acts({ certificate, onChoose }: { certificate: ShownCertificate; onChoose: (kind: ChangeKind) => void }) {
  const { t } = useTranslation('certificate')
  const { number, slug, standing, mayChange, registerUrl } = certificate
  const isOver = standing.status === 'withdrawn' || standing.status === 'cancelled' || standing.status === 'expired'
  return (
    <div className="sp-row-of">
      <Button href={registerFile(number, 'certificate.pdf', slug)} target="_blank">
        {t('download.certificate_pdf.name')}
      </Button>
      <Button href={registerFile(number, 'bundle.zip', slug)}>{t('download.bundle_zip.name')}</Button>
      <Button href={new URL(registerUrl).pathname + new URL(registerUrl).search} target="_blank">
        {t('desk.publicPage')}
      </Button>
      {mayChange && !isOver && (
        <Dropdown
          menu={{
            items: CHANGE_KINDS.filter(
              (kind) => (kind === 'restore') === (standing.status === 'suspended') || kind !== 'restore',
            )
              .filter((kind) => kind !== 'suspend' || standing.status !== 'suspended')
              .map((kind) => ({
                key: kind,
                label: t(`change.${kind}`),
                danger: kind === 'withdraw' || kind === 'cancel' || kind === 'suspend',
              })),
            onClick: ({ key }) => onChoose(key as ChangeKind),
          }}
        >
          <Button type="primary">{t('desk.change')}</Button>
        </Dropdown>
      )}
    </div>
  )
}

function Changes({ certificate }: { certificate: ShownCertificate }) {
  const { t, i18n } = useTranslation('certificate')
  return (
    <Card title={t('desk.changes')}>
      <Table
        rowKey="id"
        size="small"
        dataSource={certificate.changes}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty icon="clock" title={t('desk.noChanges')} /> }}
        columns={[
          { title: t('desk.what'), render: (_, row) => t(`change.${row.kind}`) },
          {
            title: t('desk.effectiveOn'),
            render: (_, row) => (row.untilOn ? `${row.effectiveOn} – ${row.untilOn}` : row.effectiveOn),
          },
          { title: t('desk.publicReason'), dataIndex: 'publicReason', render: (text) => text || '—' },
          { title: t('desk.reason'), dataIndex: 'reason' },
          { title: t('desk.by'), render: (_, row) => `${row.madeByName} ${showAt(row.madeAt, i18n.language)}` },
        ]}
      />
    </Card>
  )
}

function Editions({ certificate }: { certificate: ShownCertificate }) {
  const { t, i18n } = useTranslation('certificate')
  const { editions, number, slug } = certificate
  return (
    <Card title={t('desk.editions')}>
      <Table
        rowKey="number"
        size="small"
        dataSource={editions}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: t('field.edition'),
            render: (_, row) => (
              <a
                href={`${registerFile(number, 'certificate.pdf', slug)}&edition=${row.number}`}
                target="_blank"
                rel="noreferrer"
              >
                {row.number}
              </a>
            ),
          },
          { title: t('desk.effectiveOn'), dataIndex: 'validFromOn' },
          { title: t('desk.made'), render: (_, row) => showAt(row.madeAt, i18n.language) },
          { title: 'SHA-256', render: (_, row) => <code>{row.fileSha256.slice(0, 16)}…</code> },
        ]}
      />
    </Card>
  )
}
