import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { Card, List, ListRow, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty } from '#src/ui/states.tsx'
import { showOn } from '#src/ui/when.ts'
import type { SampledCase } from '../contract/entry.ts'
import { ofKind } from '../rules/read.ts'
import { EntryLine } from './entry-line.tsx'
import { KeepPictures } from './original-pictures.tsx'
import { RecordForm } from './record-form.tsx'
import type { OpenVisit } from './use-visit.ts'
import { WholeCase } from './whole-case.tsx'

/** The sampled cases, each beside all that the client's ledger holds about it. */
export function Records({ visit }: { visit: OpenVisit }) {
  const { t, i18n } = useTranslation('visit')
  const [caseId, setCaseId] = useState<string | null>(null)
  const one = visit.cases.find((other) => other.caseId === caseId)
  const checks = ofKind(visit.now, 'record_check')
  if (visit.cases.length === 0) return <Empty icon="search" title={t('record.empty')} detail={t('record.emptyHint')} />
  if (one) return <OneCase visit={visit} one={one} onBack={() => setCaseId(null)} />
  const done = visit.cases.filter((other) => checks.some((entry) => entry.content.caseId === other.caseId))
  return (
    <Card title={t('record.title', { done: done.length, all: visit.cases.length })}>
      <KeepPictures auditId={visit.auditId} />
      <List label={t('record.list')}>
        {visit.cases.map((other) => {
          const own = checks.filter((entry) => entry.content.caseId === other.caseId)
          const outlet = visit.outlets.find((place) => place.id === other.outletId)
          return (
            <ListRow
              key={other.caseId}
              onPress={() => setCaseId(other.caseId)}
              title={other.number}
              detail={[showOn(other.madeOn, i18n.language), outlet?.name].filter(Boolean).join(' · ')}
              after={<CasePill checks={own} />}
            />
          )
        })}
      </List>
    </Card>
  )
}

function CasePill({ checks }: { checks: ReturnType<typeof ofKind<'record_check'>> }) {
  const { t } = useTranslation('visit')
  if (checks.length === 0) return <Pill>{t('record.open')}</Pill>
  if (checks.every((entry) => entry.content.excusedReason !== '')) return <Pill tone="warn">{t('record.excused')}</Pill>
  const fails = checks.some((entry) => entry.content.verdicts.some((verdict) => !verdict.conforms))
  return <Pill tone={fails ? 'bad' : 'good'}>{t(fails ? 'record.fails' : 'record.conforms')}</Pill>
}

function OneCase({ visit, one, onBack }: { visit: OpenVisit; one: SampledCase; onBack: () => void }) {
  const { t } = useTranslation('visit')
  const checks = ofKind(visit.now, 'record_check').filter((entry) => entry.content.caseId === one.caseId)
  const at = visit.cases.indexOf(one)
  return (
    <Stack>
      <div>
        <Button kind="quiet" icon="back" onClick={onBack}>
          {t('record.back')}
        </Button>
      </div>
      <h2>
        {one.number} <span className="sp-soft">{t('record.place', { at: at + 1, all: visit.cases.length })}</span>
      </h2>
      <div className="sp-site-two sp-site-case">
        <Card title={t('record.original')}>
          <WholeCase auditId={visit.auditId} caseId={one.caseId} />
        </Card>
        <Card title={t('record.verdict')}>
          <Stack>
            <ul className="sp-site-list">
              {checks.map((entry) => (
                <EntryLine
                  key={entry.id}
                  visit={visit}
                  entry={entry}
                  title={entry.content.excusedReason ? t('record.excused') : t('record.checked')}
                >
                  {entry.content.verdicts.map((verdict) => (
                    <span key={verdict.leafId}>
                      <Pill tone={verdict.conforms ? 'good' : 'bad'}>
                        {verdict.leafId} {t(verdict.conforms ? 'record.conforms' : 'record.fails')}
                      </Pill>
                    </span>
                  ))}
                  <span>{entry.content.excusedReason || entry.content.note}</span>
                </EntryLine>
              ))}
            </ul>
            {visit.canWrite && <RecordForm key={one.caseId} visit={visit} caseId={one.caseId} />}
          </Stack>
        </Card>
      </div>
    </Stack>
  )
}
