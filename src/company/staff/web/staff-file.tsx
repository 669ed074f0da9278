import { Button, Descriptions, Form, Select, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { newId } from '#src/shared/id.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { dayOf } from '#src/ui/when.ts'
import type { QualificationRow } from '../../qualification/contract.ts'
import { addQualification, renewQualification, revokeQualification } from '../../qualification/contract.ts'
import { DayField, TextField, useLicenceNames } from '../../web/fields.tsx'
import { FormDrawer } from '../../web/form-drawer.tsx'
import type { StaffRow } from '../contract.ts'
import { changeStaff, letStaffGo, readStaff } from '../contract.ts'
import { LicenceTag } from './licence-tag.tsx'
import { StaffForm } from './staff-form.tsx'

type Doing = { kind: 'change' | 'leave' | 'add' } | { kind: 'renew' | 'revoke'; licence: QualificationRow } | null

/** One member of staff: the file, and every licence held so far. */
export default function StaffFile({ params }: ScreenProps) {
  const { t } = useTranslation(['company', 'common'])
  const may = useMay()
  const [doing, setDoing] = useState<Doing>(null)
  const staff = useEndpoint(
    readStaff,
    { params: { staffId: params.staffId ?? '' } },
    { follows: ['staff', 'qualification'] },
  )
  const file = staff.data
  useTitle(file?.name ?? t('staff.title'))
  const close = () => setDoing(null)
  if (!file) return staff.error ? <FailureNote error={staff.error} /> : <Skeleton lines={8} />
  return (
    <Stack>
      <Link href="/company/staff">← {t('staff.title')}</Link>
      <Space wrap style={{ justifyContent: 'space-between', width: '100%' }}>
        <h1>{file.name}</h1>
        {may(changeStaff) && !file.leftOn && (
          <Space>
            <Button onClick={() => setDoing({ kind: 'change' })}>{t('common:action.edit')}</Button>
            <Button onClick={() => setDoing({ kind: 'leave' })}>{t('staff.leave')}</Button>
          </Space>
        )}
      </Space>
      <Card>
        <Descriptions
          column={{ xs: 1, md: 2, xl: 3 }}
          items={[
            { key: 'number', label: t('staff.number'), children: file.number },
            { key: 'post', label: t('staff.post'), children: file.post || '—' },
            { key: 'phone', label: t('field.phone'), children: file.phone || '—' },
            { key: 'outlet', label: t('staff.outlet'), children: file.outletName || '—' },
            { key: 'department', label: t('staff.department'), children: file.departmentName || '—' },
            {
              key: 'manages',
              label: t('staff.managesService'),
              children: t(file.managesService ? 'field.yes' : 'field.no'),
            },
            { key: 'site', label: t('staff.goesOnSite'), children: t(file.goesOnSite ? 'field.yes' : 'field.no') },
            { key: 'joined', label: t('staff.joinedOn'), children: file.joinedOn ?? '—' },
            ...(file.leftOn ? [{ key: 'left', label: t('staff.leftOn'), children: file.leftOn }] : []),
          ]}
        />
      </Card>
      <Licences file={file} onDo={setDoing} />
      {doing?.kind === 'change' && <StaffForm file={file} onClose={close} />}
      {doing?.kind === 'leave' && <LeaveForm file={file} onClose={close} />}
      {doing?.kind === 'add' && <LicenceForm file={file} renews={null} onClose={close} />}
      {doing?.kind === 'renew' && <LicenceForm file={file} renews={doing.licence} onClose={close} />}
      {doing?.kind === 'revoke' && <RevokeForm licence={doing.licence} onClose={close} />}
    </Stack>
  )
}

function Licences({ file, onDo }: { file: StaffRow; onDo: (doing: Doing) => void }) {
  const { t } = useTranslation('company')
  const may = useMay()
  const { nameOf } = useLicenceNames()
  const keeps = may(addQualification) && !file.leftOn
  return (
    <Card
      title={t('licence.title')}
      aside={keeps && <Button onClick={() => onDo({ kind: 'add' })}>{t('licence.add')}</Button>}
    >
      <Table<QualificationRow>
        rowKey="id"
        size="small"
        dataSource={file.qualifications}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('licence.none') }}
        columns={[
          {
            title: t('licence.kind'),
            render: (_, licence) => <LicenceTag licence={licence} name={nameOf(licence.kindCode)} />,
          },
          { title: t('licence.certificateNumber'), render: (_, licence) => licence.certificateNumber || '—' },
          { title: t('licence.issuedOn'), render: (_, licence) => licence.issuedOn ?? '—' },
          { title: t('licence.expiresOn'), render: (_, licence) => licence.expiresOn ?? t('licence.noExpiry') },
          {
            title: t('licence.revoked'),
            render: (_, licence) => (licence.revokedOn ? `${licence.revokedOn} ${licence.revokedReason}` : '—'),
          },
          {
            title: t('field.actions'),
            render: (_, licence) =>
              keeps &&
              !licence.revokedOn && (
                <Space>
                  <Button size="small" onClick={() => onDo({ kind: 'renew', licence })}>
                    {t('licence.renew')}
                  </Button>
                  <Button size="small" onClick={() => onDo({ kind: 'revoke', licence })}>
                    {t('licence.revoke')}
                  </Button>
                </Space>
              ),
          },
        ]}
      />
    </Card>
  )
}

type LicenceFields = {
  kindCode: string
  certificateNumber?: string
  issuedOn?: string | null
  expiresOn?: string | null
}

function LicenceForm({
  file,
  renews,
  onClose,
}: {
  file: StaffRow
  renews: QualificationRow | null
  onClose: () => void
}) {
  const { t } = useTranslation('company')
  const [id] = useState(newId)
  const { options, nameOf } = useLicenceNames()
  const adding = useCommand(addQualification)
  const renewing = useCommand(renewQualification)
  const send = ({ kindCode, ...fields }: LicenceFields) =>
    renews
      ? renewing.run({ params: { qualificationId: renews.id }, body: { id, ...fields } })
      : adding.run({ body: { id, staffId: file.id, kindCode, ...fields } })
  return (
    <FormDrawer<LicenceFields>
      title={renews ? t('licence.renewOf', { kind: nameOf(renews.kindCode) }) : t('licence.add')}
      initial={renews ? { certificateNumber: renews.certificateNumber } : {}}
      send={send}
      busy={adding.busy || renewing.busy}
      error={adding.error ?? renewing.error}
      onClose={onClose}
    >
      {!renews && (
        <Form.Item name="kindCode" label={t('licence.kind')} rules={[{ required: true }]}>
          <Select options={options} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
      )}
      <TextField name="certificateNumber" label={t('licence.certificateNumber')} />
      <DayField name="issuedOn" label={t('licence.issuedOn')} />
      <DayField name="expiresOn" label={t('licence.expiresOn')} hint={t('licence.expiresHint')} />
    </FormDrawer>
  )
}

function RevokeForm({ licence, onClose }: { licence: QualificationRow; onClose: () => void }) {
  const { t } = useTranslation('company')
  const revoking = useCommand(revokeQualification)
  return (
    <FormDrawer<{ revokedOn: string; reason: string }>
      title={t('licence.revoke')}
      initial={{ revokedOn: dayOf(new Date().toISOString()) }}
      send={(body) => revoking.run({ params: { qualificationId: licence.id }, body })}
      busy={revoking.busy}
      error={revoking.error}
      onClose={onClose}
      danger
      sendWords={t('licence.revoke')}
    >
      <p>{t('licence.revokeHint')}</p>
      <DayField name="revokedOn" label={t('licence.revokedOn')} required />
      <TextField name="reason" label={t('field.reason')} required max={200} />
    </FormDrawer>
  )
}

function LeaveForm({ file, onClose }: { file: StaffRow; onClose: () => void }) {
  const { t } = useTranslation('company')
  const leaving = useCommand(letStaffGo)
  return (
    <FormDrawer<{ leftOn: string }>
      title={t('staff.leaveTitle', { name: file.name })}
      initial={{ leftOn: dayOf(new Date().toISOString()) }}
      send={({ leftOn }) => leaving.run({ params: { staffId: file.id }, body: { leftOn, version: file.version } })}
      busy={leaving.busy}
      error={leaving.error}
      onClose={onClose}
      danger
      sendWords={t('staff.leave')}
    >
      <p>{t('staff.leaveHint')}</p>
      <DayField name="leftOn" label={t('staff.leftOn')} required />
    </FormDrawer>
  )
}
