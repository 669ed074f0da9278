export type InkPoint = { x: number; y: number }
export type Stroke = readonly InkPoint[]

/** The smallest signature worth keeping, in pad pixels of ink: a tap or a slip of the finger is none. */
const LEAST_INK_PX = 60

/** Drops points closer than a pixel and a half to the one before: fingers report many, and they only make the line tremble. */
export function thinOut(points: Stroke): InkPoint[] {
  const kept: InkPoint[] = []
  for (const point of points) {
    const last = kept.at(-1)
    if (!last || Math.hypot(point.x - last.x, point.y - last.y) >= 1.5) kept.push(point)
  }
  return kept
}

/** A stroke as a smooth path (quadratic curves through the midpoints); a single point becomes a dot. */
export function inkPath(stroke: Stroke): string {
  const points = thinOut(stroke)
  const first = points[0]
  if (!first) return ''
  if (points.length === 1) return `M${first.x} ${first.y}h0.01`
  let path = `M${first.x} ${first.y}`
  for (let index = 1; index < points.length - 1; index++) {
    const here = points[index]!
    const next = points[index + 1]!
    path += `Q${here.x} ${here.y} ${(here.x + next.x) / 2} ${(here.y + next.y) / 2}`
  }
  const last = points.at(-1)!
  return `${path}L${last.x} ${last.y}`
}

function inkLengthPx(strokes: readonly Stroke[]): number {
  let length = 0
  for (const stroke of strokes) {
    for (let index = 1; index < stroke.length; index++) {
      length += Math.hypot(stroke[index]!.x - stroke[index - 1]!.x, stroke[index]!.y - stroke[index - 1]!.y)
    }
  }
  return length
}

/** Whether there is enough ink to be somebody's name. */
export function isSigned(strokes: readonly Stroke[]): boolean {
  return inkLengthPx(strokes) >= LEAST_INK_PX
}
