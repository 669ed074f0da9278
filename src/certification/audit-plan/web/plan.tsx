import { Button, Table, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMe } from '#src/client/session.ts'
import { Card, RowOf, Stack } from '#src/ui/card.tsx'
import { DoingsHead } from '#src/ui/doings-head.tsx'
import { CountBadge, Pill } from '#src/ui/pill.tsx'
import { Empty, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { OFFICERS } from '../../access.ts'
import { currentTeam } from '../../audit/access.ts'
import { readAudit, type TeamMember } from '../../audit/contract.ts'
import * as contract from '../contract.ts'
import { ItemForm } from './item-form.tsx'

/** The plan day by day, and everything that keeps it from being sent. */
export function Plan({ auditId }: { auditId: string }) {
  const { t, i18n } = useTranslation(['audit', 'common'])
  const params = { auditId }
  const { me } = useMe()
  const [opened, setOpened] = useState<contract.PlanItem | 'new' | null>(null)
  const answer = useEndpoint(contract.readPlan, { params }, { follows: ['audit', 'sampling_plan'] })
  const about = useEndpoint(readAudit, { params }, { follows: ['audit'] })
  const saving = useCommand(contract.savePlan)
  const sending = useCommand(contract.sendPlan)
  if (!answer.data || !about.data)
    return answer.error ? <FailureNote error={answer.error} onRetry={() => void answer.refetch()} /> : <Skeleton />
  const { plan, problems, leaves, outlets } = answer.data
  const { audit, team } = about.data
  const isLeader = team.some((one) => one.personId === me?.person.id && one.duty === 'leader' && one.leftAt === null)
  const isOfficer = me?.roles.some((role) => (OFFICERS as readonly string[]).includes(role)) ?? false
  const mayPlan = (isLeader || isOfficer) && ['planned', 'staffed', 'open'].includes(audit.state)
  const save = (items: contract.PlanItem[]) => saving.run({ params, body: { items, version: plan.version } })
  const language = i18n.language === 'zh-CN' ? 'zh-CN' : 'en'
  const planned = new Set(plan.items.flatMap((item) => item.leafIds))
  return (
    <Stack>
      <Card
        title={t('plan.title')}
        aside={
          <RowOf>
            {(['pdf', 'docx'] as const).map((form) => (
              <Button
                key={form}
                type="text"
                href={addressOf(contract.downloadPlan.path, { ...params, form }, { language })}
                download
              >
                {t(form === 'pdf' ? 'plan.pdf' : 'plan.word')}
              </Button>
            ))}
            {mayPlan && <Button onClick={() => setOpened('new')}>{t('plan.add')}</Button>}
            {mayPlan && (
              <Button
                type="primary"
                loading={sending.busy}
                disabled={problems.length > 0 || plan.sentAt !== null}
                onClick={() => void sending.run({ params, body: { version: plan.version } }).catch(() => {})}
              >
                {t('plan.send')}
              </Button>
            )}
          </RowOf>
        }
      >
        <p>
          {plan.sentAt ? (
            <Pill tone="good" icon="check">
              {t('plan.sentAt', { at: showAt(plan.sentAt, i18n.language) })}
            </Pill>
          ) : (
            <Pill tone="warn">{t('plan.draft')}</Pill>
          )}
        </p>
        <FailureNote error={sending.error ?? saving.error} />
        <PlanTable
          items={plan.items}
          problems={problems}
          team={team}
          outlets={outlets}
          mayPlan={mayPlan}
          onEdit={setOpened}
          onRemove={(item) => void save(plan.items.filter((one) => one.id !== item.id)).catch(() => {})}
        />
      </Card>
      <PlanProblems problems={problems} />
      {opened && (
        <ItemForm
          item={opened === 'new' ? null : opened}
          audit={audit}
          team={currentTeam(team)}
          outlets={outlets}
          leaves={leaves}
          rest={leaves.map((leaf) => leaf.id).filter((id) => !planned.has(id))}
          save={(item) => save([...plan.items.filter((one) => one.id !== item.id), item])}
          busy={saving.busy}
          error={saving.error}
          onClose={() => setOpened(null)}
        />
      )}
    </Stack>
  )
}

type TableProps = {
  items: contract.PlanItem[]
  problems: readonly contract.PlanProblem[]
  team: readonly TeamMember[]
  outlets: readonly { id: string; name: string; isSampled: boolean; isCentre: boolean }[]
  mayPlan: boolean
  onEdit: (item: contract.PlanItem) => void
  onRemove: (item: contract.PlanItem) => void
}

function PlanTable({ items, problems, team, outlets, mayPlan, onEdit, onRemove }: TableProps) {
  const { t } = useTranslation(['audit', 'common'])
  const names = new Map(team.map((one) => [one.personId, one.name]))
  const wrong = new Map([...Map.groupBy(problems, (one) => one.itemId)].map(([id, ones]) => [id, ones.length]))
  return (
    <Table<contract.PlanItem>
      rowKey="id"
      dataSource={items}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty icon="day" title={t('plan.empty')} /> }}
      columns={[
        {
          title: t('plan.day'),
          render: (_, item, at) => (at > 0 && items[at - 1]!.dayOn === item.dayOn ? '' : item.dayOn),
        },
        { title: t('plan.time'), render: (_, item) => `${item.fromTime}–${item.toTime}` },
        {
          title: t('plan.kindTitle'),
          render: (_, item) => (
            <>
              {t(`plan.kind.${item.kind}`)} <WrongCount count={wrong.get(item.id) ?? 0} />
              {item.says && <div className="sp-soft">{item.says}</div>}
            </>
          ),
        },
        {
          title: t('plan.place'),
          render: (_, item) => {
            const outlet = outlets.find((one) => one.id === item.outletId)
            return (
              <>
                {outlet?.name ?? (item.place || '—')} {outlet?.isSampled && <Tag color="blue">{t('plan.sampled')}</Tag>}
              </>
            )
          },
        },
        { title: t('plan.clauses'), width: 240, render: (_, item) => <Clauses ids={item.leafIds} /> },
        { title: t('plan.people'), render: (_, item) => item.personIds.map((id) => names.get(id) ?? '?').join(', ') },
        {
          title: <DoingsHead />,
          render: (_, item) =>
            mayPlan && (
              <>
                <Button size="small" type="text" onClick={() => onEdit(item)}>
                  {t('plan.edit')}
                </Button>
                <Button size="small" type="text" danger onClick={() => onRemove(item)}>
                  {t('plan.remove')}
                </Button>
              </>
            ),
        },
      ]}
    />
  )
}

function WrongCount({ count }: { count: number }) {
  const { t } = useTranslation('audit')
  return <CountBadge bad count={count} label={t('plan.problems', { count })} />
}

const CLAUSES_SHOWN = 8

function Clauses({ ids }: { ids: readonly string[] }) {
  const shown = ids.slice(0, CLAUSES_SHOWN).join(', ')
  return <span title={ids.join(', ')}>{ids.length > CLAUSES_SHOWN ? `${shown} … (${ids.length})` : shown || '—'}</span>
}

/** Repeats of one kind stand on one line, so that forty clauses are one sentence. */
function PlanProblems({ problems }: { problems: readonly contract.PlanProblem[] }) {
  const { t } = useTranslation('audit')
  if (problems.length === 0) return <Notice tone="good" title={t('plan.complete')} />
  const kinds = [...Map.groupBy(problems, (one) => one.code)]
  return (
    <Notice tone="warn" title={t('plan.problems', { count: problems.length })}>
      <ul>
        {kinds.map(([code, ones]) => (
          <li key={code}>
            {t(`plan.problem.${code}`, { name: [...new Set(ones.map((one) => one.name))].join(', ') })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
