import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { type Tab, Tabs } from '#src/ui/tabs.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import { type KitRow, listVisitKits, readVisitKit } from '../contract/endpoints.ts'
import { SINCE_EVER_ON } from '../rules/draft.ts'
import { Agendas } from './agendas.tsx'
import { TestFigures, TitleForm } from './figures.tsx'
import { KitActions } from './kit-actions.tsx'
import { CallLines, HardwareLists, InterviewLists, Posts, Questions } from './lists.tsx'
import { type KitDesk, useKitDesk } from './use-kit.ts'
import './kit.css'

const TONES: Record<KitRow['state'], Tone> = { draft: 'warn', coming: 'info', in_use: 'good', past: 'plain' }

/** What audit teams take along, in versions: what is in use, since when, and the draft of the next. */
export default function KitPage() {
  const { t } = useTranslation('kit')
  const words = useFailureWords()
  useTitle(t('title'))
  const [chosen, setChosen] = useState<string | null>(null)
  const list = useEndpoint(listVisitKits, {}, { follows: ['visit_kit', 'visit'] })
  const rows = list.data?.rows
  const inUse = rows?.find((row) => row.state === 'in_use')
  const shown = rows?.find((row) => row.id === chosen) ?? rows?.find((row) => row.state === 'draft') ?? inUse
  return (
    <Stack>
      <div>
        <Link href="/visits" className={buttonClass({ kind: 'quiet' })}>
          {t('toVisits')}
        </Link>
      </div>
      <h1>{t('title')}</h1>
      <p className="sp-soft">{t('lead')}</p>
      {list.error && <Failed {...words(list.error)} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={10} />}
      {rows && rows.length > 1 && shown && (
        <Select
          aria-label={t('version')}
          style={{ width: 320, maxWidth: '100%' }}
          value={shown.id}
          onChange={setChosen}
          options={rows.map((row) => ({
            value: row.id,
            label: `${t('versionOf', { number: row.number })} · ${t(`state.${row.state}`)}`,
          }))}
        />
      )}
      {rows && shown && (
        <Version
          key={shown.id}
          id={shown.id}
          hasDraft={rows.some((row) => row.state === 'draft')}
          onChoose={setChosen}
        />
      )}
    </Stack>
  )
}

type VersionProps = { id: string; hasDraft: boolean; onChoose: (id: string | null) => void }

function Version({ id, hasDraft, onChoose }: VersionProps) {
  const words = useFailureWords()
  const read = useEndpoint(readVisitKit, { params: { kitId: id } }, { follows: ['visit_kit', 'edition'] })
  if (read.error) return <Failed {...words(read.error)} onRetry={() => void read.refetch()} />
  if (!read.data) return <Skeleton lines={10} />
  return <Kit detail={read.data} hasDraft={hasDraft} onChoose={onChoose} />
}

const SECTIONS = ['posts', 'agendas', 'hardware', 'interviews', 'knowledge', 'call'] as const

function Kit({ detail, hasDraft, onChoose }: Parameters<typeof KitActions>[0]) {
  const { t } = useTranslation('kit')
  const desk = useKitDesk(detail)
  const [section, setSection] = useState<(typeof SECTIONS)[number]>('posts')
  const content = {
    posts: () => <Posts desk={desk} />,
    agendas: () => <Agendas desk={desk} />,
    hardware: () => <HardwareLists desk={desk} />,
    interviews: () => <InterviewLists desk={desk} />,
    knowledge: () => <Questions desk={desk} aside={<TestFigures desk={desk} />} />,
    call: () => <CallLines desk={desk} />,
  }
  const tabs = SECTIONS.map((key): Tab<typeof key> => ({ key, label: t(`section.${key}`), content: content[key] }))
  return (
    <>
      <Head desk={desk} hasDraft={hasDraft} onChoose={onChoose} />
      <Tabs label={t('title')} tabs={tabs} chosen={section} onChoose={setSection} />
    </>
  )
}

type HeadProps = { desk: KitDesk; hasDraft: boolean; onChoose: (id: string | null) => void }

function Head({ desk, hasDraft, onChoose }: HeadProps) {
  const { t, i18n } = useTranslation('kit')
  const local = useLocalText()
  const [isNaming, setNaming] = useState(false)
  const { detail } = desk
  const { state, validFromOn, unconfirmedCount, openVisitCount, madeByName } = detail
  return (
    <section className="sp-card">
      <div className="sp-card-head">
        <div>
          <h2>{local(detail.kit.title)}</h2>
          <RowOf>
            <span className="sp-soft">{t('versionOf', { number: detail.number })}</span>
            <Pill tone={TONES[state]}>{t(`state.${state}`)}</Pill>
            {validFromOn && (
              <span className="sp-soft">
                {validFromOn === SINCE_EVER_ON
                  ? t('sinceEver')
                  : t('usedFrom', { day: showOn(validFromOn, i18n.language) })}
              </span>
            )}
            {madeByName && (
              <span className="sp-soft">
                {madeByName} · {showAt(detail.madeAt, i18n.language, 'short')}
              </span>
            )}
            {desk.canEdit && (
              <Button kind="quiet" icon="pen" onClick={() => setNaming(true)}>
                {t('editTitle')}
              </Button>
            )}
          </RowOf>
        </div>
        <KitActions detail={detail} hasDraft={hasDraft} onChoose={onChoose} />
      </div>
      {unconfirmedCount > 0 && (
        <Notice tone={state === 'draft' ? 'warn' : 'info'} title={t('unconfirmed', { count: unconfirmedCount })} />
      )}
      {openVisitCount > 0 && <Notice title={t('openVisits', { count: openVisitCount })} />}
      {isNaming && <TitleForm desk={desk} onClose={() => setNaming(false)} />}
    </section>
  )
}
