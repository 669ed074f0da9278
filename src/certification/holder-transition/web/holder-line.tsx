import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { StarsShown } from '#src/ui/stars.tsx'
import { planHolder, withdrawPlan } from '../contract/endpoints.ts'
import type { HolderRow, HolderState, Stage } from '../contract/transition.ts'
import type { Doing } from './holder-list.tsx'

const TONES: Record<HolderState, Tone> = {
  ...({ untold: 'plain', told: 'info', lapsing: 'bad', planned: 'info' } as const),
  ...({ audited: 'warn', decided: 'warn', moved: 'good', ended: 'plain' } as const),
}

type LineProps = { row: HolderRow; stage: Stage; onDo: (doing: Doing) => void }

export function HolderLine({ row, stage, onDo }: LineProps) {
  const { t } = useTranslation('holder-transition')
  return (
    <tr>
      <th scope="row">
        <Link href={`/certificates/${row.certificateId}`}>{row.number}</Link>
        <div>{row.holderName}</div>
        <span className="svc-row">
          {row.stars > 0 && <StarsShown value={row.stars} size={14} />}
          {row.status !== 'valid' && <Pill tone="bad">{t(`status.${row.status}`)}</Pill>}
        </span>
      </th>
      <td className="htr-nowrap">{row.validUntilOn}</td>
      <td>
        <Pill tone={TONES[row.state]}>{t(`state.${row.state}`)}</Pill>
        <div className="sp-soft">{t(`stateHint.${row.state}`)}</div>
        <Said row={row} />
      </td>
      <td>
        <AuditOf row={row} />
      </td>
      <td>
        <Actions row={row} stage={stage} onDo={onDo} />
      </td>
    </tr>
  )
}

/** What was said and done about it, newest last. */
function Said({ row }: { row: HolderRow }) {
  const { t } = useTranslation('holder-transition')
  const words = row.acts.map((act) => t(`act.${act.outcome}`, { on: act.madeOn, days: act.daysBefore })).toReversed()
  if (row.decidedOn) words.push(t('decidedOn', { on: row.decidedOn }))
  if (row.movedOn) words.push(t('movedOn', { on: row.movedOn }))
  return words.map((line) => (
    <div key={line} className="sp-soft">
      {line}
    </div>
  ))
}

function AuditOf({ row: { audit, plan, isLate } }: { row: HolderRow }) {
  const { t } = useTranslation('holder-transition')
  if (!audit) return <span className="sp-soft">–</span>
  return (
    <>
      <Link href={`/audits/${audit.id}`}>{audit.number}</Link>
      <div>{t(`kind.${audit.kind}`)}</div>
      <div className="sp-soft htr-nowrap">
        {audit.visitedOn
          ? t('visitedOn', { on: audit.visitedOn })
          : audit.plannedFromOn
            ? t('onDay', { on: audit.plannedFromOn })
            : t('noDay')}
      </div>
      {plan && (
        <div className="sp-soft htr-nowrap" title={plan.reason}>
          {t('extraOf', { extra: plan.extraTenths / 10 })}
        </div>
      )}
      {isLate && <Pill tone="warn">{t('late')}</Pill>}
    </>
  )
}

const OPEN: readonly HolderState[] = ['untold', 'told', 'lapsing']

function Actions({ row, stage, onDo }: LineProps) {
  const { t } = useTranslation('holder-transition')
  const may = useMay()
  const { state, audit, plan } = row
  const isBound = stage !== 'draft' && stage !== 'called_off'
  return (
    <div className="htr-actions">
      {isBound && OPEN.includes(state) && may(planHolder) && (
        <Button kind={state === 'lapsing' ? 'primary' : 'plain'} onClick={() => onDo({ what: 'plan', row })}>
          {t('plan')}
        </Button>
      )}
      {plan && audit && !audit.isBegun && state === 'planned' && may(withdrawPlan) && (
        <Button kind="quiet" onClick={() => onDo({ what: 'withdraw', row })}>
          {t('withdraw')}
        </Button>
      )}
      {state === 'planned' && audit && <Link href={`/audits/${audit.id}`}>{t('toAudit')}</Link>}
      {state === 'audited' && audit && <Link href={`/decisions/${audit.id}`}>{t('decide')}</Link>}
      {state === 'decided' && <Link href={`/certificates/${row.certificateId}`}>{t('enter')}</Link>}
    </div>
  )
}
