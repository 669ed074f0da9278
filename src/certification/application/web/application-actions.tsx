import { Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { MATERIALS, type MaterialId } from '#src/evaluation/material/contract/dossier.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { Notice } from '#src/ui/states.tsx'
import * as contract from '../contract.ts'
import { unmetOf } from '../rules/check.ts'

const ACTS = ['accept', 'more', 'supply', 'refuse', 'withdraw'] as const
type Act = (typeof ACTS)[number]

const ENDPOINTS = {
  accept: contract.acceptApplication,
  more: contract.askForMore,
  supply: contract.supplyMaterial,
  refuse: contract.refuseApplication,
  withdraw: contract.withdrawApplication,
} as const

/** What an officer can do with the application as it stands. */
export function ApplicationActions({ application }: { application: contract.ApplicationDetail }) {
  const { t } = useTranslation('client')
  const may = useMay()
  const [doing, setDoing] = useState<Act | null>(null)
  const { state, contractId } = application
  const possible: readonly Act[] =
    state === 'reviewing'
      ? ACTS
      : state === 'awaiting'
        ? ['accept', 'supply', 'refuse', 'withdraw']
        : state === 'accepted' && contractId === null
          ? ['withdraw']
          : []
  return (
    <RowOf>
      {possible
        .filter((act) => may(ENDPOINTS[act]))
        .map((act) => (
          <Button key={act} kind={act === 'accept' ? 'primary' : 'plain'} onClick={() => setDoing(act)}>
            {t(`act.${act}`)}
          </Button>
        ))}
      {doing && <ActForm key={doing} act={doing} application={application} onClose={() => setDoing(null)} />}
    </RowOf>
  )
}

type Fields = { reason?: string; materials?: MaterialId[] }
type ActFormProps = { act: Act; application: contract.ApplicationDetail; onClose: () => void }

function ActForm({ act, application, onClose }: ActFormProps) {
  const { t } = useTranslation(['client', 'material'])
  const accepting = useCommand(contract.acceptApplication)
  const asking = useCommand(contract.askForMore)
  const supplying = useCommand(contract.supplyMaterial)
  const refusing = useCommand(contract.refuseApplication)
  const withdrawing = useCommand(contract.withdrawApplication)
  const command = { accept: accepting, more: asking, supply: supplying, refuse: refusing, withdraw: withdrawing }[act]
  const params = { applicationId: application.id }
  const { version } = application
  const send = ({ reason = '', materials = [] }: Fields): Promise<unknown> => {
    switch (act) {
      case 'accept':
        return accepting.run({ params, body: { version, reason } })
      case 'more':
        return asking.run({ params, body: { version, reason, materials } })
      case 'supply':
        return supplying.run({ params, body: { version, note: reason, materials, files: [] } })
      case 'refuse':
        return refusing.run({ params, body: { version, reason } })
      case 'withdraw':
        return withdrawing.run({ params, body: { version, reason } })
    }
  }
  const lacking = (application.checks.find(({ id }) => id === 'materials')?.materials ?? [])
    .filter(({ state }) => state !== 'present')
    .map(({ id }) => id as MaterialId)
  const unmet = unmetOf(application.checks)
  const isReasonNeeded = act === 'more' || act === 'refuse' || act === 'withdraw'
  return (
    <FormDrawer<Fields>
      title={t(`act.${act}`)}
      initial={{ materials: act === 'more' ? lacking : [] }}
      send={send}
      busy={command.busy}
      error={command.error}
      onClose={onClose}
      danger={act === 'refuse'}
      sendWords={t(`act.${act}`)}
    >
      {act === 'accept' && (
        <Notice
          tone={unmet.length > 0 ? 'warn' : 'info'}
          title={unmet.length > 0 ? t('act.acceptUnmet', { count: unmet.length }) : t('act.acceptHint')}
        />
      )}
      {(act === 'more' || act === 'supply') && (
        <Form.Item name="materials" label={t('act.materials')}>
          <Select
            mode="multiple"
            options={MATERIALS.map((value) => ({ value, label: t(`material:material.${value}`) }))}
          />
        </Form.Item>
      )}
      <TextField
        name="reason"
        label={t(isReasonNeeded ? 'act.reason' : 'act.reasonOptional')}
        required={isReasonNeeded}
        max={2000}
        lines={4}
      />
    </FormDrawer>
  )
}
