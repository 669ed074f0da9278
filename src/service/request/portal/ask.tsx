import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useCommand } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { CITIES, PROVINCES } from '#src/company/pure-door.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { CheckField, DateTimeField, SelectField, TextArea, TextField } from '#src/ui/field.tsx'
import { Empty, Notice } from '#src/ui/states.tsx'
import { createPortalRequest } from '../contract/make.ts'
import type { RequestKind } from '../contract/words.ts'
import { Made } from './made.tsx'

type Doorway = 'repair' | 'consult' | 'complain'

const KINDS: Record<Doorway, RequestKind[]> = {
  repair: ['repair', 'installation', 'maintenance', 'parts', 'return', 'take_back'],
  consult: ['consultation', 'suggestion'],
  complain: ['complaint'],
}
const CLASSES = ['quality', 'not_quality', 'other'] as const

type Form = {
  kind: RequestKind
  subject: string
  description: string
  urgency: 'normal' | 'urgent' | null
  complaintClass: (typeof CLASSES)[number] | null
  serialNumber: string
  provinceCode: string
  cityCode: string
  address: string
  wishedFromAt: string | null
  wishedToAt: string | null
  contactName: string
  contactPhone: string
  consent: boolean
}

/** The public asks for service: few fields, one page, nothing to sign up for. */
export default function Ask({ params }: ScreenProps) {
  const { t } = useTranslation(['portal', 'common'])
  const doorway = params.kind as Doorway
  if (!(doorway in KINDS)) return <Empty icon="question" title={t('ask.noSuchKind')} detail={t('ask.noSuchKindHint')} />
  return <AskForm key={doorway} doorway={doorway} />
}

function AskForm({ doorway }: { doorway: Doorway }) {
  const { t } = useTranslation(['portal', 'common'])
  useTitle(t(`ask.${doorway}`))
  const words = useFailureWords()
  const command = useCommand(createPortalRequest)
  const [requestId] = useState(newId)
  const [isTried, setTried] = useState(false)
  const [form, setForm] = useState<Form>({
    kind: KINDS[doorway][0]!,
    subject: '',
    description: '',
    urgency: doorway === 'repair' ? null : 'normal',
    complaintClass: null,
    serialNumber: '',
    provinceCode: '',
    cityCode: '',
    address: '',
    wishedFromAt: null,
    wishedToAt: null,
    contactName: '',
    contactPhone: '',
    consent: false,
  })
  const set =
    <K extends keyof Form>(key: K) =>
    (value: Form[K]) =>
      setForm((before) => ({ ...before, [key]: value }))
  const missing = (value: string) => (isTried && value.trim() === '' ? t('common:field.missing') : undefined)
  const isVisit = doorway === 'repair'
  const phoneBad = form.contactPhone.replace(/\D/g, '').length < 5
  const windowBad =
    Boolean(form.wishedFromAt) !== Boolean(form.wishedToAt) ||
    (form.wishedFromAt !== null && form.wishedToAt !== null && form.wishedToAt <= form.wishedFromAt)
  const isReady =
    form.subject.trim() &&
    form.contactName.trim() &&
    !phoneBad &&
    !windowBad &&
    form.urgency &&
    form.consent &&
    (!isVisit || form.cityCode)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isReady) return
    const { provinceCode: _, consent: __, urgency, ...fields } = form
    void command
      .run({ body: { id: requestId, ...fields, urgency: urgency ?? 'normal', consent: true } })
      .catch(() => {})
  }
  if (command.answer) return <Made number={command.answer.number} secret={command.answer.trackingSecret} />

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <h1>{t(`ask.${doorway}`)}</h1>
        <p className="sp-soft">{t('ask.lead')}</p>
        <Card>
          <Stack>
            {KINDS[doorway].length > 1 && (
              <SegmentedChoice
                label={t('ask.kind')}
                options={KINDS[doorway].map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
                value={form.kind}
                onChange={set('kind')}
              />
            )}
            <TextField
              label={t('ask.subject')}
              hint={t('ask.subjectHint')}
              required
              maxLength={200}
              value={form.subject}
              onChange={set('subject')}
              error={missing(form.subject)}
            />
            <TextArea
              label={t('ask.description')}
              rows={4}
              maxLength={4000}
              value={form.description}
              onChange={set('description')}
            />
            {doorway === 'repair' && (
              <SegmentedChoice
                label={t('ask.urgent')}
                options={[
                  { value: 'urgent', label: t('ask.urgentYes') },
                  { value: 'normal', label: t('ask.urgentNo') },
                ]}
                value={form.urgency}
                onChange={set('urgency')}
                error={isTried && !form.urgency ? t('common:field.missing') : undefined}
              />
            )}
            {doorway === 'complain' && (
              <SegmentedChoice
                label={t('ask.complaintClass')}
                options={CLASSES.map((one) => ({ value: one, label: t(`complaintClass.${one}`) }))}
                value={form.complaintClass}
                onChange={set('complaintClass')}
              />
            )}
            <TextField
              label={t('ask.serial')}
              hint={t('ask.serialHint')}
              maxLength={60}
              autoCapitalize="characters"
              value={form.serialNumber}
              onChange={set('serialNumber')}
            />
          </Stack>
        </Card>
        {isVisit && (
          <Card title={t('ask.where')}>
            <Stack>
              <Place
                provinceCode={form.provinceCode}
                cityCode={form.cityCode}
                error={missing(form.cityCode)}
                onChange={(place) => setForm((before) => ({ ...before, ...place }))}
              />
              <TextField
                label={t('ask.address')}
                maxLength={300}
                autoComplete="street-address"
                value={form.address}
                onChange={set('address')}
              />
              <fieldset className="sp-field">
                <legend className="sp-field-label">{t('ask.when')}</legend>
                <div className="sp-row-of">
                  <DateTimeField label={t('ask.from')} at={form.wishedFromAt} onChange={set('wishedFromAt')} />
                  <DateTimeField
                    label={t('ask.to')}
                    at={form.wishedToAt}
                    onChange={set('wishedToAt')}
                    error={windowBad && isTried ? t('ask.windowBad') : undefined}
                  />
                </div>
              </fieldset>
            </Stack>
          </Card>
        )}
        <Card title={t('ask.you')}>
          <Stack>
            <TextField
              label={t('ask.name')}
              required
              maxLength={100}
              autoComplete="name"
              value={form.contactName}
              onChange={set('contactName')}
              error={missing(form.contactName)}
            />
            <TextField
              label={t('ask.phone')}
              required
              type="tel"
              inputMode="tel"
              maxLength={40}
              autoComplete="tel"
              value={form.contactPhone}
              onChange={set('contactPhone')}
              error={isTried && phoneBad ? t('ask.phoneBad') : undefined}
            />
            <CheckField label={t('ask.consent')} checked={form.consent} onChange={set('consent')} />
            {isTried && !form.consent && <Notice tone="bad" title={t('ask.consentMissing')} />}
          </Stack>
        </Card>
        {command.error && (
          <Notice tone="bad" title={words(command.error).title}>
            {words(command.error).detail}
          </Notice>
        )}
        <Button type="submit" kind="primary" large block busy={command.busy}>
          {t('ask.send')}
        </Button>
      </Stack>
    </form>
  )
}

type PlaceProps = {
  provinceCode: string
  cityCode: string
  error: string | undefined
  onChange: (place: { provinceCode: string; cityCode: string }) => void
}

function Place({ provinceCode, cityCode, error, onChange }: PlaceProps) {
  const { t } = useTranslation(['portal', 'common'])
  const cities = CITIES.filter((city) => city.provinceCode === provinceCode)
  return (
    <div className="sp-row-of">
      <SelectField
        label={t('ask.province')}
        required
        value={provinceCode}
        options={PROVINCES.map(({ code, name }) => ({ value: code, label: name }))}
        onChange={(code) => {
          const within = CITIES.filter((city) => city.provinceCode === code)
          onChange({ provinceCode: code, cityCode: within.length === 1 ? within[0]!.code : '' })
        }}
        error={provinceCode ? undefined : error}
      />
      <SelectField
        label={t('ask.city')}
        required
        value={cityCode}
        options={cities.map(({ code, name }) => ({ value: code, label: name }))}
        onChange={(code) => onChange({ provinceCode, cityCode: code })}
        error={provinceCode ? error : undefined}
      />
    </div>
  )
}
