import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#src/client/use-may.ts'
import { ProvenanceTag } from '#src/evaluation/edition/web/provenance-tag.tsx'
import { IconButton } from '#src/ui/button.tsx'
import { Card } from '#src/ui/card.tsx'
import { editRules, type RulesDetail } from '../contract/endpoints.ts'
import { type Figure, listFigures } from '../rules/figures.ts'
import { EditFigure } from './edit-figure.tsx'
import { FigureValue } from './figure-value.tsx'

export function useFigureName(): (path: string) => string {
  const { t } = useTranslation('client')
  return (path) => t(`rules.name.${path}` as 'rules.name.fees.annualFen')
}

/** Every figure by its group, with its provenance; those of the draft can be changed. */
export function Figures({ rules }: { rules: RulesDetail }) {
  const { t } = useTranslation('client')
  const may = useMay()
  const nameOf = useFigureName()
  const [editing, setEditing] = useState<Figure | null>(null)
  const canEdit = rules.state === 'draft' && may(editRules)
  const groups = Map.groupBy(listFigures(rules.rules), ({ path }) => path.split('.')[0]!)
  return (
    <>
      {[...groups].map(([group, figures]) => (
        <Card key={group} title={t(`rules.group.${group as 'fees'}`)}>
          <ul className="sp-figure-list">
            {figures.map((figure) => (
              <li key={figure.path}>
                <span className="sp-figure-name">{nameOf(figure.path)}</span>
                <div className="sp-figure-value">
                  <FigureValue path={figure.path} value={figure.value} />
                </div>
                <span className="sp-figure-from">
                  <ProvenanceTag of={figure.provenance} />
                  {figure.provenance.kind === 'sourced' && figure.provenance.clause && (
                    <span className="sp-soft">{figure.provenance.clause}</span>
                  )}
                  {canEdit && (
                    <IconButton
                      icon="pen"
                      label={`${t('rules.edit')} ${nameOf(figure.path)}`}
                      onClick={() => setEditing(figure)}
                    />
                  )}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      ))}
      {editing && (
        <EditFigure rules={rules} figure={editing} name={nameOf(editing.path)} onClose={() => setEditing(null)} />
      )}
    </>
  )
}
