import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { phoneDigits } from '#src/company/pure-door.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { PageHead } from '../../web/page-head.tsx'
import { createRequest } from '../contract/make.ts'
import { findCaller } from '../contract/read.ts'
import { CallerPanel } from './caller-panel.tsx'
import { Duplicate } from './duplicate.tsx'
import './hotline.css'
import { calledBy, filled, freshIntake, type Intake, LEAST_DIGITS, newRequestOf, problemsOf } from './intake.ts'
import { IntakeForm } from './intake-form.tsx'
import { Taken } from './taken.tsx'

/** A telephone rings: who is it, what do they own, what is open; then the request, without leaving the keyboard. */
export default function Hotline() {
  const { t } = useTranslation('request')
  useTitle(t('hotline.title'))
  const [address, setAddress] = useSearchParams()
  const [call, setCall] = useState(0)
  const answerNext = () => {
    setAddress({}, { replace: true })
    setCall(call + 1)
  }
  return <OneCall key={call} calling={address.get('phone')?.slice(0, 30) ?? ''} onNext={answerNext} />
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 180)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

/** `calling` is the number as it came with the address, from the first page or a telephone system. */
function OneCall({ calling, onNext }: { calling: string; onNext: () => void }) {
  const { t } = useTranslation('request')
  const [intake, setIntake] = useState(() => ({ ...freshIntake(newId(), newId()), phone: calling }))
  const [isTried, setTried] = useState(false)
  const page = useRef<HTMLDivElement>(null)
  const phone = useSettled(intake.phone)
  const isSearching = phoneDigits(phone).length >= LEAST_DIGITS
  const found = useEndpoint(
    findCaller,
    { query: { phone } },
    { follows: ['service_request', 'customer'], enabled: isSearching, keepPrevious: true },
  )
  const callers = (isSearching && found.data?.customers) || []
  const taking = useCommand(createRequest)
  const who = calledBy(intake, callers)
  const customer = who?.as === 'customer' ? callers.find((one) => one.id === who.customerId) : undefined
  const shown = filled(intake, customer)
  const problems = problemsOf(intake, shown, who, Date.now())
  const change = (part: Partial<Intake>) => setIntake((before) => ({ ...before, ...part }))

  const take = (event?: FormEvent) => {
    event?.preventDefault()
    setTried(true)
    if (Object.keys(problems).length > 0 || !who || !intake.kind) {
      // After the errors are drawn, the first of them gets the focus.
      requestAnimationFrame(() =>
        page.current?.querySelector<HTMLElement>('[aria-invalid="true"], fieldset[aria-describedby] input')?.focus(),
      )
      return
    }
    taking.run({ body: newRequestOf(intake, shown, who, intake.kind) }).catch(() => {})
  }

  useShortcuts({
    next: onNext,
    take: () => !taking.answer && take(),
    choose: (place) => {
      if (taking.answer) return
      if (place === 0) change({ who: { as: 'new' }, productId: null })
      const one = callers[place - 1]
      if (one) change({ who: { as: 'customer', customerId: one.id }, productId: null })
    },
  })

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter between the fields of two parts of one page
    <div ref={page} className="hot svc-dense" onKeyDown={taking.answer ? undefined : goOn}>
      <PageHead title={t('hotline.title')} note={t('hotline.lead')}>
        <Shortcuts />
      </PageHead>
      <CallerPanel
        intake={intake}
        callers={callers}
        strangers={(isSearching && found.data?.strangers) || []}
        search={!isSearching ? 'short' : found.isPending || phone !== intake.phone ? 'running' : 'done'}
        error={found.error}
        who={who}
        customer={customer}
        productId={shown.productId}
        problems={isTried ? problems : {}}
        isLocked={Boolean(taking.answer)}
        onChange={change}
      />
      {taking.answer ? (
        <Taken requestId={taking.answer.id} number={taking.answer.number} onNext={onNext} />
      ) : (
        <form className="sp-card" aria-label={t('hotline.form')} onSubmit={take} noValidate>
          <Duplicate customer={customer} productId={shown.productId} />
          <IntakeForm intake={intake} form={shown} problems={isTried ? problems : {}} onChange={change} />
          <FailureNote error={taking.error} />
          <div className="hot-foot">
            <Button kind="quiet" onClick={onNext}>
              {t('hotline.restart')}
            </Button>
            <Button type="submit" kind="primary" busy={taking.busy}>
              {taking.busy ? t('hotline.saving') : t('hotline.save')} <kbd>Ctrl ↵</kbd>
            </Button>
          </div>
        </form>
      )}
    </div>
  )
}

const FIELDS = 'input:not([disabled], [readonly]), textarea, select, button[type="submit"]'

/** Enter goes to the next field, as on a form of paper; in the description it is a new line, on a button a press. */
function goOn(event: KeyboardEvent<HTMLDivElement>) {
  const target = event.target as HTMLElement
  if (event.key !== 'Enter' || event.ctrlKey || event.nativeEvent.isComposing) return
  if (!(target instanceof HTMLInputElement) || target.role === 'combobox') return
  event.preventDefault()
  const fields = [...event.currentTarget.querySelectorAll<HTMLInputElement>(FIELDS)].filter(
    (one) => one.type !== 'radio' || one.checked || one.name !== target.name,
  )
  const here = fields.indexOf(target)
  const group = target.type === 'radio' ? target.name : undefined
  const next = fields.slice(here + 1).find((one) => one.name !== group || group === undefined)
  next?.focus()
}

function useShortcuts(act: { next: () => void; take: () => void; choose: (place: number) => void }) {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'F2') latest.current.next()
      else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) latest.current.take()
      else if (event.altKey && /^Digit\d$/.test(event.code)) latest.current.choose(Number(event.code.slice(5)))
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

function Shortcuts() {
  const { t } = useTranslation('request')
  const keys: [string, string][] = [
    ['↵', t('hotline.keyNext')],
    ['Alt 1–9', t('hotline.keyCustomer')],
    ['Alt 0', t('hotline.newCustomer')],
    ['Ctrl ↵', t('hotline.keySave')],
    ['F2', t('hotline.keyNew')],
  ]
  return (
    <span className="svc-keys">
      {keys.map(([key, words]) => (
        <span key={key}>
          <kbd>{key}</kbd> {words}
        </span>
      ))}
    </span>
  )
}
