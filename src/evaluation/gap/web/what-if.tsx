import { Segmented, Slider, Switch } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { Empty } from '#src/ui/states.tsx'
import type { LeafScore } from '../../score/contract.ts'
import { showPoints, useLocalText } from '../../web/words.ts'
import type { GapBasis } from '../contract/action.ts'
import { involvedLeaves } from '../rules/basis.ts'
import { isCounted } from '../rules/lift.ts'
import { type Guess, scoreGuess } from '../rules/what-if.ts'
import { WhatIfResult } from './what-if-result.tsx'
import { showReach } from './words.ts'

const NOTHING: Guess = { leaves: {}, measures: {} }

/** Sliders over leaves and measures; the score follows at once, in this browser, by the same scoring that the server runs. */
export function WhatIf({ basis }: { basis: GapBasis }) {
  const { t } = useTranslation('gap')
  const [by, choose] = useState<'measures' | 'leaves'>('measures')
  const [lostOnly, setLostOnly] = useState(true)
  const [guess, setGuess] = useState<Guess>(NOTHING)
  const today = useMemo(() => scoreGuess(basis, NOTHING), [basis])
  const guessed = useMemo(() => scoreGuess(basis, guess), [basis, guess])
  const setOne = (kind: keyof Guess, id: string, basisPoints: number | null) => {
    const { [id]: _, ...rest } = guess[kind]
    setGuess({ ...guess, [kind]: basisPoints === null ? rest : { ...rest, [id]: basisPoints } })
  }
  return (
    <Stack>
      <WhatIfResult scheme={basis.scheme} today={today} guessed={guessed} onReset={() => setGuess(NOTHING)} />
      <section className="sp-card" aria-labelledby="gap-what-if">
        <div className="sp-card-head">
          <div>
            <h2 id="gap-what-if">{t('whatIf.title')}</h2>
            <p className="sp-soft">{t('whatIf.hint')}</p>
          </div>
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch stands inside it */}
          <label className="sp-gap-only">
            <Switch size="small" checked={lostOnly} onChange={setLostOnly} /> {t('whatIf.lostOnly')}
          </label>
        </div>
        <div className="sp-gap-wish">
          <SegmentedChoice
            label={t('whatIf.by')}
            value={by}
            onChange={choose}
            options={(['measures', 'leaves'] as const).map((value) => ({ value, label: t(`whatIf.${value}`) }))}
          />
        </div>
        {by === 'measures' ? (
          <Measures
            basis={basis}
            lostOnly={lostOnly}
            guess={guess.measures}
            onSet={(id, to) => setOne('measures', id, to)}
          />
        ) : (
          <Leaves basis={basis} lostOnly={lostOnly} guess={guess.leaves} onSet={(id, to) => setOne('leaves', id, to)} />
        )}
      </section>
    </Stack>
  )
}

type RowsProps = {
  basis: GapBasis
  lostOnly: boolean
  guess: Readonly<Record<string, number>>
  onSet: (id: string, basisPoints: number | null) => void
}

const isLost = (score: LeafScore) => score.state !== 'full'

function Measures({ basis, lostOnly, guess, onSet }: RowsProps) {
  const { t } = useTranslation('gap')
  const local = useLocalText()
  const names = new Map(basis.scheme.measures.map((measure) => [measure.id, measure.name]))
  const uses = new Map(
    involvedLeaves(basis)
      .filter(({ leaf, score }) => isCounted(leaf, score) && (!lostOnly || isLost(score)))
      .flatMap(({ score }) => score.measures)
      .filter((use) => use.role === 'decides' && use.state !== 'planned')
      .map((use) => [use.measureId, use]),
  )
  if (uses.size === 0) return <Empty title={t('whatIf.none')} />
  return (
    <ul className="sp-gap-sliders">
      {[...uses.values()].map((use) => {
        const share = use.total === 0 ? null : Math.min(10_000, Math.round((use.good * 10_000) / use.total))
        return (
          <SliderRow
            key={use.measureId}
            name={local(names.get(use.measureId)!)}
            today={share}
            value={guess[use.measureId]}
            onSet={(to) => onSet(use.measureId, to)}
          />
        )
      })}
    </ul>
  )
}

function Leaves({ basis, lostOnly, guess, onSet }: RowsProps) {
  const { t } = useTranslation('gap')
  const local = useLocalText()
  const shown = involvedLeaves(basis).filter(({ score }) => !lostOnly || isLost(score))
  if (shown.length === 0) return <Empty title={t('whatIf.none')} />
  return (
    <ul className="sp-gap-sliders">
      {shown.map(({ leaf, score }) => {
        const name = `${leaf.id} ${local(leaf.name)} (${showPoints(leaf.points.hundredths)})`
        const share =
          score.state === 'missing'
            ? null
            : Math.round((score.got.hundredths * 10_000) / Math.max(1, score.pointsHundredths))
        const row = { name, today: share, value: guess[leaf.id], onSet: (to: number | null) => onSet(leaf.id, to) }
        return leaf.mode.value === 'judged' ? (
          <JudgedRow key={leaf.id} {...row} />
        ) : (
          <SliderRow key={leaf.id} {...row} />
        )
      })}
    </ul>
  )
}

type RowProps = {
  name: string
  today: number | null
  value: number | undefined
  onSet: (basisPoints: number | null) => void
}

function Today({ today }: { today: number | null }) {
  const { t } = useTranslation('gap')
  return (
    <span className="sp-soft">
      {today === null ? t('whatIf.todayMissing') : t('whatIf.today', { share: showReach(today) })}
    </span>
  )
}

function SliderRow({ name, today, value, onSet }: RowProps) {
  const { t } = useTranslation('gap')
  return (
    <li>
      <span>{name}</span>
      <Slider
        ariaLabelForHandle={name}
        min={0}
        max={10_000}
        step={50}
        value={value ?? today ?? 0}
        tooltip={{ formatter: (basisPoints) => showReach(basisPoints ?? 0) }}
        onChange={onSet}
      />
      <strong className={value === undefined ? 'sp-soft' : undefined}>
        {value === undefined ? (today === null ? '—' : showReach(today)) : showReach(value)}
      </strong>
      <Today today={today} />
      {value === undefined ? (
        <span />
      ) : (
        <Button kind="quiet" onClick={() => onSet(null)}>
          {t('whatIf.asIs')}
        </Button>
      )}
    </li>
  )
}

function JudgedRow({ name, today, value, onSet }: RowProps) {
  const { t } = useTranslation('gap')
  return (
    <li>
      <span>{name}</span>
      <Segmented<string>
        aria-label={name}
        value={value === undefined ? 'asIs' : value > 0 ? 'conforms' : 'fails'}
        onChange={(to) => onSet(to === 'asIs' ? null : to === 'conforms' ? 10_000 : 0)}
        options={(['asIs', 'conforms', 'fails'] as const).map((one) => ({ value: one, label: t(`whatIf.${one}`) }))}
      />
      <span />
      <Today today={today} />
      <span />
    </li>
  )
}
