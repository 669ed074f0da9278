import { LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Board } from '../contract.ts'

use([LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

/** The possible score as a band, day by day, with the levels as lines. */
export default function TrendChart({ board, label }: { board: Board; label: string }) {
  const { t } = useTranslation('evaluation')
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const chart = init(element, undefined, { renderer: 'svg' })
    chart.setOption(optionsOf(board, (key) => t(`board.${key}`)))
    const watch = new ResizeObserver(() => chart.resize())
    watch.observe(element)
    return () => {
      watch.disconnect()
      chart.dispose()
    }
  }, [board, t])
  return <div ref={place} className="sp-trend" role="img" aria-label={label} />
}

type Key = 'trendLowest' | 'trendHighest' | 'trendPartial' | 'trendScore'

function optionsOf(board: Board, words: (key: Key) => string) {
  const { trend, levels } = board
  const [brand, soft, line, star] = [token('--brand'), token('--ink-soft'), token('--line'), token('--star')]
  const points = (hundredths: number | null) => (hundredths === null ? null : hundredths / 100)
  const flat = { type: 'line' as const, symbol: 'none', animationDuration: 400 }
  const hasScore = trend.some((day) => day.scoreHundredths !== null)
  return {
    textStyle: { fontFamily: token('--font') },
    grid: { left: 36, right: 44, top: 34, bottom: 28 },
    legend: { top: 0, left: 0, itemWidth: 18, textStyle: { color: soft }, data: legendOf(words, hasScore) },
    tooltip: {
      trigger: 'axis' as const,
      valueFormatter: (value: unknown) => (typeof value === 'number' ? value.toFixed(1) : '—'),
    },
    xAxis: {
      type: 'category' as const,
      boundaryGap: false,
      data: trend.map((day) => day.dayOn),
      axisLabel: { color: soft, hideOverlap: true, formatter: (day: string) => day.slice(5) },
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
    },
    yAxis: { min: 0, max: 100, interval: 25, axisLabel: { color: soft }, splitLine: { lineStyle: { color: line } } },
    series: [
      {
        ...flat,
        name: words('trendHighest'),
        data: trend.map((day) => points(day.highestHundredths)),
        lineStyle: { color: soft, width: 1, type: 'dashed' as const },
        itemStyle: { color: soft },
      },
      {
        ...flat,
        name: words('trendLowest'),
        data: trend.map((day) => points(day.lowestHundredths)),
        lineStyle: { color: brand, width: 2.5 },
        itemStyle: { color: brand },
        areaStyle: { color: brand, opacity: 0.1 },
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: star, width: 1, type: 'dotted' as const },
          label: { color: token('--star-text'), formatter: '{b}' },
          data: levels
            .filter((level) => level.stars > 0)
            .map((level) => ({ name: `${level.stars}★`, yAxis: level.minHundredths / 100 })),
        },
      },
      {
        ...flat,
        name: words('trendPartial'),
        data: trend.map((day) => points(day.partialHundredths)),
        lineStyle: { color: star, width: 2 },
        itemStyle: { color: star },
      },
      ...(hasScore
        ? [
            {
              ...flat,
              name: words('trendScore'),
              data: trend.map((day) => points(day.scoreHundredths)),
              lineStyle: { color: token('--ink'), width: 3 },
              itemStyle: { color: token('--ink') },
            },
          ]
        : []),
    ],
  }
}

function legendOf(words: (key: Key) => string, hasScore: boolean): string[] {
  const keys: Key[] = ['trendLowest', 'trendHighest', 'trendPartial']
  return (hasScore ? [...keys, 'trendScore' as const] : keys).map(words)
}
