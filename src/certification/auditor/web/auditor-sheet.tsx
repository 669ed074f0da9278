import { Button, Drawer, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#src/client/use-may.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { DoingsHead } from '#src/ui/doings-head.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { dayOf } from '#src/ui/when.ts'
import * as contract from '../contract.ts'
import { AbsenceForm, AuditorForm, CompetenceForm, WithdrawCompetence } from './forms.tsx'

type Opened = { kind: 'change' | 'add' | 'absences' } | { kind: 'withdraw'; one: contract.Competence } | null

/** The file of one auditor: every competence with its evidence and term, and the days away. */
export function AuditorSheet({ auditor, onClose }: { auditor: contract.AuditorRow; onClose: () => void }) {
  const { t } = useTranslation(['audit', 'common'])
  const may = useMay()
  const [opened, setOpened] = useState<Opened>(null)
  const close = () => setOpened(null)
  return (
    <Drawer open title={auditor.name} size="min(820px, 100vw)" onClose={onClose}>
      <Stack>
        {may(contract.changeAuditor) && (
          <Space wrap>
            <Button onClick={() => setOpened({ kind: 'change' })}>{t('auditors.change')}</Button>
            <Button onClick={() => setOpened({ kind: 'add' })}>{t('auditors.addCompetence')}</Button>
            <Button onClick={() => setOpened({ kind: 'absences' })}>{t('auditors.editAbsences')}</Button>
          </Space>
        )}
        <Card title={t('auditors.competences')} level={3}>
          <CompetenceTable auditor={auditor} onWithdraw={(one) => setOpened({ kind: 'withdraw', one })} />
        </Card>
        <Card title={t('auditors.absences')} level={3}>
          {auditor.absences.length === 0 && <p className="sp-soft">—</p>}
          <ul className="sp-list">
            {auditor.absences.map(({ id, fromOn, toOn, reason }) => (
              <li key={id} className="sp-list-one">
                {fromOn} – {toOn} {reason}
              </li>
            ))}
          </ul>
        </Card>
      </Stack>
      {opened?.kind === 'change' && <AuditorForm auditor={auditor} onClose={close} />}
      {opened?.kind === 'add' && <CompetenceForm personId={auditor.personId} onClose={close} />}
      {opened?.kind === 'absences' && <AbsenceForm auditor={auditor} onClose={close} />}
      {opened?.kind === 'withdraw' && (
        <WithdrawCompetence personId={auditor.personId} one={opened.one} onClose={close} />
      )}
    </Drawer>
  )
}

type TableProps = { auditor: contract.AuditorRow; onWithdraw: (one: contract.Competence) => void }

function CompetenceTable({ auditor, onWithdraw }: TableProps) {
  const { t } = useTranslation('audit')
  const may = useMay()
  return (
    <Table<contract.Competence>
      rowKey="id"
      size="small"
      dataSource={auditor.competences}
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: t('auditors.scheme'), dataIndex: 'schemeId' },
        { title: t('auditors.productClass'), render: (_, one) => one.productClass || t('auditors.allClasses') },
        { title: t('auditors.evidence'), dataIndex: 'evidence' },
        { title: t('auditors.validFromOn'), dataIndex: 'validFromOn' },
        { title: t('auditors.validUntilOn'), render: (_, one) => <Until one={one} /> },
        {
          title: <DoingsHead />,
          render: (_, one) =>
            one.withdrawnAt === null &&
            may(contract.withdrawCompetence) && (
              <Button size="small" type="text" onClick={() => onWithdraw(one)}>
                {t('auditors.withdraw')}
              </Button>
            ),
        },
      ]}
    />
  )
}

function Until({ one }: { one: contract.Competence }) {
  const { t } = useTranslation('audit')
  if (one.withdrawnAt !== null)
    return <Pill tone="bad">{t('auditors.withdrawn', { reason: one.withdrawnReason })}</Pill>
  if (one.validUntilOn === null) return t('auditors.open')
  return one.validUntilOn < dayOf(new Date().toISOString()) ? (
    <Pill tone="warn">
      {one.validUntilOn} {t('auditors.expired')}
    </Pill>
  ) : (
    one.validUntilOn
  )
}
