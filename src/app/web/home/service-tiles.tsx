import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { mayEnter } from '#src/app/shell/screens.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { listExpiringQualifications } from '#src/company/qualification/contract.ts'
import { readBoard } from '#src/service/dispatch/contract.ts'
import { listRatings } from '#src/service/rating/contract.ts'
import { listRequests } from '#src/service/request/contract/read.ts'
import type { Role } from '#src/shared/endpoint.ts'
import { Button } from '#src/ui/button.tsx'
import { TextField } from '#src/ui/field.tsx'
import { dayOf, showAt } from '#src/ui/when.ts'
import { countOf, Tile, Tiles } from './tile.tsx'

const MOST = 200
const WARN_DAYS = 60
// A day of the board changes at midnight, whatever else happens.
const READ_AGAIN_MS = 5 * 60_000

type Entry = { key: string; of: readonly Role[]; Show: () => ReactNode }

/** In the order in which they stand; each for those whose work it is. */
const ENTRIES: readonly Entry[] = [
  { key: 'open', of: ['agent', 'service_manager', 'administrator'], Show: Open },
  { key: 'unanswered', of: ['agent', 'service_manager'], Show: Unanswered },
  { key: 'unassigned', of: ['dispatcher', 'service_manager'], Show: Unassigned },
  {
    key: 'late',
    of: ['agent', 'dispatcher', 'service_manager', 'management_representative', 'general_manager'],
    Show: Late,
  },
  { key: 'today', of: ['dispatcher'], Show: Today },
  { key: 'ratings', of: ['service_manager'], Show: Ratings },
  { key: 'licences', of: ['service_manager', 'management_representative'], Show: Licences },
]

export default function ServiceTiles({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation('home')
  const mine = ENTRIES.filter((entry) => mayEnter(entry.of, roles))
  return (
    <Tiles title={t('service.title')} aside={roles.includes('agent') && <CallField />}>
      {mine.map(({ key, Show }) => (
        <Show key={key} />
      ))}
    </Tiles>
  )
}

/** The telephone rings on any page: the number leads to the hotline. */
function CallField() {
  const { t } = useTranslation('home')
  const [, go] = useLocation()
  const [phone, setPhone] = useState('')
  const answer = (event: FormEvent) => {
    event.preventDefault()
    go(`/hotline?phone=${encodeURIComponent(phone.trim())}`)
  }
  return (
    <form className="sp-call" onSubmit={answer}>
      <TextField label={t('service.call')} type="tel" maxLength={30} value={phone} onChange={setPhone} required />
      <Button type="submit" kind="primary" icon="phone">
        {t('service.answer')}
      </Button>
    </form>
  )
}

function useRequests(query: { open?: 'true'; state?: 'new'; late?: 'true' }) {
  return useEndpoint(listRequests, { query: { ...query, limit: MOST } }, { follows: ['service_request'] })
}

function Open() {
  const { t } = useTranslation('home')
  const read = useRequests({ open: 'true' })
  return (
    <Tile
      title={t('service.open')}
      href="/requests?state=open"
      read={read}
      say={(page) => ({ figure: countOf(page), hint: page.rows.length === 0 ? t('service.allDone') : undefined })}
    />
  )
}

function Unanswered() {
  const { t, i18n } = useTranslation('home')
  const read = useRequests({ state: 'new' })
  return (
    <Tile
      title={t('service.unanswered')}
      href="/requests?state=new"
      read={read}
      say={(page) => {
        const next = page.rows.flatMap((row) => row.nextDueAt ?? []).sort()[0]
        const late = page.rows.some((row) => row.lateClocks > 0)
        return {
          figure: countOf(page),
          hint: next
            ? t('service.nextDue', { at: showAt(next, i18n.language, 'short') })
            : page.rows.length === 0
              ? t('service.allAnswered')
              : undefined,
          ...(late ? { tone: 'bad' } : page.rows.length > 0 ? { tone: 'warn' } : {}),
        }
      }}
    />
  )
}

function Late() {
  const { t } = useTranslation('home')
  const read = useRequests({ open: 'true', late: 'true' })
  return (
    <Tile
      title={t('service.late')}
      href="/requests?state=open&late=true"
      read={read}
      say={(page) => ({
        figure: countOf(page),
        hint: t(page.rows.length > 0 ? 'service.lateHint' : 'service.noneLate'),
        ...(page.rows.length > 0 ? { tone: 'bad' } : {}),
      })}
    />
  )
}

function useToday() {
  const query = { dayOn: dayOf(new Date().toISOString()) }
  return useEndpoint(
    readBoard,
    { query },
    { follows: ['work_order', 'service_request'], refreshEveryMs: READ_AGAIN_MS },
  )
}

function Unassigned() {
  const { t, i18n } = useTranslation('home')
  const read = useToday()
  return (
    <Tile
      title={t('service.unassigned')}
      href="/dispatch"
      read={read}
      say={({ unassigned, moreUnassigned }) => {
        const count = unassigned.length + moreUnassigned
        const next = unassigned.flatMap((job) => job.dueAt ?? []).sort()[0]
        return {
          figure: count,
          hint: next ? t('service.nextDue', { at: showAt(next, i18n.language, 'short') }) : undefined,
          ...(count > 0 ? { tone: 'warn' } : {}),
        }
      }}
    />
  )
}

function Today() {
  const { t } = useTranslation('home')
  const read = useToday()
  return (
    <Tile
      title={t('service.today')}
      href="/dispatch"
      read={read}
      say={({ people }) => {
        const jobs = people.flatMap((person) => person.jobs)
        const finished = jobs.filter((job) => job.state === 'finished').length
        return { figure: jobs.length, hint: t('service.todayHint', { finished, people: people.length }) }
      }}
    />
  )
}

function Ratings() {
  const { t } = useTranslation('home')
  const asked = { query: { waiting: 'true', limit: MOST } } as const
  const read = useEndpoint(listRatings, asked, { follows: ['rating'] })
  return (
    <Tile
      title={t('service.ratings')}
      href="/ratings"
      read={read}
      say={(page) => ({ figure: countOf(page), ...(page.rows.length > 0 ? { tone: 'warn' } : {}) })}
    />
  )
}

function Licences() {
  const { t } = useTranslation('home')
  const asked = { query: { withinDays: WARN_DAYS, limit: MOST } }
  const read = useEndpoint(listExpiringQualifications, asked, { follows: ['staff', 'qualification'] })
  return (
    <Tile
      title={t('service.licences', { days: WARN_DAYS })}
      href="/company/staff"
      read={read}
      say={({ rows, more }) => {
        const first = rows[0]
        return {
          figure: more ? `${rows.length}+` : rows.length,
          hint: first && t('service.licenceFirst', { name: first.staffName, on: first.expiresOn }),
          ...(rows.length > 0 ? { tone: 'warn' } : {}),
        }
      }}
    />
  )
}
