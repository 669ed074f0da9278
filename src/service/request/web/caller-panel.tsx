import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { TextField } from '#src/ui/field.tsx'
import { Pill } from '#src/ui/pill.tsx'
import type { RequestRow } from '../contract/shown.ts'
import { Choices, Pick, ProductChoice, RequestsInBrief } from './caller.tsx'
import { type CalledBy, type Caller, cleanPhone, type Intake, LEAST_DIGITS, type Problems } from './intake.ts'
import { useProblemWords } from './intake-form.tsx'

type CallerPanelProps = {
  intake: Intake
  callers: readonly Caller[]
  strangers: readonly RequestRow[]
  search: 'short' | 'running' | 'done'
  error: Error | null
  who: CalledBy | null
  customer: Caller | undefined
  productId: string
  problems: Problems
  isLocked: boolean
  onChange: (change: Partial<Intake>) => void
}

/** Who calls: the number, the customers it may be, what they own and what is open. */
export function CallerPanel(props: CallerPanelProps) {
  const { intake, callers, strangers, search, error, who, customer, productId, problems, isLocked, onChange } = props
  const { t } = useTranslation('request')
  const words = useProblemWords()
  const said = {
    short: t('hotline.phoneShort', { count: LEAST_DIGITS }),
    running: t('hotline.searching'),
    done: callers.length > 0 ? t('hotline.known', { count: callers.length }) : t('hotline.unknown'),
  }[search]
  return (
    <section className="sp-card hot-caller" aria-label={t('hotline.who')}>
      <TextField
        label={t('hotline.phone')}
        required
        autoFocus
        inputMode="tel"
        autoComplete="off"
        readOnly={isLocked}
        placeholder={t('hotline.phonePlaceholder')}
        value={intake.phone}
        onChange={(text) => onChange({ phone: cleanPhone(text), who: null, productId: null })}
      />
      <p className="sp-soft" role="status">
        {said}
      </p>
      <FailureNote error={error} />
      {!isLocked && search !== 'short' && (
        <Choices legend={t('hotline.who')}>
          {callers.map((one, place) => (
            <Pick
              key={one.id}
              name="who"
              checked={who?.as === 'customer' && who.customerId === one.id}
              onPick={() => onChange({ who: { as: 'customer', customerId: one.id }, productId: null })}
              title={one.name}
              detail={one.address}
              hotkey={place < 9 ? `Alt ${place + 1}` : undefined}
            />
          ))}
          <Pick
            name="who"
            checked={who?.as === 'new'}
            onPick={() => onChange({ who: { as: 'new' }, productId: null })}
            title={t('hotline.newCustomer')}
            hotkey="Alt 0"
          />
          <Pick
            name="who"
            checked={who?.as === 'stranger'}
            onPick={() => onChange({ who: { as: 'stranger' }, productId: null })}
            title={t('hotline.stranger')}
          />
          {problems.who && <Pill tone="bad">{words(problems.who)}</Pill>}
        </Choices>
      )}
      {!isLocked && who?.as === 'new' && (
        <>
          <TextField
            label={t('hotline.customerName')}
            required
            maxLength={200}
            value={intake.customerName}
            onChange={(customerName) => onChange({ customerName })}
            error={words(problems.customerName)}
          />
          <SegmentedChoice
            label={t('hotline.customerKind')}
            options={[
              { value: 'person', label: t('hotline.person') },
              { value: 'company', label: t('hotline.company') },
            ]}
            value={intake.customerKind}
            onChange={(customerKind) => onChange({ customerKind })}
          />
        </>
      )}
      {customer && (
        <>
          {!isLocked && (
            <ProductChoice
              customer={customer}
              productId={productId}
              onChoose={(chosen) => onChange({ productId: chosen })}
            />
          )}
          <RequestsInBrief title={t('hotline.openRequests')} rows={customer.openRequests} empty={t('hotline.noOpen')} />
          <RequestsInBrief title={t('hotline.recentRequests')} rows={customer.recentRequests} />
        </>
      )}
      <RequestsInBrief title={t('hotline.strangerRequests')} rows={strangers} />
    </section>
  )
}
