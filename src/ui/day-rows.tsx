import type { CSSProperties, ReactNode } from 'react'
import './day-rows.css'
import { minuteOfDay, showAt } from './when.ts'

export type DayBar = {
  key: string
  fromAt: string
  toAt: string
  label: string
  detail?: string
  tone?: 'good' | 'warn' | 'bad' | 'info' | 'plain'
}
export type DayRow = { key: string; name: ReactNode; detail?: ReactNode; bars: readonly DayBar[] }

type DayRowsProps = {
  label: string
  /** The day shown, `YYYY-MM-DD` in Shanghai. */
  on: string
  rows: readonly DayRow[]
  /** Hours shown, e.g. 7 and 21. */
  fromHour?: number
  toHour?: number
  nowAt?: string
  language: string
  chosen?: string | null
  onChoose?: (barKey: string) => void
  /** What a row offers, e.g. “assign here” while a work order is chosen. */
  rowAction?: (row: DayRow) => ReactNode
}

/** The bar's place along the day in percent, cut to the hours shown; undefined when it lies outside them. */
export function barExtent(
  bar: Pick<DayBar, 'fromAt' | 'toAt'>,
  on: string,
  fromHour: number,
  toHour: number,
): { left: number; width: number } | undefined {
  const from = Math.max(minuteOfDay(bar.fromAt, on), fromHour * 60)
  const to = Math.min(minuteOfDay(bar.toAt, on), toHour * 60)
  if (!(to > from)) return undefined
  const span = (toHour - fromHour) * 60
  return { left: ((from - fromHour * 60) / span) * 100, width: ((to - from) / span) * 100 }
}

/** One day, one row a person, bars for what is planned. Everything is a button, so it works by keyboard and on a touch screen. */
export function DayRows({
  label,
  on,
  rows,
  fromHour = 7,
  toHour = 21,
  nowAt,
  language,
  chosen = null,
  onChoose,
  rowAction,
}: DayRowsProps) {
  const hours = Array.from({ length: toHour - fromHour }, (_, index) => fromHour + index)
  const now = nowAt
    ? barExtent({ fromAt: nowAt, toAt: new Date(Date.parse(nowAt) + 60_000).toISOString() }, on, fromHour, toHour)
    : undefined
  return (
    <section className="sp-day" aria-label={label} style={{ '--sp-hours': hours.length } as CSSProperties}>
      <div className="sp-day-head" aria-hidden="true">
        <span />
        <div className="sp-day-hours">
          {hours.map((hour) => (
            <span key={hour}>{`${hour}:00`}</span>
          ))}
        </div>
      </div>
      <ul className="sp-day-rows">
        {rows.map((row) => (
          <li key={row.key} className="sp-day-row">
            <div className="sp-day-name">
              <span>{row.name}</span>
              {row.detail && <span className="sp-soft">{row.detail}</span>}
              {rowAction?.(row)}
            </div>
            <div className="sp-day-track">
              {now && <span className="sp-day-now" style={{ left: `${now.left}%` }} aria-hidden="true" />}
              {row.bars.map((bar) => {
                const extent = barExtent(bar, on, fromHour, toHour)
                if (!extent) return null
                const time = `${showAt(bar.fromAt, language, 'time')}–${showAt(bar.toAt, language, 'time')}`
                return (
                  <button
                    key={bar.key}
                    type="button"
                    className={`sp-day-bar sp-day-${bar.tone ?? 'info'}`}
                    style={{ left: `${extent.left}%`, width: `${extent.width}%` }}
                    aria-pressed={bar.key === chosen}
                    title={`${time} ${bar.label}${bar.detail ? ` ${bar.detail}` : ''}`}
                    onClick={() => onChoose?.(bar.key)}
                  >
                    <span>{bar.label}</span>
                    <span className="sp-day-time">{time}</span>
                  </button>
                )
              })}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
