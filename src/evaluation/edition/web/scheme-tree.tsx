import { Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '#src/ui/states.tsx'
import type { Group, Indicator, JudgingMode, Leaf, Scheme } from '../../scheme/contract.ts'
import { filterGroups, type TreeFilter } from '../../scheme/rules/filter.ts'
import { listLeaves } from '../../scheme/rules/tree.ts'
import { showPoints, useLocalText } from '../../web/words.ts'

type SchemeTreeProps = { scheme: Scheme; chosen: string | null; onChoose: (nodeId: string) => void }

const MODES = ['judged', 'sampled'] as const
const EVERYTHING: TreeFilter = { words: '', mode: null, isOpen: false }

/** Groups, indicators and items, all or those that are looked for; a dot marks points that are not the standard's by any source. */
export function SchemeTree({ scheme, chosen, onChoose }: SchemeTreeProps) {
  const { t } = useTranslation('evaluation')
  const [filter, setFilter] = useState(EVERYTHING)
  const groups = filterGroups(scheme, filter)
  const change = (more: Partial<TreeFilter>) => setFilter({ ...filter, ...more })
  return (
    <>
      <div className="sp-scheme-filter">
        <Input
          allowClear
          aria-label={t('tree.search')}
          placeholder={t('tree.search')}
          maxLength={60}
          value={filter.words}
          onChange={(event) => change({ words: event.target.value })}
        />
        <Select<JudgingMode | ''>
          aria-label={t('tree.mode')}
          value={filter.mode ?? ''}
          onChange={(mode) => change({ mode: mode || null })}
          options={[
            { value: '', label: t('tree.everyMode') },
            ...MODES.map((value) => ({ value, label: t(`tree.${value}`) })),
          ]}
        />
        <Checkbox checked={filter.isOpen} onChange={(event) => change({ isOpen: event.target.checked })}>
          {t('tree.open')}
        </Checkbox>
      </div>
      <p className="sp-soft" aria-live="polite">
        {t('tree.shown', { shown: listLeaves({ groups }).length, all: listLeaves(scheme).length })}
      </p>
      {groups.length === 0 && <Empty icon="info" title={t('tree.none')} />}
      <ul className="sp-scheme-tree">
        {groups.map((group) => (
          <li key={group.id}>
            <TreeGroup group={group} chosen={chosen} onChoose={onChoose} />
          </li>
        ))}
      </ul>
    </>
  )
}

type TreeGroupProps = Omit<SchemeTreeProps, 'scheme'> & { group: Group }

function TreeGroup({ group, chosen, onChoose }: TreeGroupProps) {
  const local = useLocalText()
  return (
    <details open>
      <summary>
        <span className="sp-scheme-name">
          {group.id} {local(group.name)}
        </span>
        <Points node={group} />
      </summary>
      <ul>
        {group.indicators.map((indicator) => (
          <li key={indicator.id}>
            <TreeNode node={indicator} chosen={chosen} onChoose={onChoose} isStrong />
            <ul>
              {indicator.leaves.map((leaf) => (
                <li key={leaf.id}>
                  <TreeNode node={leaf} chosen={chosen} onChoose={onChoose} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  )
}

type TreeNodeProps = Omit<SchemeTreeProps, 'scheme'> & { node: Indicator | Leaf; isStrong?: boolean }

function TreeNode({ node, chosen, onChoose, isStrong }: TreeNodeProps) {
  const local = useLocalText()
  const words = `${node.id} ${local(node.name)}`
  return (
    <button
      type="button"
      className="sp-scheme-node"
      aria-current={chosen === node.id ? 'true' : undefined}
      onClick={() => onChoose(node.id)}
    >
      <span className="sp-scheme-name">{isStrong ? <strong>{words}</strong> : words}</span>
      <Points node={node} />
    </button>
  )
}

function Points({ node }: { node: Pick<Leaf, 'points'> }) {
  const { t } = useTranslation('evaluation')
  const { kind } = node.points.provenance
  const isOpen = kind === 'default' || kind === 'unsourced'
  return (
    <span className="sp-scheme-points">
      {isOpen && (
        <span
          className="sp-scheme-open"
          role="img"
          aria-label={t(`provenance.${kind}`)}
          style={{ display: 'inline-block' }}
        />
      )}{' '}
      {t('node.points', { points: showPoints(node.points.hundredths) })}
    </span>
  )
}
