import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { StarsShown } from '#src/ui/stars.tsx'
import type { DueRow, DueState } from '../contract/due.ts'
import { makeDueAudit } from '../contract/endpoints.ts'
import type { Doing } from './due-list.tsx'

const TONES: Record<DueState, Tone> = {
  not_due: 'plain',
  plannable: 'info',
  due_soon: 'warn',
  overdue: 'bad',
  done: 'good',
}

export function DueLine({ row, onDo }: { row: DueRow; onDo: (doing: Doing) => void }) {
  const { t } = useTranslation('after')
  const act = row.acts[0]
  return (
    <tr>
      <th scope="row">
        <Link href={`/certificates/${row.certificateId}`}>{row.number}</Link>
        <div>{row.holderName}</div>
        <span className="svc-row">
          {row.stars > 0 && <StarsShown value={row.stars} size={14} />}
          {row.status !== 'valid' && <Pill tone="bad">{t(`surveillance.status.${row.status}`)}</Pill>}
        </span>
      </th>
      <td>
        <div>{t(`surveillance.kind.${row.kind}`)}</div>
        <Pill tone={TONES[row.state]}>{t(`surveillance.state.${row.state}`)}</Pill>
      </td>
      <td className="sur-nowrap">
        {row.fromOn}
        <div className="sp-soft">– {row.toOn}</div>
      </td>
      <td className="sur-nowrap">
        {row.latestOn}
        {row.state !== 'done' && <DaysLeft of={row.daysLeft} />}
        {act && <div className="sp-soft">{t(`surveillance.act.${act.outcome}`, { on: act.madeOn })}</div>}
      </td>
      <td>
        <AuditOf row={row} />
      </td>
      <td>{t(`surveillance.waits.${row.waitsFor}`)}</td>
      <td>
        <Actions row={row} onDo={onDo} />
      </td>
    </tr>
  )
}

function DaysLeft({ of }: { of: number }) {
  const { t } = useTranslation('after')
  if (of === 0) return <div className="sur-late">{t('surveillance.today')}</div>
  return of > 0 ? (
    <div className="sp-soft">{t('surveillance.daysLeft', { count: of })}</div>
  ) : (
    <div className="sur-late">{t('surveillance.daysPast', { count: -of })}</div>
  )
}

function AuditOf({ row: { audit, personDaysTenths } }: { row: DueRow }) {
  const { t } = useTranslation('after')
  const days = personDaysTenths !== null && t('surveillance.days', { days: personDaysTenths / 10 })
  if (!audit) return <span className="sp-soft">{days || '–'}</span>
  return (
    <>
      <Link href={`/audits/${audit.id}`}>{audit.number}</Link>
      <div className="sp-soft sur-nowrap">
        {audit.visitedOn
          ? t('surveillance.visited', { on: audit.visitedOn })
          : audit.plannedFromOn
            ? t('surveillance.planned', { on: audit.plannedFromOn })
            : t('surveillance.unplanned')}
      </div>
    </>
  )
}

function Actions({ row, onDo }: { row: DueRow; onDo: (doing: Doing) => void }) {
  const { t } = useTranslation('after')
  const may = useMay()
  const isAudit = row.kind === 'surveillance' || row.kind === 'recertification'
  const canMake = isAudit && !row.audit && row.status !== 'expired' && may(makeDueAudit)
  return (
    <div className="sur-actions">
      {canMake && (
        <Button kind={row.state === 'not_due' ? 'quiet' : 'primary'} onClick={() => onDo({ what: 'make', row })}>
          {t('surveillance.make')}
        </Button>
      )}
      {row.waitsFor === 'entry' && (
        <Link className="sp-link" href={`/certificates/${row.certificateId}`}>
          {t('surveillance.enter')}
        </Link>
      )}
      {row.waitsFor === 'decision' && row.audit && (
        <Link href={`/decisions/${row.audit.id}`}>{t('surveillance.decide')}</Link>
      )}
      <Button kind="quiet" onClick={() => onDo({ what: 'follow', row })}>
        {t('surveillance.followUps')}
      </Button>
      {row.status !== 'expired' && may(makeDueAudit) && (
        <Button kind="quiet" onClick={() => onDo({ what: 'special', row })}>
          {t('surveillance.special')}
        </Button>
      )}
    </div>
  )
}
