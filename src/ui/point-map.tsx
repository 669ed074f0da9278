import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import './point-map.css'
import { type Frame, frameOf, gridLines, type Place, projection, zoomed } from './map-scale.ts'

export type MapPoint = Place & {
  key: string
  label: string
  tone?: 'good' | 'warn' | 'bad' | 'info'
  count?: number
  shape?: 'dot' | 'square'
}

type PointMapProps = {
  label: string
  points: readonly MapPoint[]
  chosen?: string | null
  onChoose?: (key: string) => void
  height?: number
}

const WIDTH = 800
const NAMED_AT_MOST = 40

/** A schematic map: places by longitude and latitude on a grid, no outline of any country. Points are buttons; the list of them is the map for who cannot see. */
export function PointMap({ label, points, chosen = null, onChoose, height = 460 }: PointMapProps) {
  const { t } = useTranslation('common')
  const [near, setNear] = useState<Frame | null>(null)
  const whole = frameOf(points)
  const frame = near ?? whole
  if (!frame) return null
  const place = projection(frame, WIDTH, height)
  const centre = points.find((one) => one.key === chosen) ?? {
    longitude: (frame.west + frame.east) / 2,
    latitude: (frame.south + frame.north) / 2,
  }
  const isNamed = points.length <= NAMED_AT_MOST
  return (
    <figure className="sp-map">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing has no fieldset */}
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="group" aria-label={label}>
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: grid lines take no focus */}
        <g className="sp-map-grid" aria-hidden="true">
          {gridLines(frame.west, frame.east).map((longitude) => {
            const { x } = place({ longitude, latitude: frame.south })
            return (
              <g key={longitude}>
                <line x1={x} x2={x} y1={0} y2={height} />
                <text x={x + 4} y={height - 6}>{`${longitude}°E`}</text>
              </g>
            )
          })}
          {gridLines(frame.south, frame.north).map((latitude) => {
            const { y } = place({ longitude: frame.west, latitude })
            return (
              <g key={latitude}>
                <line x1={0} x2={WIDTH} y1={y} y2={y} />
                <text x={4} y={y - 4}>{`${latitude}°N`}</text>
              </g>
            )
          })}
        </g>
        {points.map((point) => {
          const { x, y } = place(point)
          const isChosen = point.key === chosen
          const words = point.count === undefined ? point.label : `${point.label} ${point.count}`
          const pressable = onChoose && {
            role: 'button',
            tabIndex: 0,
            'aria-pressed': isChosen,
            onClick: () => onChoose(point.key),
            onKeyDown: (event: { key: string; preventDefault: () => void }) => {
              if (event.key !== 'Enter' && event.key !== ' ') return
              event.preventDefault()
              onChoose(point.key)
            },
          }
          return (
            <g
              key={point.key}
              className={`sp-map-point sp-map-${point.tone ?? 'info'}${isChosen ? ' sp-map-chosen' : ''}`}
              transform={`translate(${x} ${y})`}
              role={onChoose ? undefined : 'img'}
              aria-label={words}
              {...pressable}
            >
              <title>{words}</title>
              <circle r="16" className="sp-map-touch" />
              {point.shape === 'square' ? (
                <rect x="-6" y="-6" width="12" height="12" rx="2" />
              ) : (
                <circle r={isChosen ? 9 : 7} />
              )}
              {(isNamed || isChosen) && (
                <text className="sp-map-name" y="28">
                  {point.label}
                </text>
              )}
              {point.count !== undefined && point.count > 0 && (
                <text className="sp-map-count" y="-18">
                  {point.count}
                </text>
              )}
            </g>
          )
        })}
      </svg>
      <figcaption className="sp-map-foot">
        <span className="sp-soft">
          {t('map.points', { count: points.length })} · {t('map.note')}
        </span>
        <span className="sp-row-of">
          <Button kind="quiet" icon="plus" onClick={() => setNear(zoomed(frame, centre, 0.5))}>
            {t('map.zoomIn')}
          </Button>
          <Button kind="quiet" icon="minus" onClick={() => setNear(zoomed(frame, centre, 2))}>
            {t('map.zoomOut')}
          </Button>
          <Button kind="quiet" onClick={() => setNear(null)}>
            {t('map.whole')}
          </Button>
        </span>
      </figcaption>
    </figure>
  )
}
