export type Place = { longitude: number; latitude: number }
export type Frame = { west: number; east: number; south: number; north: number }

const LEAST_SPAN_DEGREES = 0.2

/** The frame that holds every place with a margin; one place alone gets a frame of its own neighbourhood. Undefined for no places. */
export function frameOf(places: readonly Place[]): Frame | undefined {
  if (places.length === 0) return undefined
  const west = Math.min(...places.map((one) => one.longitude))
  const east = Math.max(...places.map((one) => one.longitude))
  const south = Math.min(...places.map((one) => one.latitude))
  const north = Math.max(...places.map((one) => one.latitude))
  const across = Math.max(east - west, LEAST_SPAN_DEGREES) * 0.6
  const along = Math.max(north - south, LEAST_SPAN_DEGREES) * 0.6
  const middle = { longitude: (west + east) / 2, latitude: (south + north) / 2 }
  return {
    west: middle.longitude - across,
    east: middle.longitude + across,
    south: middle.latitude - along,
    north: middle.latitude + along,
  }
}

/**
 * Longitude and latitude to picture units, equirectangular, true to scale at the frame's middle latitude; the frame is centred and fits inside.
 */
export function projection(frame: Frame, width: number, height: number): (place: Place) => { x: number; y: number } {
  const shrink = Math.cos(((frame.south + frame.north) / 2) * (Math.PI / 180))
  const scale = Math.min(width / ((frame.east - frame.west) * shrink), height / (frame.north - frame.south))
  const middle = { longitude: (frame.west + frame.east) / 2, latitude: (frame.south + frame.north) / 2 }
  return (place) => ({
    x: width / 2 + (place.longitude - middle.longitude) * shrink * scale,
    y: height / 2 - (place.latitude - middle.latitude) * scale,
  })
}

/** Whole steps for grid lines across a span: 1, 2 or 5 times a power of ten, about six of them. */
export function gridLines(from: number, to: number): number[] {
  const rough = (to - from) / 6
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? rough
  const lines: number[] = []
  for (let index = Math.ceil(from / step); index * step <= to; index++)
    lines.push(Number((index * step).toPrecision(10)))
  return lines
}

/** The frame drawn nearer (factor below 1) or further (above 1) around a place. */
export function zoomed(frame: Frame, around: Place, factor: number): Frame {
  const across = ((frame.east - frame.west) / 2) * factor
  const along = ((frame.north - frame.south) / 2) * factor
  return {
    west: around.longitude - across,
    east: around.longitude + across,
    south: around.latitude - along,
    north: around.latitude + along,
  }
}
