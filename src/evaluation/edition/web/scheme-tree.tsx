import { useTranslation } from 'react-i18next'
import type { Indicator, Leaf, Scheme } from '../../scheme/contract.ts'
import { showPoints, useLocalText } from '../../web/words.ts'

type SchemeTreeProps = { scheme: Scheme; chosen: string | null; onChoose: (nodeId: string) => void }

/** Groups, indicators and items; a dot marks points that are not the standard's by any source. */
export function SchemeTree({ scheme, chosen, onChoose }: SchemeTreeProps) {
  const local = useLocalText()
  return (
    <ul className="sp-scheme-tree">
      {scheme.groups.map((group) => (
        <li key={group.id}>
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
        </li>
      ))}
    </ul>
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
