import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFailureWords } from '#src/client/refusal.ts'
import type { Provenance } from '#src/evaluation/scheme/contract.ts'
import { Button, IconButton } from '#src/ui/button.tsx'
import { Card, RowOf } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { toast } from '#src/ui/toast.tsx'

type Shown = { id: string; leafIds?: readonly string[]; provenance?: Provenance }
type PointListProps<P extends Shown> = {
  title: ReactNode
  points: readonly P[]
  canEdit: boolean
  render: (point: P) => ReactNode
  onAdd: () => void
  onEdit: (point: P) => void
  onMove: (point: P, by: 1 | -1) => Promise<unknown>
  onRemove: (point: P) => Promise<unknown>
  aside?: ReactNode
}

/** One list of the kit: what each point says, where it belongs and comes from; in a draft it is changed here. */
export function PointList<P extends Shown>(props: PointListProps<P>) {
  const { title, points, canEdit, render, onAdd, onEdit, onMove, onRemove, aside } = props
  const { t } = useTranslation('kit')
  const words = useFailureWords()
  const told = (failure: unknown) => toast(words(failure).title, { bad: true })
  return (
    <Card
      title={
        <>
          {title} <span className="sp-soft">{points.length}</span>
        </>
      }
      aside={
        <RowOf>
          {aside}
          {canEdit && (
            <Button icon="plus" onClick={onAdd}>
              {t('add')}
            </Button>
          )}
        </RowOf>
      }
    >
      {points.length === 0 ? (
        <p className="sp-soft">{t('none')}</p>
      ) : (
        <ol className="sp-kit-points">
          {points.map((point, at) => (
            <li key={point.id}>
              <div className="sp-kit-words">
                {render(point)}
                <span className="sp-row-of">
                  {point.leafIds?.map((leafId) => (
                    <Pill key={leafId}>{leafId}</Pill>
                  ))}
                  {point.provenance && <Source of={point.provenance} />}
                </span>
              </div>
              {canEdit && (
                <span className="sp-kit-acts">
                  <Act
                    sign="↑"
                    label={t('up', { at: at + 1 })}
                    isOff={at === 0}
                    go={() => onMove(point, -1).catch(told)}
                  />
                  <Act
                    sign="↓"
                    label={t('down', { at: at + 1 })}
                    isOff={at === points.length - 1}
                    go={() => onMove(point, 1).catch(told)}
                  />
                  <IconButton icon="pen" label={t('editOne', { at: at + 1 })} onClick={() => onEdit(point)} />
                  <IconButton
                    icon="close"
                    label={t('removeOne', { at: at + 1 })}
                    onClick={() => void onRemove(point).catch(told)}
                  />
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}

function Act({ sign, label, isOff, go }: { sign: string; label: string; isOff: boolean; go: () => void }) {
  return (
    <button type="button" className="sp-kit-act" aria-label={label} title={label} disabled={isOff} onClick={go}>
      {sign}
    </button>
  )
}

/** Where a point comes from: only what this body confirmed, or a source says, is more than our own proposal. */
export function Source({ of }: { of: Provenance }) {
  const { t } = useTranslation('kit')
  const words = t(`source.${of.kind}`)
  if (of.kind !== 'confirmed')
    return <Pill tone={of.kind === 'default' || of.kind === 'unsourced' ? 'plain' : 'good'}>{words}</Pill>
  return (
    <span title={`${of.byName} · ${of.on} · ${of.from}`}>
      <Pill tone="good">{words}</Pill> <span className="sp-soft">{of.from}</span>
    </span>
  )
}
