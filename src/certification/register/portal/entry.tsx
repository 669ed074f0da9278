import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearch } from 'wouter'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { CallRefused } from '#src/client/failure.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Facts, Stack } from '#src/ui/card.tsx'
import { TextField } from '#src/ui/field.tsx'
import { StarsShown } from '#src/ui/stars.tsx'
import { Failed, Skeleton, StateNote } from '#src/ui/states.tsx'
import { type Step, Steps } from '#src/ui/steps.tsx'
import { showOn } from '#src/ui/when.ts'
import { type RegisterEntry, readRegister } from '../contract.ts'
import { BadgeCard, Downloads } from './take-away.tsx'
import './register.css'
import { StatusPill } from './standing.tsx'

/** One certificate for anybody: the status today or on a day past, what it covers, what became of it, and everything to verify it. */
export default function Entry({ params }: ScreenProps) {
  const { t } = useTranslation('certificate')
  const number = decodeURIComponent(params.number ?? '')
  useTitle(`${t('register.title')} ${number}`)
  const words = useFailureWords()
  const body = new URLSearchParams(useSearch()).get('body') ?? undefined
  const [on, setOn] = useState<string>()
  const read = useEndpoint(readRegister, { params: { number }, query: { body, on } }, { keepPrevious: true })
  if (read.data) return <Shown entry={read.data} onAsk={setOn} busy={read.isFetching} />
  if (!read.error) return <Skeleton lines={8} />
  const isUnknown = read.error instanceof CallRefused && read.error.status === 404
  if (isUnknown) return <StateNote icon="question" title={t('register.none')} detail={t('register.noneHint')} />
  return <Failed {...words(read.error)} onRetry={() => void read.refetch()} />
}

type ShownProps = { entry: RegisterEntry; onAsk: (day: string | undefined) => void; busy: boolean }

function Shown({ entry, onAsk, busy }: ShownProps) {
  const { t, i18n } = useTranslation('certificate')
  const language = i18n.language
  const { says, standing, body } = entry
  const local = (text: { zh: string; en: string }) => (language.startsWith('zh') ? text.zh : text.en)
  return (
    <Stack>
      <section className={`sp-register-head sp-register-${standing.status}`} aria-busy={busy}>
        <span className="sp-soft">
          {body.name} · {says.number}
        </span>
        <h1>{says.holder.name}</h1>
        <div className="sp-register-level">
          {says.level.stars > 0 && <StarsShown value={says.level.stars} size={24} />}
          {local(says.level.name)} · {says.standard.reference}
        </div>
        <div className="sp-register-verdict" role="status">
          <StatusPill status={standing.status} />
          <span>
            {entry.onDay === entry.todayOn
              ? t('register.today', { day: showOn(entry.onDay, language) })
              : t('register.onDay', { day: showOn(entry.onDay, language) })}
          </span>
          <span className="sp-soft">{t(`register.since.${standing.status}`, { day: standing.sinceOn })}</span>
          {standing.untilOn && <span className="sp-soft">{t('register.until', { day: standing.untilOn })}</span>}
        </div>
        <AskDay entry={entry} onAsk={onAsk} />
      </section>
      <Card title={t('register.covers')}>
        <Facts
          of={[
            [t('field.scope'), says.scope],
            [t('field.validity'), `${says.validFromOn} – ${says.validUntilOn}`],
            [t('field.issued'), says.issuedOn],
            [t('field.uscc'), says.holder.uscc],
            [t('field.address'), says.holder.address],
            [t('field.edition'), says.edition > 1 ? String(says.edition) : ''],
            [t('field.surveillance'), surveillance(entry, t)],
            [t('field.conditions'), says.conditions],
          ]}
        />
        {says.outlets.length > 0 && (
          <details>
            <summary>{t('register.outlets', { count: says.outlets.length })}</summary>
            <ol>
              {says.outlets.map((outlet, nth) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the place in the annex is the outlet's number
                <li key={nth}>
                  {outlet.name} <span className="sp-soft">{outlet.address}</span>
                </li>
              ))}
            </ol>
          </details>
        )}
      </Card>
      <Card title={t('register.history')}>
        <Steps label={t('register.history')} steps={stepsOf(entry, t)} />
      </Card>
      <Downloads entry={entry} />
      <BadgeCard entry={entry} />
      <Card title={t('register.body')}>
        <Facts
          of={[
            [t('field.bodyName'), body.name],
            [t('field.approval'), body.approvalNumber],
            [t('field.address'), body.address],
            [t('field.website'), body.website],
            [
              t('field.rootFingerprint'),
              <span key="root" className="sp-register-fingerprint">
                {body.rootFingerprint}
              </span>,
            ],
          ]}
        />
      </Card>
      <Link href="/certificates">{t('register.another')}</Link>
    </Stack>
  )
}

function AskDay({ entry, onAsk }: Omit<ShownProps, 'busy'>) {
  const { t } = useTranslation('certificate')
  return (
    <div className="sp-register-day">
      <TextField
        label={t('register.askDay')}
        type="date"
        required
        max={entry.todayOn}
        value={entry.onDay}
        onChange={(day) => /^\d{4}-\d\d-\d\d$/.test(day) && day <= entry.todayOn && onAsk(day)}
      />
      {entry.onDay !== entry.todayOn && (
        <Button kind="quiet" icon="undo" onClick={() => onAsk(undefined)}>
          {t('register.backToToday')}
        </Button>
      )}
    </div>
  )
}

type Words = ReturnType<typeof useTranslation<'certificate'>>['t']

function surveillance(entry: RegisterEntry, t: Words): string {
  const { withinMonths, dueOn } = entry.says.surveillance
  const passed = entry.maintainedOn ? t('register.maintained', { day: entry.maintainedOn }) : ''
  const due = dueOn && !entry.maintainedOn ? t('register.due', { day: dueOn }) : ''
  return [t('register.within', { months: withinMonths }), passed, due].filter(Boolean).join(' · ')
}

function stepsOf(entry: RegisterEntry, t: Words): Step[] {
  const { changes, says, onDay } = entry
  const issued: Step = { key: 'issued', title: t('register.issued'), detail: says.issuedOn, state: 'done' }
  return [
    issued,
    ...changes.map((change) => ({
      key: `${change.kind} ${change.madeAt}`,
      title: t(`change.${change.kind}`),
      detail: [
        change.untilOn ? `${change.effectiveOn} – ${change.untilOn}` : change.effectiveOn,
        change.edition ? t('register.newEdition', { edition: change.edition }) : '',
        change.publicReason,
      ]
        .filter(Boolean)
        .join(' · '),
      state: stateOf(change, onDay),
    })),
  ]
}

function stateOf({ kind, effectiveOn }: RegisterEntry['changes'][number], onDay: string): Step['state'] {
  if (effectiveOn > onDay) return 'ahead'
  return kind === 'suspend' || kind === 'withdraw' || kind === 'cancel' ? 'bad' : 'done'
}
