import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { Facts, RowOf, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import type { Indicator, Leaf, Provenance, Scheme } from '../../scheme/contract.ts'
import { decidingMeasures } from '../../scheme/rules/tree.ts'
import { showPoints, useLocalText } from '../../web/words.ts'
import { type EditionDetail, editScheme } from '../contract.ts'
import { EditLeaf } from './edit-leaf.tsx'
import { EditPoints } from './edit-points.tsx'
import { ProvenanceTag, useProvenanceWords } from './provenance-tag.tsx'

/** One indicator or item: its words, points, mode, measures, and where each of them comes from. */
export function NodeSheet({ edition, nodeId }: { edition: EditionDetail; nodeId: string }) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  const may = useMay()
  const [editing, setEditing] = useState<'points' | 'leaf' | null>(null)
  const { indicator, leaf } = findNode(edition.scheme, nodeId)
  if (!indicator) return null
  const node = leaf ?? indicator
  const canEdit = edition.seal === null && may(editScheme)
  return (
    <Stack>
      <div className="sp-card-head">
        <h2>
          {node.id} {local(node.name)}
        </h2>
        {canEdit && (
          <RowOf>
            {leaf && (
              <Button icon="pen" onClick={() => setEditing('leaf')}>
                {t('edit.open')}
              </Button>
            )}
            <Button icon="pen" onClick={() => setEditing('points')}>
              {t('scheme.edit')}
            </Button>
          </RowOf>
        )}
      </div>
      <Sourced of={node.provenance} />
      <RowOf>
        <strong>{t('node.points', { points: showPoints(node.points.hundredths) })}</strong>
        <ProvenanceTag of={node.points.provenance} />
      </RowOf>
      <Sourced of={node.points.provenance} />
      {leaf && <LeafFacts scheme={edition.scheme} leaf={leaf} />}
      {editing === 'points' && <EditPoints edition={edition} indicator={indicator} onClose={() => setEditing(null)} />}
      {editing === 'leaf' && leaf && <EditLeaf edition={edition} leaf={leaf} onClose={() => setEditing(null)} />}
    </Stack>
  )
}

function Sourced({ of }: { of: Provenance }) {
  const words = useProvenanceWords()
  return <p className="sp-soft">{words(of)}</p>
}

function LeafFacts({ scheme, leaf }: { scheme: Scheme; leaf: Leaf }) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  const words = useProvenanceWords()
  const deciding = decidingMeasures(leaf.finding)
  return (
    <>
      <Facts
        of={[
          [t('leaf.asks'), local(leaf.asks)],
          [
            t('leaf.mode'),
            <span key="mode">
              {t(leaf.mode.value === 'judged' ? 'leaf.judged' : 'leaf.sampled')}{' '}
              <ProvenanceTag of={leaf.mode.provenance} />
            </span>,
          ],
          [t('leaf.wanted'), leaf.wanted.map(local).join(', ')],
        ]}
      />
      <h3>{t('scheme.measures')}</h3>
      {deciding.length + leaf.finding.supports.length === 0 && <p className="sp-soft">{t('leaf.noMeasures')}</p>}
      <ul className="sp-records">
        {[...deciding, ...leaf.finding.supports].map((measureId, at) => {
          const entry = scheme.measures.find((one) => one.id === measureId)
          return (
            <li key={measureId}>
              <div className="sp-records-words">
                <span>{entry ? local(entry.name) : measureId}</span>
                {entry?.status === 'planned' && <span className="sp-soft">{t('scheme.planned')}</span>}
              </div>
              <Pill tone={at < deciding.length ? 'info' : 'plain'}>
                {t(at < deciding.length ? 'leaf.decides' : 'leaf.supports')}
              </Pill>
            </li>
          )
        })}
      </ul>
      <p className="sp-soft">{words(leaf.finding.provenance)}</p>
    </>
  )
}

function findNode(scheme: Scheme, nodeId: string): { indicator?: Indicator; leaf?: Leaf } {
  for (const indicator of scheme.groups.flatMap((group) => group.indicators)) {
    if (indicator.id === nodeId) return { indicator }
    const leaf = indicator.leaves.find((one) => one.id === nodeId)
    if (leaf) return { indicator, leaf }
  }
  return {}
}
