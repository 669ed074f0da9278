import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { Card } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showAt } from '#src/ui/when.ts'
import type { Leaf } from '../../scheme/contract.ts'
import { useLocalText } from '../../web/words.ts'
import { type CarriedExclusion, carryExclusions, type Transition } from '../contract.ts'
import { FATE_TONES } from './mapping-table.tsx'

type Leaves = ReadonlyMap<string, Leaf>

/** What was excluded under the former edition counts under the new one only where a person says so again. */
export function ExclusionsCard({ of, old, fresh }: { of: Transition; old: Leaves; fresh: Leaves }) {
  const { t, i18n } = useTranslation('transition')
  const local = useLocalText()
  const may = useMay()
  const carrying = useCommand(carryExclusions)
  const canCarry = may(carryExclusions) && of.mappedAt !== null && of.to.isSealed
  const carry = (rows: readonly CarriedExclusion[]) =>
    carrying
      .run({ params: { transitionId: of.id }, body: { adjustmentIds: rows.map(({ adjustmentId }) => adjustmentId) } })
      .then(
        ({ carried }) => toast(t('exclusionsCarried', { count: carried })),
        () => {},
      )
  const nameOf = (leaves: Leaves, id: string) => `${id} ${leaves.has(id) ? local(leaves.get(id)!.name) : ''}`
  return (
    <Card
      title={t('exclusions')}
      aside={
        canCarry &&
        of.exclusions.length > 1 && (
          <Button busy={carrying.busy} onClick={() => void carry(of.exclusions)}>
            {t('carryAllExclusions', { count: of.exclusions.length })}
          </Button>
        )
      }
    >
      <p className="sp-soft">{t(canCarry ? 'exclusionsHint' : 'exclusionsWait')}</p>
      <FailureNote error={carrying.error} />
      <Table<CarriedExclusion>
        size="small"
        rowKey="adjustmentId"
        dataSource={of.exclusions}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 640 }}
        columns={[
          { title: t('from'), render: (_, { oldLeafId }) => nameOf(old, oldLeafId) },
          {
            title: t('to'),
            render: (_, { leafId, fate }) => (
              <>
                <Pill tone={FATE_TONES[fate]}>{t(`fate.${fate}`)}</Pill> {nameOf(fresh, leafId)}
              </>
            ),
          },
          {
            title: t('justification'),
            render: (_, { reason, byName, at }) => (
              <>
                {reason}
                <div className="sp-soft">{t('by', { name: byName, at: showAt(at, i18n.language) })}</div>
              </>
            ),
          },
          ...(canCarry
            ? [
                {
                  title: t('doing'),
                  render: (_: unknown, row: CarriedExclusion) => (
                    <Button
                      kind="quiet"
                      busy={carrying.busy}
                      aria-label={`${t('carryExclusion')} ${row.leafId}`}
                      onClick={() => void carry([row])}
                    >
                      {t('carryExclusion')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  )
}
