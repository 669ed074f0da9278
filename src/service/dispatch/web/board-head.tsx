import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Answer } from '#src/shared/endpoint.ts'
import { Button, IconButton } from '#src/ui/button.tsx'
import { dayOf, shiftDay, showOn } from '#src/ui/when.ts'
import { PageHead } from '../../web/page-head.tsx'
import type { readBoard } from '../contract.ts'

export type BoardOutlet = Answer<typeof readBoard>['outlets'][number]

type HeadProps = {
  dayOn: string
  outletId: string
  outlets: readonly BoardOutlet[]
  isMap: boolean
  people: number
  jobs: number
  waiting: number
  onGo: (part: Record<string, string | null>) => void
}

export function BoardHead({ dayOn, outletId, outlets, isMap, people, jobs, waiting, onGo }: HeadProps) {
  const { t, i18n } = useTranslation('dispatch')
  const today = dayOf(new Date().toISOString())
  return (
    <PageHead title={t('title')} note={t('sum', { people, jobs, waiting })}>
      <span className="svc-row">
        <IconButton icon="back" label={t('day.previous')} onClick={() => onGo({ day: shiftDay(dayOn, -1) })} />
        <input
          type="date"
          className="sp-input disp-day"
          aria-label={t('day.label')}
          title={showOn(dayOn, i18n.language)}
          required
          value={dayOn}
          onChange={(event) => event.target.value && onGo({ day: event.target.value })}
        />
        <IconButton icon="forward" label={t('day.next')} onClick={() => onGo({ day: shiftDay(dayOn, 1) })} />
        {dayOn !== today && (
          <Button kind="quiet" onClick={() => onGo({ day: null })}>
            {t('day.today')}
          </Button>
        )}
      </span>
      <Select
        aria-label={t('outlet.label')}
        className="disp-outlet"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('outlet.all')}
        value={outletId || undefined}
        onChange={(chosen: string | undefined) => onGo({ outlet: chosen ?? null, job: null })}
        options={outlets.map((one) => ({
          value: one.id,
          label: one.waiting > 0 ? `${one.name} (${one.waiting})` : one.name,
        }))}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: two buttons, not fields of a form */}
      <span className="disp-view" role="group" aria-label={t('view.label')}>
        <Button
          aria-pressed={!isMap}
          kind={isMap ? 'plain' : 'primary'}
          icon="day"
          onClick={() => onGo({ view: null })}
        >
          {t('view.board')}
        </Button>
        <Button
          aria-pressed={isMap}
          kind={isMap ? 'primary' : 'plain'}
          icon="place"
          onClick={() => onGo({ view: 'map' })}
        >
          {t('view.map')}
        </Button>
      </span>
    </PageHead>
  )
}
