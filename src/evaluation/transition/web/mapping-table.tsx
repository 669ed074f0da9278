import { Select, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { Card } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showAt } from '#src/ui/when.ts'
import type { Leaf } from '../../scheme/contract.ts'
import { useLocalText } from '../../web/words.ts'
import { type Fate, type Pair, saveMapping, type Transition } from '../contract.ts'

export const FATE_TONES: Record<Fate | 'new', Tone> = { kept: 'good', changed: 'warn', dropped: 'plain', new: 'info' }
const FATES: Fate[] = ['kept', 'changed', 'dropped']

type Leaves = ReadonlyMap<string, Leaf>
type MappingTableProps = { of: Transition; old: Leaves; fresh: Leaves; isRunning: boolean }

/** Each indicator of the former edition and what becomes of it; corrected and confirmed by the representative in one go. */
export function MappingTable({ of, old, fresh, isRunning }: MappingTableProps) {
  const { t, i18n } = useTranslation('transition')
  const local = useLocalText()
  const canEdit = useMay()(saveMapping) && isRunning
  const [pairs, setPairs] = useState(of.pairs)
  const saving = useCommand(saveMapping)
  const isChanged = pairs !== of.pairs
  const nameOf = (leaves: Leaves, id: string) => `${id} ${leaves.has(id) ? local(leaves.get(id)!.name) : ''}`
  const change = (oldLeafId: string, more: Partial<Pair>) =>
    setPairs(pairs.map((pair) => (pair.oldLeafId === oldLeafId ? { ...pair, ...more } : pair)))
  const options = [...fresh.keys()].map((value) => ({ value, label: nameOf(fresh, value) }))
  const save = () =>
    saving.run({ params: { transitionId: of.id }, body: { version: of.version, pairs } }).then(
      () => toast(t('mappingConfirmed')),
      () => {},
    )
  return (
    <Card
      title={t('mapping')}
      aside={
        canEdit &&
        (isChanged || of.mappedAt === null) && (
          <Button kind="primary" busy={saving.busy} onClick={() => void save()}>
            {t('confirmMapping')}
          </Button>
        )
      }
    >
      <p className="sp-soft">{t('mappingHint')}</p>
      <p>
        {of.mappedAt === null || isChanged ? (
          <Pill tone="warn">{t(isChanged ? 'mappingChanged' : 'mappingProposed')}</Pill>
        ) : (
          <Pill tone="good" icon="check">
            {t('mappedBy', { name: of.mappedByName, at: showAt(of.mappedAt, i18n.language) })}
          </Pill>
        )}
      </p>
      <FailureNote error={saving.error} />
      <Table<Pair>
        size="small"
        rowKey="oldLeafId"
        dataSource={pairs}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 640 }}
        columns={[
          { title: t('from'), render: (_, pair) => nameOf(old, pair.oldLeafId) },
          {
            title: t('fate.title'),
            width: 130,
            render: (_, { oldLeafId, fate }) =>
              canEdit ? (
                <Select<Fate>
                  aria-label={`${t('fate.title')} ${oldLeafId}`}
                  style={{ width: 110 }}
                  value={fate}
                  onChange={(next) =>
                    change(oldLeafId, { fate: next, ...(next === 'dropped' ? { newLeafIds: [] } : {}) })
                  }
                  options={FATES.map((value) => ({ value, label: t(`fate.${value}`) }))}
                />
              ) : (
                <Pill tone={FATE_TONES[fate]}>{t(`fate.${fate}`)}</Pill>
              ),
          },
          {
            title: t('to'),
            render: (_, { oldLeafId, fate, newLeafIds }) =>
              canEdit && fate !== 'dropped' ? (
                <Select
                  aria-label={`${t('to')} ${oldLeafId}`}
                  mode="multiple"
                  optionFilterProp="label"
                  style={{ width: '100%', minWidth: 220 }}
                  value={newLeafIds}
                  onChange={(next: string[]) => change(oldLeafId, { newLeafIds: next })}
                  options={options}
                />
              ) : (
                newLeafIds.map((id) => nameOf(fresh, id)).join(', ') || '—'
              ),
          },
        ]}
      />
    </Card>
  )
}
