import { Form, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { useMe } from '#src/client/session.ts'
import { useMay } from '#src/client/use-may.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { Button } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { DoingsHead } from '#src/ui/doings-head.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { showPoints, useLocalText } from '../../web/words.ts'
import * as contract from '../contract/plan.ts'
import { OwnerChoice } from './choose-plan.tsx'

type Item = contract.GapItem
type Opened = { what: 'claim' | 'assign' | 'reopen'; item: Item } | null

const TONES: Record<Item['state'], Tone> = { open: 'plain', waiting: 'info', done: 'good' }

export function ItemTable({ items }: { items: Item[] }) {
  const { t, i18n } = useTranslation('gap')
  const local = useLocalText()
  const [opened, open] = useState<Opened>(null)
  const close = () => open(null)
  return (
    <section className="sp-card" aria-labelledby="gap-items">
      <h3 id="gap-items">{t('plan.items')}</h3>
      <Table<Item>
        rowKey="id"
        size="small"
        dataSource={items}
        pagination={items.length > 25 ? { pageSize: 25, showSizeChanger: false } : false}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: t('item.name'),
            render: (_, item) => <span className="sp-gap-wrap">{local(item.name)}</span>,
          },
          { title: t('item.owner'), dataIndex: 'ownerName' },
          { title: t('item.due'), sorter: (a, b) => a.dueOn.localeCompare(b.dueOn), dataIndex: 'dueOn' },
          {
            title: t('item.state'),
            render: (_, item) => (
              <div className="sp-gap-state">
                <RowOf>
                  <Pill tone={TONES[item.state]}>{t(`item.${item.state}`)}</Pill>
                  {item.isOverdue && (
                    <Pill tone="bad" icon="warn">
                      {t('item.overdue')}
                    </Pill>
                  )}
                </RowOf>
                {item.claimedAt && (
                  <span className="sp-soft sp-gap-wrap">
                    {t('item.claimedBy', {
                      name: item.claimedByName,
                      at: showAt(item.claimedAt, i18n.language, 'short'),
                      words: item.claim,
                    })}
                  </span>
                )}
              </div>
            ),
          },
          {
            title: t('item.gain'),
            align: 'right',
            render: (_, item) =>
              item.gain.hundredths === 0
                ? t('waterfall.together')
                : t('found.gainOf', { points: showPoints(item.gain.hundredths) }),
          },
          { title: t('item.leaves'), render: (_, item) => <Leaves item={item} /> },
          {
            title: <DoingsHead />,
            fixed: 'right',
            render: (_, item) => <Doings item={item} onOpen={open} />,
          },
        ]}
      />
      {opened?.what === 'claim' && <Claim item={opened.item} onClose={close} />}
      {opened?.what === 'assign' && <Assign item={opened.item} onClose={close} />}
      {opened?.what === 'reopen' && <Reopen item={opened.item} onClose={close} />}
    </section>
  )
}

function Leaves({ item }: { item: Item }) {
  const { t } = useTranslation('gap')
  const local = useLocalText()
  return (
    <ul className="sp-gap-names">
      {item.lifts.map((lift) => {
        const isShown = item.shownLeafIds.includes(lift.leafId)
        return (
          <li key={lift.leafId} className={isShown ? 'sp-gap-yes' : undefined}>
            <Icon name={isShown ? 'check' : 'clock'} size={14} />
            <span className="sp-hidden-words">{t(isShown ? 'item.shown' : 'item.notShown')}</span> {lift.leafId}{' '}
            {local(lift.name)}
          </li>
        )
      })}
    </ul>
  )
}

function Doings({ item, onOpen }: { item: Item; onOpen: (opened: Opened) => void }) {
  const { t } = useTranslation('gap')
  const may = useMay()
  const { me } = useMe()
  const isMine = may(contract.assignItem) || me?.person.id === item.ownerId
  return (
    <div className="sp-gap-doings">
      {isMine && item.state === 'open' && (
        <Button onClick={() => onOpen({ what: 'claim', item })}>{t('item.claim')}</Button>
      )}
      {may(contract.reopenItem) && item.state === 'waiting' && (
        <Button kind="quiet" onClick={() => onOpen({ what: 'reopen', item })}>
          {t('item.reopen')}
        </Button>
      )}
      {may(contract.assignItem) && item.state !== 'done' && (
        <Button kind="quiet" onClick={() => onOpen({ what: 'assign', item })}>
          {t('item.change')}
        </Button>
      )}
    </div>
  )
}

type FormProps = { item: Item; onClose: () => void }

function Claim({ item, onClose }: FormProps) {
  const { t } = useTranslation('gap')
  const claiming = useCommand(contract.claimItem)
  return (
    <FormDrawer<{ claim: string }>
      title={t('item.claim')}
      initial={{}}
      send={(fields) => claiming.run({ params: { itemId: item.id }, body: { version: item.version, ...fields } })}
      busy={claiming.busy}
      error={claiming.error}
      onClose={onClose}
      sendWords={t('item.claim')}
    >
      <Notice tone="info" title={t('item.claimHint')} />
      <TextField name="claim" label={t('item.claimWords')} required max={500} lines={4} />
    </FormDrawer>
  )
}

function Reopen({ item, onClose }: FormProps) {
  const { t } = useTranslation('gap')
  const reopening = useCommand(contract.reopenItem)
  return (
    <FormDrawer<object>
      title={t('item.reopen')}
      initial={{}}
      send={() => reopening.run({ params: { itemId: item.id }, body: { version: item.version } })}
      busy={reopening.busy}
      error={reopening.error}
      onClose={onClose}
      sendWords={t('item.reopen')}
    >
      <p>{item.claim}</p>
      <p className="sp-soft">{t('item.reopenSure')}</p>
    </FormDrawer>
  )
}

function Assign({ item, onClose }: FormProps) {
  const { t } = useTranslation('gap')
  const assigning = useCommand(contract.assignItem)
  return (
    <FormDrawer<{ ownerId: string; dueOn: string }>
      title={t('item.assign')}
      initial={{ ownerId: item.ownerId, dueOn: item.dueOn }}
      send={(fields) => assigning.run({ params: { itemId: item.id }, body: { version: item.version, ...fields } })}
      busy={assigning.busy}
      error={assigning.error}
      onClose={onClose}
    >
      <Form.Item name="ownerId" label={t('item.owner')} rules={[{ required: true }]}>
        <OwnerChoice chosenWords={item.ownerName} />
      </Form.Item>
      <DayField name="dueOn" label={t('item.due')} required />
    </FormDrawer>
  )
}
