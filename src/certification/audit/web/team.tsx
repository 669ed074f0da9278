import { Button, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Card, RowOf, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty, Notice } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import * as contract from '../contract.ts'
import type { AuditTabProps } from './tabs.ts'
import { MemberForm, ReleaseForm, SettleForm } from './team-forms.tsx'
import { showDays } from './words.tsx'

type Opened = { kind: 'name' | 'settle' } | { kind: 'change' | 'release'; one: contract.TeamMember } | null

/** Who goes, with which duty and on which days; what still keeps them from going. */
export function Team({ auditId }: AuditTabProps) {
  const { t, i18n } = useTranslation(['audit', 'common'])
  const may = useMay()
  const [opened, setOpened] = useState<Opened>(null)
  const answer = useEndpoint(
    contract.readAudit,
    { params: { auditId } },
    { follows: ['audit', 'auditor', 'conflict_of_interest'] },
  )
  if (!answer.data) return null
  const { audit, team, teamProblems, teamTenths } = answer.data
  const mayName = may(contract.nameMember) && ['planned', 'staffed', 'open'].includes(audit.state)
  const onlyShort = teamProblems.every((one) => one.code === 'person_days_short')
  const close = () => setOpened(null)
  return (
    <Stack>
      <Card
        title={t('team.title')}
        aside={
          mayName && (
            <RowOf>
              <Button onClick={() => setOpened({ kind: 'name' })}>{t('team.name')}</Button>
              {audit.teamSettledAt === null && (
                <Button
                  type="primary"
                  disabled={!onlyShort || team.length === 0}
                  onClick={() => setOpened({ kind: 'settle' })}
                >
                  {t('team.settle')}
                </Button>
              )}
            </RowOf>
          )
        }
      >
        <p className="sp-row-of">
          {audit.teamSettledAt && (
            <Pill tone="good" icon="check">
              {t('team.settledAt', { at: showAt(audit.teamSettledAt, i18n.language) })}
            </Pill>
          )}
          <span>
            {t('planned')} {showDays(teamTenths)} / {showDays(audit.personDaysTenths)}
          </span>
          {audit.shortReason && <span className="sp-soft">{audit.shortReason}</span>}
        </p>
        <TeamProblems problems={teamProblems} isSettled={audit.teamSettledAt !== null} />
        <Table<contract.TeamMember>
          rowKey="personId"
          size="small"
          dataSource={team}
          pagination={false}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Empty icon="person" title={t('team.empty')} /> }}
          columns={[
            { title: t('team.person'), render: (_, one) => <Name one={one} problems={teamProblems} /> },
            { title: t('team.duty'), render: (_, one) => t(`duty.${one.duty}`) },
            { title: t('team.days'), align: 'right', render: (_, one) => showDays(one.personDaysTenths) },
            {
              title: t('team.booked'),
              render: (_, one) =>
                one.bookings.map((day) => `${day.fromOn} – ${day.toOn}`).join(', ') || t('team.notBooked'),
            },
            {
              title: <span className="sp-hidden-words">{t('team.change')}</span>,
              render: (_, one) =>
                mayName &&
                one.leftAt === null && (
                  <>
                    <Button size="small" type="text" onClick={() => setOpened({ kind: 'change', one })}>
                      {t('team.change')}
                    </Button>
                    <Button size="small" type="text" danger onClick={() => setOpened({ kind: 'release', one })}>
                      {t('team.release')}
                    </Button>
                  </>
                ),
            },
          ]}
        />
      </Card>
      {opened?.kind === 'name' && <MemberForm audit={audit} member={null} onClose={close} />}
      {opened?.kind === 'change' && <MemberForm audit={audit} member={opened.one} onClose={close} />}
      {opened?.kind === 'release' && <ReleaseForm audit={audit} member={opened.one} onClose={close} />}
      {opened?.kind === 'settle' && (
        <SettleForm audit={audit} shortTenths={audit.personDaysTenths - teamTenths} onClose={close} />
      )}
    </Stack>
  )
}

function Name({ one, problems }: { one: contract.TeamMember; problems: readonly contract.TeamProblem[] }) {
  const { t } = useTranslation('audit')
  const hasConflict = problems.some((it) => it.code === 'conflict_of_interest' && it.name === one.name)
  return (
    <>
      {one.name}{' '}
      {hasConflict && (
        <Pill tone="bad" icon="warn">
          {t('team.conflict')}
        </Pill>
      )}
      {one.leftAt !== null && <Pill>{t('team.left', { reason: one.leftReason })}</Pill>}
    </>
  )
}

function TeamProblems({ problems, isSettled }: { problems: readonly contract.TeamProblem[]; isSettled: boolean }) {
  const { t } = useTranslation('audit')
  if (problems.length === 0) return null
  return (
    <Notice tone={isSettled ? 'bad' : 'warn'} title={t('team.notReady')}>
      <ul>
        {problems.map(({ code, name, detail }) => (
          <li key={`${code} ${name} ${detail}`}>
            {t(`team.problem.${code}`, {
              name,
              detail:
                code === 'person_days_short'
                  ? showDays(Number(detail))
                  : code === 'conflict_of_interest'
                    ? t(`auditors.kind.${detail as 'worked_for'}`)
                    : detail,
            })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
