import { Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty, Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import '../../web/evaluation.css'
import './scheme.css'
import { useLocalText } from '../../web/words.ts'
import { type EditionDetail, type EditionRow, listEditions, readEdition } from '../contract.ts'
import { EditionActions } from './edition-actions.tsx'
import { NodeSheet } from './node-sheet.tsx'
import { RulesCard } from './rules-card.tsx'
import { SchemeTree } from './scheme-tree.tsx'
import { UsesCard } from './uses-card.tsx'

/** The standard as data: what it asks, what each figure is worth and where it comes from; changed until somebody seals it. */
export default function SchemePage() {
  const { t } = useTranslation('evaluation')
  const failureWords = useFailureWords()
  useTitle(t('scheme.title'))
  const [chosen, setChosen] = useState<string | null>(null)
  const list = useEndpoint(listEditions, {}, { follows: ['scheme_edition'] })
  const rows = list.data?.rows
  // What can be changed comes first, else what counts.
  const first = rows?.find((row) => row.seal === null) ?? rows?.find((row) => row.inUse)
  const shown = rows?.find((row) => row.id === chosen) ?? first
  return (
    <Stack>
      <h1>{t('scheme.title')}</h1>
      {list.error && <Failed {...failureWords(list.error)} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={10} />}
      {rows && rows.length === 0 && <Empty icon="clock" title={t('scheme.none')} detail={t('scheme.noneHint')} />}
      {rows && shown && <EditionShown key={shown.id} rows={rows} row={shown} onChoose={setChosen} />}
      {list.data && list.data.choices.length > 0 && <UsesCard {...list.data} />}
    </Stack>
  )
}

type EditionShownProps = { rows: readonly EditionRow[]; row: EditionRow; onChoose: (id: string) => void }

function EditionShown({ rows, row, onChoose }: EditionShownProps) {
  const { t } = useTranslation('evaluation')
  const failureWords = useFailureWords()
  const local = useLocalText()
  const edition = useEndpoint(readEdition, { params: { editionId: row.id } }, { keepPrevious: true })
  const words = (one: EditionRow) =>
    `${t('scheme.edition', { number: one.number })} · ${local(one.title)} · ${t(one.seal ? 'scheme.sealed' : 'scheme.draft')}`
  return (
    <>
      {rows.length > 1 && (
        <Select
          aria-label={t('scheme.choose')}
          style={{ width: 480, maxWidth: '100%' }}
          value={row.id}
          onChange={onChoose}
          options={rows.map((one) => ({ value: one.id, label: words(one) }))}
        />
      )}
      {edition.error && <Failed {...failureWords(edition.error)} onRetry={() => void edition.refetch()} />}
      {edition.isPending && <Skeleton lines={10} />}
      {edition.data && (
        <>
          <EditionHead edition={edition.data} rows={rows} onChoose={onChoose} />
          <EditionBody edition={edition.data} />
        </>
      )}
    </>
  )
}

type HeadProps = { edition: EditionDetail; rows: readonly EditionRow[]; onChoose: (id: string) => void }

function EditionHead({ edition, rows, onChoose }: HeadProps) {
  const { t, i18n } = useTranslation('evaluation')
  const local = useLocalText()
  const { seal, unconfirmedCount } = edition
  return (
    <section className="sp-card">
      <div className="sp-card-head">
        <div>
          <h2>
            {edition.standard} {local(edition.title)}
          </h2>
          <RowOf>
            <span className="sp-soft">{t('scheme.edition', { number: edition.number })}</span>
            {edition.inUse && <Pill tone="good">{t('scheme.inUse')}</Pill>}
            <Pill tone={seal ? 'info' : 'warn'} icon={seal ? 'shield' : 'pen'}>
              {t(seal ? 'scheme.sealed' : 'scheme.draft')}
            </Pill>
          </RowOf>
        </div>
        <EditionActions edition={edition} rows={rows} onChoose={onChoose} />
      </div>
      {seal && (
        <p className="sp-soft">
          {t('scheme.sealedBy', { name: seal.byName, at: showAt(seal.at, i18n.language) })} · {t('scheme.hash')}{' '}
          <code>{seal.schemeHash.slice(0, 16)}…</code>
          {edition.publisher && ` · ${t('scheme.publisher', { name: edition.publisher })}`}
        </p>
      )}
      <Notice
        tone={unconfirmedCount === 0 ? 'good' : seal ? 'info' : 'warn'}
        title={unconfirmedCount === 0 ? t('scheme.allConfirmed') : t('scheme.unconfirmed', { count: unconfirmedCount })}
      />
    </section>
  )
}

function EditionBody({ edition }: { edition: EditionDetail }) {
  const { t } = useTranslation('evaluation')
  const [nodeId, setNodeId] = useState<string | null>(null)
  const sheet = useRef<HTMLElement>(null)
  // The tree is long: what was chosen may be far from where it was chosen.
  useEffect(() => {
    if (nodeId) sheet.current?.scrollIntoView({ block: 'nearest' })
  }, [nodeId])
  return (
    <div className="sp-scheme">
      <section className="sp-card" aria-label={t('scheme.tree')}>
        <SchemeTree scheme={edition.scheme} chosen={nodeId} onChoose={setNodeId} />
      </section>
      <Stack>
        <section ref={sheet} className="sp-card sp-scheme-sheet" aria-live="polite">
          {nodeId === null ? (
            <Empty icon="info" title={t('scheme.nothing')} />
          ) : (
            <NodeSheet key={nodeId} edition={edition} nodeId={nodeId} />
          )}
        </section>
        <RulesCard scheme={edition.scheme} />
      </Stack>
    </div>
  )
}
