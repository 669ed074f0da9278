import { Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { DayField, OutletChoice, TextField } from '#src/company/web/fields.tsx'
import type { Answer } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { isUscc } from '#src/shared/uscc.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, RowOf } from '#src/ui/card.tsx'
import { Notice } from '#src/ui/states.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showAt } from '#src/ui/when.ts'
import { useLocalText } from '../../web/words.ts'
import * as contract from '../contract/application.ts'

type Shown = Answer<typeof contract.readApplicationForm>
type Fields = contract.ApplicationDraft

const KINDS = ['initial', 'recertification', 'extension'] as const
const FACTS = ['isLegalPerson', 'holdsPermits', 'noMajorFailure'] as const
const SIZES = ['headcount', 'serviceHeadcount', 'outletCount'] as const

/** The form, kept as a draft at any time; declared once nothing is lacking. */
export function FormCard({ shown }: { shown: Shown }) {
  const { t } = useTranslation(['material', 'common'])
  const may = useMay()
  const [id] = useState(newId)
  const [form] = Form.useForm<Fields>()
  const [isTouched, setTouched] = useState(false)
  const saving = useCommand(contract.saveApplicationForm)
  const declaring = useCommand(contract.declareApplication)
  const { saved, declared, lacking } = shown
  const mayEdit = may(contract.saveApplicationForm)
  const save = (draft: Fields) =>
    saving.run({ body: { id: saved?.id ?? id, version: saved?.version ?? null, draft } }).then(
      () => {
        setTouched(false)
        toast(t('common:state.saved'))
      },
      // The failure stands above the form.
      () => undefined,
    )
  const declare = () =>
    Modal.confirm({
      title: t('form.declareTitle'),
      content: t('form.declareHint'),
      okText: t('form.declareGo'),
      cancelText: t('common:action.cancel'),
      onOk: () => declaring.run({ body: { version: saved!.version } }).catch(() => undefined),
    })
  return (
    <Card title={t('form.title')}>
      <p className="sp-soft">{t('form.lead')}</p>
      <Standing shown={shown} isTouched={isTouched} />
      <FailureNote error={saving.error ?? declaring.error} />
      <Form<Fields>
        form={form}
        layout="vertical"
        disabled={!mayEdit}
        initialValues={shown.draft}
        onValuesChange={() => setTouched(true)}
        onFinish={(fields) => void save(blankless(fields))}
      >
        <Parts shown={shown} lacking={lacking} />
        {mayEdit && (
          <RowOf>
            <Button kind="primary" type="submit" busy={saving.busy}>
              {t('form.save')}
            </Button>
            {may(contract.declareApplication) && (
              <Button
                onClick={declare}
                busy={declaring.busy}
                disabled={!saved || isTouched || lacking.length > 0 || declared !== null}
              >
                {t('form.declare')}
              </Button>
            )}
          </RowOf>
        )}
      </Form>
    </Card>
  )
}

/** A cleared number or day is null, a cleared text empty. */
function blankless(fields: Fields): Fields {
  const texts = [
    'legalName',
    'uscc',
    'legalRepresentative',
    'address',
    'contactName',
    'contactPhone',
    'contactEmail',
    'wantedLevelId',
    'scope',
  ] as const
  const blanks = Object.fromEntries(texts.map((name) => [name, fields[name] ?? '']))
  const numbers = Object.fromEntries(SIZES.map((name) => [name, fields[name] ?? null]))
  const { productClasses = [], runningSinceOn = null, centreOutletId = null } = fields
  return { ...fields, ...blanks, ...numbers, productClasses, runningSinceOn, centreOutletId }
}

function Standing({ shown, isTouched }: { shown: Shown; isTouched: boolean }) {
  const { t, i18n } = useTranslation('material')
  const { saved, declared, lacking } = shown
  const when = (at: string) => showAt(at, i18n.language)
  if (declared && !isTouched)
    return <Notice tone="good" title={t('form.declared', { name: declared.byName, at: when(declared.at) })} />
  return (
    <Notice
      tone={lacking.length > 0 ? 'warn' : 'info'}
      title={lacking.length > 0 ? t('form.lacking', { count: lacking.length }) : t('form.complete')}
    >
      <span>
        {saved ? t('form.saved', { name: saved.byName, at: when(saved.at) }) : t('form.prefilled')}
        {` · ${t('form.notDeclared')}`}
      </span>
      {lacking.length > 0 && (
        <span>{lacking.map((name) => t(`form.${name as (typeof SIZES)[number]}`)).join(' · ')}</span>
      )}
    </Notice>
  )
}

function Parts({ shown, lacking }: { shown: Shown; lacking: readonly string[] }) {
  const { t } = useTranslation('material')
  const local = useLocalText()
  const marked = (name: string) => (lacking.includes(name) ? ({ validateStatus: 'warning' } as const) : {})
  return (
    <div className="sp-material-form">
      <h3 className="sp-material-wide">{t('form.applicant')}</h3>
      <TextField name="legalName" label={t('form.legalName')} max={200} />
      <UsccField />
      <TextField name="legalRepresentative" label={t('form.legalRepresentative')} max={60} />
      <TextField name="address" label={t('form.address')} max={300} />
      <TextField name="contactName" label={t('form.contactName')} max={60} />
      <TextField name="contactPhone" label={t('form.contactPhone')} max={40} />
      <Form.Item name="contactEmail" label={t('form.contactEmail')} {...marked('contactEmail')}>
        <Input type="email" maxLength={254} />
      </Form.Item>
      <h3 className="sp-material-wide">{t('form.subject')}</h3>
      <Form.Item name="kind" label={t('form.kind')}>
        <Select options={KINDS.map((value) => ({ value, label: t(`form.kinds.${value}`) }))} />
      </Form.Item>
      <Form.Item name="wantedLevelId" label={t('form.wantedLevelId')} {...marked('wantedLevelId')}>
        <Select allowClear options={shown.levels.map((level) => ({ value: level.id, label: local(level.name) }))} />
      </Form.Item>
      <div className="sp-material-wide">
        <TextField name="scope" label={t('form.scope')} hint={t('form.scopeHint')} max={1000} lines={2} />
        <Form.Item
          name="productClasses"
          label={t('form.productClasses')}
          extra={t('form.productClassesHint')}
          {...marked('productClasses')}
        >
          <Select mode="tags" open={false} maxCount={50} suffixIcon={null} />
        </Form.Item>
      </div>
      <h3 className="sp-material-wide">{t('form.size')}</h3>
      {SIZES.map((name) => (
        <Form.Item
          key={name}
          name={name}
          label={t(`form.${name}`)}
          extra={t('form.counted', { count: shown.counted[name] })}
          {...marked(name)}
        >
          <InputNumber min={0} max={10_000_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      ))}
      <Form.Item name="centreOutletId" label={t('form.centreOutletId')} extra={t('form.centreHint')}>
        <OutletChoice />
      </Form.Item>
      <DayField name="runningSinceOn" label={t('form.runningSinceOn')} />
      <h3 className="sp-material-wide">{t('form.facts')}</h3>
      <div className="sp-material-wide">
        {FACTS.map((name) => (
          <Form.Item key={name} name={name} valuePropName="checked" style={{ marginBottom: 8 }}>
            <Checkbox>{t(`form.${name}`)}</Checkbox>
          </Form.Item>
        ))}
      </div>
    </div>
  )
}

function UsccField() {
  const { t } = useTranslation('material')
  const form = Form.useFormInstance<Fields>()
  const uscc = (Form.useWatch('uscc', form) ?? '').trim().toUpperCase()
  const isWrong = uscc.length === 18 && !isUscc(uscc)
  return (
    <Form.Item
      name="uscc"
      label={t('form.uscc')}
      validateStatus={isWrong ? 'error' : undefined}
      help={isWrong ? t('form.usccWrong') : undefined}
    >
      <Input maxLength={18} autoCapitalize="characters" />
    </Form.Item>
  )
}
