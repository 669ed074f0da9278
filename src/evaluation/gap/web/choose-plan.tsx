import { Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMe } from '#src/client/session.ts'
import { DayField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { newId } from '#src/shared/id.ts'
import { choosePlan, listOwners } from '../contract/plan.ts'
import type { FoundPlan } from '../contract/search.ts'

type Fields = { startsOn: string; ownerId: string }
type ChoosePlanProps = { level: string; plan: FoundPlan; todayOn: string; onClose: () => void; onChosen: () => void }

export function ChoosePlan({ level, plan, todayOn, onClose, onChosen }: ChoosePlanProps) {
  const { t } = useTranslation('gap')
  const { me } = useMe()
  const [id] = useState(newId)
  const choosing = useCommand(choosePlan)
  return (
    <FormDrawer<Fields>
      title={t('plan.choose')}
      initial={{ startsOn: todayOn, ...(me ? { ownerId: me.person.id } : {}) }}
      send={async (fields) => {
        await choosing.run({ body: { id, level, actionKeys: plan.actionKeys, ...fields } })
        onChosen()
      }}
      busy={choosing.busy}
      error={choosing.error}
      onClose={onClose}
      sendWords={t('plan.choose')}
    >
      <p>{t('plan.chooseHint')}</p>
      <DayField name="startsOn" label={t('plan.startsOn')} required />
      <Form.Item name="ownerId" label={t('plan.owner')} extra={t('plan.ownerHint')} rules={[{ required: true }]}>
        <OwnerChoice chosenWords={me?.person.name ?? ''} />
      </Form.Item>
    </FormDrawer>
  )
}

type OwnerChoiceProps = { value?: string; onChange?: (id: string) => void; id?: string; chosenWords: string }

/** A person of the organisation; `chosenWords` names the one already chosen while the list does not hold them. */
export function OwnerChoice({ value, onChange, id, chosenWords }: OwnerChoiceProps) {
  const { t } = useTranslation('common')
  const [search, setSearch] = useState('')
  const people = useEndpoint(listOwners, { query: { limit: 50, search: search || undefined } }, { keepPrevious: true })
  const options = (people.data?.rows ?? []).map((one) => ({ value: one.personId, label: one.name }))
  const isHere = value === undefined || options.some((one) => one.value === value)
  return (
    <Select
      {...(id ? { id } : {})}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      value={value}
      placeholder={t('field.choose')}
      options={isHere ? options : [{ value, label: chosenWords }, ...options]}
      {...(onChange ? { onChange } : {})}
    />
  )
}
