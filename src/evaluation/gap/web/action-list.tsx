import { Input, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { DoingsHead } from '#src/ui/doings-head.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty } from '#src/ui/states.tsx'
import { type Effect, type Gap, type GapAction, saveAction } from '../contract/action.ts'
import { ActionForm } from './action-form.tsx'
import { showReach, useGapNames } from './words.ts'

/** What could be done, with the figures of the company where it gave some. */
export function ActionList({ gap }: { gap: Gap }) {
  const { t } = useTranslation('gap')
  const may = useMay()
  const names = useGapNames(gap)
  const [opened, open] = useState<GapAction | 'new' | null>(null)
  const [search, setSearch] = useState('')
  const effectWords = (effect: Effect) =>
    t('action.toShare', {
      what: effect.on === 'leaf' ? names.leafName(effect.leafId) : names.measureName(effect.measureId),
      share: showReach(effect.toBasisPoints),
    })
  const wanted = search.trim().toLowerCase()
  const shown = gap.actions.filter((action) =>
    `${names.local(action.name)} ${action.effects.map(effectWords).join(' ')}`.toLowerCase().includes(wanted),
  )
  return (
    <section className="sp-card" aria-labelledby="gap-actions">
      <div className="sp-card-head">
        <div>
          <h2 id="gap-actions">{t('action.title')}</h2>
          <p className="sp-soft">{t('action.hint')}</p>
        </div>
        {may(saveAction) && <Button onClick={() => open('new')}>{t('action.add')}</Button>}
      </div>
      {gap.actions.length === 0 ? (
        <Empty title={t('action.none')} />
      ) : (
        <>
          <Input.Search
            allowClear
            aria-label={t('action.search')}
            placeholder={t('action.search')}
            style={{ maxWidth: 320 }}
            maxLength={60}
            onChange={(event) => setSearch(event.target.value)}
          />
          <Table<GapAction>
            rowKey="key"
            size="small"
            dataSource={shown}
            pagination={shown.length > 15 ? { pageSize: 15, showSizeChanger: false } : false}
            scroll={{ x: 'max-content' }}
            rowClassName={(action) => (action.isLeftOut ? 'sp-gap-out' : '')}
            columns={[
              {
                title: t('action.name'),
                fixed: 'left',
                render: (_, action) => (
                  <span className="sp-gap-wrap">
                    {names.local(action.name)} {action.isLeftOut && <Pill>{t('action.leftOut')}</Pill>}
                  </span>
                ),
              },
              {
                title: t('found.cost'),
                align: 'right',
                sorter: (a, b) => a.costFen - b.costFen,
                render: (_, action) => names.yuan(action.costFen),
              },
              {
                title: t('action.days'),
                align: 'right',
                sorter: (a, b) => a.days - b.days,
                render: (_, action) => action.days,
              },
              {
                title: t('action.effect'),
                render: (_, action) => (
                  <ul className="sp-gap-names">
                    {action.effects.map((effect) => (
                      <li key={effectWords(effect)}>{effectWords(effect)}</li>
                    ))}
                    {action.needs.length > 0 && (
                      <li className="sp-soft">
                        {t('action.needs')}: {action.needs.map(names.actionName).join('; ')}
                      </li>
                    )}
                  </ul>
                ),
              },
              {
                title: t('action.source'),
                render: (_, action) => (
                  <Pill tone={action.figures === 'company' ? 'info' : 'plain'}>
                    {t(action.source === 'own' ? 'action.own' : `action.${action.figures}`)}
                  </Pill>
                ),
              },
              ...(may(saveAction)
                ? [
                    {
                      title: <DoingsHead />,
                      fixed: 'right' as const,
                      render: (_: unknown, action: GapAction) => (
                        <Button kind="quiet" onClick={() => open(action)}>
                          {t('action.edit')}
                        </Button>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </>
      )}
      {opened && <ActionForm gap={gap} action={opened === 'new' ? null : opened} onClose={() => open(null)} />}
    </section>
  )
}
