import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMe } from '#src/client/session.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { Empty, Skeleton } from '#src/ui/states.tsx'
import { OFFICERS } from '../../access.ts'
import { readAudit } from '../../audit/contract.ts'
import * as contract from '../contract.ts'
import { PlanForm } from './plan-form.tsx'
import { SamplingCard } from './sampling-card.tsx'
import './sampling.css'

/** The samples of an audit, the newest first; those before stay as they were. */
export function Sampling({ auditId }: { auditId: string }) {
  const { t } = useTranslation('audit')
  const { me } = useMe()
  const [isPlanning, setPlanning] = useState(false)
  const plans = useEndpoint(contract.listSamplingPlans, { params: { auditId } }, { follows: ['sampling_plan'] })
  const about = useEndpoint(readAudit, { params: { auditId } }, { follows: ['audit'] })
  if (!plans.data || !about.data)
    return plans.error ? <FailureNote error={plans.error} onRetry={() => void plans.refetch()} /> : <Skeleton />
  const { audit, team } = about.data
  const mine = team.find((one) => one.personId === me?.person.id && one.leftAt === null)
  const isOfficer = me?.roles.some((role) => (OFFICERS as readonly string[]).includes(role)) ?? false
  const mayPlan = isOfficer || mine?.duty === 'leader'
  const mayAdd = mayPlan || (mine !== undefined && mine.duty !== 'observer')
  const isOpen = ['planned', 'staffed', 'open'].includes(audit.state)
  const rows = plans.data.rows
  return (
    <Stack>
      <Card
        title={t('sampling.title')}
        aside={
          mayPlan &&
          isOpen && (
            <Button type={rows.length === 0 ? 'primary' : 'default'} onClick={() => setPlanning(true)}>
              {t(rows.length === 0 ? 'sampling.make' : 'sampling.again')}
            </Button>
          )
        }
      >
        <p className="sp-soft">{t('sampling.intro')}</p>
        {rows.length === 0 && <Empty icon="data" title={t('sampling.none')} detail={t('sampling.noneHint')} />}
      </Card>
      {rows.map((one, at) => (
        <SamplingCard
          key={one.id}
          auditId={auditId}
          sampling={one}
          isNewest={at === 0}
          isInUse={one.id === rows.find((other) => other.drawn !== null)?.id}
          mayPlan={mayPlan}
          mayAdd={mayAdd && isOpen}
        />
      ))}
      {isPlanning && <PlanForm auditId={auditId} isFirst={rows.length === 0} onClose={() => setPlanning(false)} />}
    </Stack>
  )
}
