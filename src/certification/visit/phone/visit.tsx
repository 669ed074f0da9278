import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useCommand } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMe } from '#src/client/session.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { type Tab, Tabs } from '#src/ui/tabs.tsx'
import { showAt } from '#src/ui/when.ts'
import { openVisit, type VisitView } from '../contract/visit.ts'
import { Calls } from './calls.tsx'
import { Finish } from './finish.tsx'
import { Hardware } from './hardware.tsx'
import { Meetings } from './meetings.tsx'
import { Pictures } from './pictures.tsx'
import { Records } from './records.tsx'
import { Scores } from './scores.tsx'
import { Talks } from './talks.tsx'
import { useOriginals } from './use-originals.ts'
import { type OpenVisit, useVisit } from './use-visit.ts'
import './visit.css'

/** The team's page on site, on a tablet; everything it needs is kept on the device the first time it is opened with a network. */
export default function Visit({ params }: ScreenProps) {
  const { t } = useTranslation('visit')
  const words = useFailureWords()
  const auditId = params.auditId!
  const { visit, view, read } = useVisit(auditId)
  // Asked for here, so that the records are on the device before anybody opens their tab in a cellar.
  useOriginals(auditId)
  useTitle(view ? `${view.clientName} · ${t('title')}` : t('title'))
  if (!view)
    return read.error ? <Failed {...words(read.error)} onRetry={() => void read.refetch()} /> : <Skeleton lines={8} />
  return <div className="sp-site">{visit ? <Site visit={visit} /> : <Before view={view} />}</div>
}

function Before({ view }: { view: VisitView }) {
  const { t } = useTranslation('visit')
  const { me } = useMe()
  const words = useFailureWords()
  const open = useCommand(openVisit)
  const [assessmentId] = useState(newId)
  const isTeam = view.team.some((member) => member.personId === me?.person.id && member.duty !== 'observer')
  return (
    <Stack>
      <Head view={view} />
      {view.hindrances.map((one) => (
        <Notice key={one} tone="warn" title={t(`hindrance.${one}`)} />
      ))}
      <Card title={t('before.title')}>
        <Stack>
          <p className="sp-soft">{t('before.hint')}</p>
          {open.error && <Notice tone="bad" {...words(open.error)} />}
          {isTeam && (
            <Button
              kind="primary"
              large
              disabled={view.hindrances.length > 0}
              busy={open.busy}
              onClick={() => {
                open.run({ params: { auditId: view.auditId }, body: { assessmentId } }).catch(() => {})
              }}
            >
              {t('before.open')}
            </Button>
          )}
        </Stack>
      </Card>
    </Stack>
  )
}

function Head({ view }: { view: Pick<VisitView, 'number' | 'kind' | 'clientName' | 'team'> }) {
  const { t } = useTranslation('visit')
  return (
    <div>
      <p className="sp-soft">
        {view.number} · {t(`kind.${view.kind}`)} · {view.team.map((member) => member.name).join('、')}
      </p>
      <h1>{view.clientName}</h1>
    </div>
  )
}

const SECTIONS = ['meetings', 'hardware', 'talks', 'records', 'calls', 'pictures', 'scores', 'finish'] as const
type Section = (typeof SECTIONS)[number]

function Site({ visit }: { visit: OpenVisit }) {
  const { t, i18n } = useTranslation('visit')
  const [chosen, setChosen] = useState<Section>(() => kept(visit.auditId))
  const content: Record<Section, () => React.ReactNode> = {
    meetings: () => <Meetings visit={visit} />,
    hardware: () => <Hardware visit={visit} />,
    talks: () => <Talks visit={visit} />,
    records: () => <Records visit={visit} />,
    calls: () => <Calls visit={visit} />,
    pictures: () => <Pictures visit={visit} />,
    scores: () => <Scores visit={visit} />,
    finish: () => <Finish visit={visit} />,
  }
  const tabs = SECTIONS.map((key): Tab<Section> => ({ key, label: t(`section.${key}`), content: content[key] }))
  return (
    <Stack>
      <Head view={visit} />
      <p className="sp-row-of">
        {visit.visit.finishedAt ? (
          <Pill tone="good">
            {t('state.finishedAt', { time: showAt(visit.visit.finishedAt, i18n.language, 'short') })}
          </Pill>
        ) : (
          <Pill tone="info">{t('state.openedAt', { time: showAt(visit.visit.openedAt, i18n.language, 'short') })}</Pill>
        )}
        {visit.waiting.size > 0 && <Pill tone="warn">{t('waiting', { count: visit.waiting.size })}</Pill>}
        {!visit.canWrite && <Pill>{t('readOnly')}</Pill>}
      </p>
      <Tabs
        label={t('section.label')}
        tabs={tabs}
        chosen={chosen}
        onChoose={(key) => {
          setChosen(key)
          window.localStorage.setItem(keyOf(visit.auditId), key)
        }}
      />
    </Stack>
  )
}

const keyOf = (auditId: string) => `starproof-visit-section-${auditId}`

/** The section that was open here: a tablet falls asleep many times a day. */
function kept(auditId: string): Section {
  const key = window.localStorage.getItem(keyOf(auditId))
  return SECTIONS.find((one) => one === key) ?? 'meetings'
}
