export type Place = { longitude: number; latitude: number; accuracyMetres: number }

const PATIENCE_MS = 8_000

/** Where the phone is, or null: in a cellar there is no fix, and arriving must not wait for one. */
export function findPlace(): Promise<Place | null> {
  return new Promise((resolve) => {
    if (!navigator.geolocation) {
      resolve(null)
      return
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          longitude: coords.longitude,
          latitude: coords.latitude,
          accuracyMetres: Math.round(coords.accuracy),
        }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    )
  })
}
