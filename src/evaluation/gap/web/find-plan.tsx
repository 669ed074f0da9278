import { InputNumber } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showPoints } from '../../web/words.ts'
import type { Gap } from '../contract/action.ts'
import { findPlans, type Wish } from '../contract/search.ts'
import { FoundShown } from './found-shown.tsx'
import { useGapNames } from './words.ts'

type Asked = {
  level: string
  prefer: Wish['prefer']
  mostDays: number | null
  mostYuan: number | null
  yuanPerDay: number
}

/** The level after the one that is reached, or the highest. */
function nextLevel(gap: Gap): string {
  const { levels } = gap.basis.scheme.rules
  const at = levels.findIndex((level) => level.id === gap.assumed.levelId)
  return (levels[at + 1] ?? levels.at(-1))!.id
}

/** Choose a star and what counts first; the best plans stand side by side. */
export function FindPlan({ gap, onChosen }: { gap: Gap; onChosen: () => void }) {
  const { t } = useTranslation('gap')
  const failureWords = useFailureWords()
  const [asked, ask] = useState<Asked>(() => ({
    level: nextLevel(gap),
    prefer: 'cost',
    mostDays: null,
    mostYuan: null,
    yuanPerDay: 500,
  }))
  const query = {
    level: asked.level,
    prefer: asked.prefer,
    ...(asked.mostDays === null ? {} : { most_days: asked.mostDays }),
    ...(asked.mostYuan === null ? {} : { most_fen: Math.round(asked.mostYuan * 100) }),
    ...(asked.prefer === 'both' ? { fen_per_day: Math.round(asked.yuanPerDay * 100) } : {}),
  }
  // Searched again when actions or assumptions change, not with each change of the score: a person asks then.
  const answer = useEndpoint(findPlans, { query }, { follows: ['gap_action', 'gap_assumption'] })
  return (
    <Stack>
      <WishForm gap={gap} asked={asked} onAsk={ask} />
      {answer.error && <Failed {...failureWords(answer.error)} onRetry={() => void answer.refetch()} />}
      {answer.isPending && (
        <section className="sp-card">
          <p className="sp-soft">{t('wish.searching')}</p>
          <Skeleton lines={6} />
        </section>
      )}
      {answer.data && !answer.error && (
        <FoundShown gap={gap} level={asked.level} answer={answer.data} onChosen={onChosen} />
      )}
    </Stack>
  )
}

type WishFormProps = { gap: Gap; asked: Asked; onAsk: (asked: Asked) => void }

function WishForm({ gap, asked, onAsk }: WishFormProps) {
  const { t } = useTranslation('gap')
  const { local } = useGapNames(gap)
  const change = (part: Partial<Asked>) => onAsk({ ...asked, ...part })
  return (
    <section className="sp-card" aria-labelledby="gap-wish">
      <h2 id="gap-wish" className="sp-hidden-words">
        {t('wish.title')}
      </h2>
      <div className="sp-gap-wish">
        <SegmentedChoice
          label={t('wish.title')}
          value={asked.level}
          onChange={(level) => change({ level })}
          options={gap.basis.scheme.rules.levels.map((level) => ({
            value: level.id,
            label: t('wish.levelFrom', { name: local(level.name), score: showPoints(level.min.hundredths) }),
          }))}
        />
        <SegmentedChoice
          label={t('wish.prefer')}
          value={asked.prefer}
          onChange={(prefer) => change({ prefer })}
          options={(['cost', 'time', 'both'] as const).map((value) => ({ value, label: t(`wish.${value}`) }))}
        />
      </div>
      <p className="sp-soft">{t(`wish.${asked.prefer}Hint`)}</p>
      <div className="sp-gap-limits">
        <Limit label={t('wish.mostDays')}>
          <Figure value={asked.mostDays} max={3650} onTake={(mostDays) => change({ mostDays })} />
        </Limit>
        <Limit label={t('wish.mostYuan')}>
          <Figure value={asked.mostYuan} max={1_000_000_000} onTake={(mostYuan) => change({ mostYuan })} />
        </Limit>
        {asked.prefer === 'both' && (
          <Limit label={t('wish.yuanPerDay')}>
            <Figure value={asked.yuanPerDay} max={10_000_000} onTake={(value) => change({ yuanPerDay: value ?? 0 })} />
          </Limit>
        )}
      </div>
      {gap.actions.some((action) => action.figures === 'default') && <Notice tone="info" title={t('wish.defaults')} />}
    </section>
  )
}

function Limit({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the number stands inside it
    <label className="sp-gap-limit">
      <span>{label}</span>
      {children}
    </label>
  )
}

/** Taken when the person is done with it, so that a half-typed figure starts no search. */
function Figure({ value, max, onTake }: { value: number | null; max: number; onTake: (value: number | null) => void }) {
  const { t } = useTranslation('gap')
  const [typed, type] = useState(value)
  const take = () => typed !== value && onTake(typed)
  return (
    <InputNumber
      value={typed}
      min={0}
      max={max}
      precision={0}
      placeholder={t('wish.noLimit')}
      style={{ width: 160 }}
      onChange={type}
      onBlur={take}
      onPressEnter={take}
    />
  )
}
