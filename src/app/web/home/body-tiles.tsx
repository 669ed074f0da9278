import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { mayEnter } from '#src/app/shell/screens.ts'
import { listGrievances } from '#src/certification/appeal/contract.ts'
import { listApplications } from '#src/certification/application/contract.ts'
import { listWaitingDecisions } from '#src/certification/certificate/contract/endpoints.ts'
import { listCases } from '#src/certification/decision/contract.ts'
import { listNonconformities } from '#src/certification/nonconformity/contract.ts'
import { listDue } from '#src/certification/surveillance/contract/endpoints.ts'
import { listVisits } from '#src/certification/visit/contract/visit.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import type { Role } from '#src/shared/endpoint.ts'
import { countOf, Tile, Tiles } from './tile.tsx'

const MOST = 200

type Entry = { key: string; of: readonly Role[]; Show: () => ReactNode }

/** In the order of the road that a certification takes; each for those whose work it is. */
const ENTRIES: readonly Entry[] = [
  { key: 'applications', of: ['certification_officer', 'general_manager'], Show: Applications },
  { key: 'visits', of: ['auditor'], Show: Visits },
  { key: 'nonconformities', of: ['auditor', 'certification_officer', 'general_manager'], Show: Nonconformities },
  { key: 'cases', of: ['certification_decider', 'general_manager'], Show: Cases },
  { key: 'toIssue', of: ['certification_officer'], Show: ToIssue },
  { key: 'due', of: ['certification_officer', 'certification_decider', 'general_manager'], Show: Due },
  {
    key: 'grievances',
    of: ['certification_officer', 'certification_decider', 'general_manager'],
    Show: Grievances,
  },
]

/** What waits at a certification body. */
export default function BodyTiles({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation('home')
  const mine = ENTRIES.filter((entry) => mayEnter(entry.of, roles))
  return (
    <Tiles title={t('body.title')}>
      {mine.map(({ key, Show }) => (
        <Show key={key} />
      ))}
    </Tiles>
  )
}

/** The soonest day, in words; undefined where there is none. */
function useNextOn() {
  const { t } = useTranslation('home')
  return (days: readonly (string | null)[]) => {
    const next = days.filter((day) => day !== null).sort()[0]
    return next === undefined ? undefined : t('nextOn', { on: next })
  }
}

function Applications() {
  const { t } = useTranslation('home')
  const nextOn = useNextOn()
  const asked = { query: { state: 'reviewing', limit: MOST } } as const
  return (
    <Tile
      title={t('body.applications')}
      href="/applications"
      read={useEndpoint(listApplications, asked, { follows: ['application'] })}
      say={(page) => {
        const late = page.rows.filter((row) => row.lateDays > 0).length
        return {
          figure: countOf(page),
          hint: late > 0 ? t('late', { count: late }) : nextOn(page.rows.map((row) => row.dueOn)),
          ...(late > 0 ? { tone: 'bad' } : {}),
        }
      }}
    />
  )
}

function Visits() {
  const { t } = useTranslation('home')
  const nextOn = useNextOn()
  const asked = { query: { mine: 'true', limit: MOST } } as const
  return (
    <Tile
      title={t('body.visits')}
      href="/visits"
      read={useEndpoint(listVisits, asked, { follows: ['audit', 'visit'] })}
      say={({ rows }) => {
        const open = rows.filter((row) => row.finishedAt === null)
        return { figure: open.length, hint: nextOn(open.map((row) => row.plannedFromOn)) ?? t('body.noVisits') }
      }}
    />
  )
}

function Nonconformities() {
  const { t } = useTranslation('home')
  const nextOn = useNextOn()
  const asked = { query: { open: '1', limit: MOST } } as const
  return (
    <Tile
      title={t('body.nonconformities')}
      href="/nonconformities"
      read={useEndpoint(listNonconformities, asked, { follows: ['nonconformity'] })}
      say={(page) => {
        const late = page.rows.filter((row) => row.isOverdue).length
        const answered = page.rows.filter((row) => row.state === 'answered').length
        const hint = answered > 0 ? t('body.answered', { count: answered }) : nextOn(page.rows.map((row) => row.dueOn))
        return {
          figure: countOf(page),
          hint: late > 0 ? t('late', { count: late }) : hint,
          ...(late > 0 ? { tone: 'bad' } : answered > 0 ? { tone: 'warn' } : {}),
        }
      }}
    />
  )
}

function Cases() {
  const { t } = useTranslation('home')
  const asked = { query: { show: 'waiting', limit: MOST } } as const
  return (
    <Tile
      title={t('body.cases')}
      href="/decisions"
      read={useEndpoint(listCases, asked, { follows: ['audit', 'audit_report', 'report_review', 'decision'] })}
      say={(page) => {
        const ready = page.rows.filter((row) => row.stage !== 'report').length
        return {
          figure: countOf(page),
          hint: t('body.ready', { count: ready }),
          ...(ready > 0 ? { tone: 'warn' } : {}),
        }
      }}
    />
  )
}

function ToIssue() {
  const { t } = useTranslation('home')
  return (
    <Tile
      title={t('body.toIssue')}
      href="/certificates"
      read={useEndpoint(listWaitingDecisions, {}, { follows: ['decision', 'certificate'] })}
      say={({ rows }) => ({
        figure: rows.length,
        hint: rows[0]?.clientName ?? t('body.allIssued'),
        ...(rows.length > 0 ? { tone: 'warn' } : {}),
      })}
    />
  )
}

function Due() {
  const { t } = useTranslation('home')
  const asked = { query: { state: 'open', limit: 1 } } as const
  return (
    <Tile
      title={t('body.due')}
      href="/surveillance"
      read={useEndpoint(listDue, asked, { follows: ['audit', 'certificate'] })}
      say={({ counts, rows }) => {
        const soon = counts.overdue + counts.due_soon
        return {
          figure: soon + counts.plannable,
          hint:
            counts.overdue > 0
              ? t('late', { count: counts.overdue })
              : rows[0] && t('nextOn', { on: rows[0].latestOn }),
          ...(counts.overdue > 0 ? { tone: 'bad' } : soon > 0 ? { tone: 'warn' } : {}),
        }
      }}
    />
  )
}

function Grievances() {
  const { t } = useTranslation('home')
  const nextOn = useNextOn()
  const asked = { query: { open: '1', limit: MOST } } as const
  return (
    <Tile
      title={t('body.grievances')}
      href="/appeals"
      read={useEndpoint(listGrievances, asked, { follows: ['grievance'] })}
      say={(page) => {
        const late = page.rows.filter((row) => row.isLate).length
        return {
          figure: countOf(page),
          hint: late > 0 ? t('late', { count: late }) : nextOn(page.rows.map((row) => row.dueOn)),
          ...(late > 0 ? { tone: 'bad' } : {}),
        }
      }}
    />
  )
}
