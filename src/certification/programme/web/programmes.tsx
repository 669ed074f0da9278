import { Collapse, DatePicker, Form, Radio, Table } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { Pages, useListing } from '#src/company/web/listing.tsx'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { Empty, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { createAudit } from '../../audit/contract.ts'
import { AuditStatePill, showDays } from '../../audit/web/words.tsx'
import * as contract from '../contract.ts'

/** Signed contracts and the audits of their three years. */
export function Programmes() {
  const { t } = useTranslation('audit')
  const listing = useListing()
  const list = useEndpoint(
    contract.listProgrammes,
    { query: { limit: 20, cursor: listing.cursor } },
    { keepPrevious: true, follows: ['audit_programme', 'audit', 'contract'] },
  )
  return (
    <Stack>
      <p className="sp-soft">{t('programmes.hint')}</p>
      <FailureNote error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Skeleton lines={6} />}
      {list.data?.rows.length === 0 && <Empty icon="day" title={t('programmes.empty')} />}
      {list.data?.rows.map((one) => (
        <OneProgramme key={one.contractId} of={one} />
      ))}
      <Pages listing={listing} nextCursor={list.data?.nextCursor} />
    </Stack>
  )
}

function OneProgramme({ of }: { of: contract.Programme }) {
  const { t } = useTranslation('audit')
  const may = useMay()
  const [isDrawing, setDrawing] = useState(false)
  const [current, ...former] = of.versions
  return (
    <Card
      title={of.clientName}
      aside={
        may(contract.drawUpProgramme) && (
          <Button onClick={() => setDrawing(true)}>{t(current ? 'programmes.redraw' : 'programmes.draw')}</Button>
        )
      }
    >
      <p className="sp-soft">
        {t('programmes.contract')} {of.contractNumber} · {t('programmes.signedOn')} {of.signedOn}
      </p>
      {current ? <Version of={of} version={current} isCurrent /> : <p>{t('programmes.none')}</p>}
      {former.length > 0 && (
        <Collapse
          ghost
          items={former.map((version) => ({
            key: version.id,
            label: `${t('programmes.former')}: ${t('programmes.version', { number: version.number })}`,
            children: <Version of={of} version={version} isCurrent={false} />,
          }))}
        />
      )}
      {isDrawing && <DrawForm of={of} onClose={() => setDrawing(false)} />}
    </Card>
  )
}

type VersionProps = { of: contract.Programme; version: contract.ProgrammeVersion; isCurrent: boolean }

function Version({ of, version, isCurrent }: VersionProps) {
  const { t, i18n } = useTranslation('audit')
  return (
    <>
      <p className="sp-soft">
        {t('programmes.version', { number: version.number })} · {t('programmes.rules', { number: version.rulesNumber })}{' '}
        · {t(`programmes.countedFrom.${version.countedFrom}`)} {version.countedFromOn} · {version.madeByName}{' '}
        {showAt(version.madeAt, i18n.language)}
        {version.reason && ` · ${version.reason}`}
      </p>
      <Table<contract.ProgrammeRow>
        rowKey="place"
        size="small"
        dataSource={version.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('kindTitle'), render: (_, row) => t(`kind.${row.kind}`) },
          { title: t('programmes.window'), render: (_, row) => `${row.fromOn ?? ''} – ${row.toOn ?? ''}` },
          { title: t('programmes.latest'), render: (_, row) => row.latestOn ?? '—' },
          { title: t('days'), align: 'right', render: (_, row) => showDays(row.personDaysTenths) },
          { title: t('title'), render: (_, row) => isCurrent && <RowAudit of={of} row={row} /> },
        ]}
      />
    </>
  )
}

function RowAudit({ of, row }: { of: contract.Programme; row: contract.ProgrammeRow }) {
  const { t } = useTranslation('audit')
  const may = useMay()
  const [id] = useState(newId)
  const making = useCommand(createAudit)
  const audit = of.audits.find((one) => one.place === row.place)
  if (audit)
    return (
      <span className="sp-row-of">
        <Link href={`/audits/${audit.auditId}`}>{audit.number}</Link>
        <AuditStatePill state={audit.state} />
      </span>
    )
  if (!may(createAudit)) return null
  const { clientId, contractId, applicationId } = of
  const { kind, personDaysTenths, place } = row
  const make = () =>
    making
      .run({ body: { id, clientId, contractId, applicationId, kind, personDaysTenths, programmePlace: place } })
      .catch(() => {})
  return (
    <>
      <Button kind="quiet" busy={making.busy} onClick={() => void make()}>
        {t('programmes.makeAudit')}
      </Button>
      <FailureNote error={making.error} />
    </>
  )
}

type DrawFields = { countedFrom: contract.CountedFrom; countedFromOn?: dayjs.Dayjs; reason?: string }

function DrawForm({ of, onClose }: { of: contract.Programme; onClose: () => void }) {
  const { t } = useTranslation('audit')
  const [id] = useState(newId)
  const [form] = Form.useForm<DrawFields>()
  const countedFrom = Form.useWatch('countedFrom', form)
  const drawing = useCommand(contract.drawUpProgramme)
  return (
    <FormDrawer<DrawFields>
      title={t(of.versions.length > 0 ? 'programmes.redraw' : 'programmes.draw')}
      form={form}
      initial={{ countedFrom: 'signing' }}
      send={({ countedFromOn, reason = '', ...rest }) =>
        drawing.run({
          params: { contractId: of.contractId },
          body: {
            id,
            ...rest,
            reason,
            countedFromOn: countedFromOn ? dayjs(countedFromOn).format('YYYY-MM-DD') : null,
          },
        })
      }
      busy={drawing.busy}
      error={drawing.error}
      onClose={onClose}
    >
      <Form.Item name="countedFrom" label={t('programmes.window')}>
        <Radio.Group
          options={contract.CountedFrom.options.map((value) => ({
            value,
            label: t(`programmes.countedFrom.${value}`),
          }))}
        />
      </Form.Item>
      {countedFrom === 'issue' && (
        <Form.Item name="countedFromOn" label={t('programmes.countedFromOn')} rules={[{ required: true }]}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
      )}
      {of.versions.length > 0 && <TextField name="reason" label={t('reason')} required max={500} lines={3} />}
    </FormDrawer>
  )
}
