import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { Stack } from '#src/ui/card.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import type { DueRow } from '../contract/due.ts'
import { readFollowUps } from '../contract/endpoints.ts'

type Found = Answer<typeof readFollowUps>
const CLOSED = ['closed', 'withdrawn']

/** Last findings, conditions, and whether the certified service managers are still on post. */
export function FollowUps({ row, onClose }: { row: DueRow; onClose: () => void }) {
  const { t } = useTranslation('after')
  const { certificateId } = row
  const found = useEndpoint(readFollowUps, { params: { certificateId } }, { follows: ['nonconformity', 'pack_copy'] })
  return (
    <Dialog open onClose={onClose} title={t('surveillance.follow.title')}>
      <Stack>
        <p>
          {row.number} {row.holderName}
        </p>
        <FailureNote error={found.error} onRetry={() => void found.refetch()} />
        {found.data ? <Sections found={found.data} /> : !found.error && <Skeleton lines={4} />}
      </Stack>
    </Dialog>
  )
}

function Sections({ found: { nonconformities, conditions, managers } }: { found: Found }) {
  const { t } = useTranslation('after')
  const local = useLocalText()
  return (
    <>
      {conditions && (
        <section>
          <h3>{t('surveillance.follow.conditions')}</h3>
          <p>{conditions}</p>
        </section>
      )}
      <section>
        <h3>{t('surveillance.follow.findings')}</h3>
        {nonconformities.length === 0 && <p className="sp-soft">{t('surveillance.follow.noFindings')}</p>}
        <ul>
          {nonconformities.map((one) => (
            <li key={one.id}>
              <Link href={`/nonconformities/${one.id}`}>{one.number}</Link> {local(one.grade.name)} · {one.clause} ·{' '}
              {one.statement}{' '}
              {CLOSED.includes(one.state) ? (
                <Pill tone="good">{t('surveillance.follow.closed')}</Pill>
              ) : (
                <Pill tone="warn">{t('surveillance.follow.open')}</Pill>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{t('surveillance.follow.managers')}</h3>
        {managers.length === 0 && <p className="sp-soft">{t('surveillance.follow.noManagers')}</p>}
        <ul>
          {managers.map((one) => (
            <li key={`${one.number} ${one.name}`}>
              {one.name} {one.number} · {one.post} <OnPost of={one} />
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

function OnPost({ of }: { of: Found['managers'][number] }) {
  const { t } = useTranslation('after')
  if (of.is === null) return <span className="sp-soft">{t('surveillance.follow.unknown')}</span>
  if (!of.is) return <Pill tone="bad">{t('surveillance.follow.gone')}</Pill>
  return <Pill tone={of.was ? 'good' : 'info'}>{t(`surveillance.follow.${of.was ? 'is' : 'fresh'}`)}</Pill>
}
