/**
 * From where on something is asked about. All are our own defaults, from no standard and no source: they were set so that honest work with poor
 * reception, late entry and night emergencies stays quiet, and are measured with seeded frauds by `starproof bench authenticity`.
 */
export const LIMITS = {
  /** Faster than any road between two customers, in a straight line. */
  travelKmPerHour: 150,
  /** Closer together, a wrong position is likelier than a wrong time. */
  travelLeastKm: 5,
  /** A clock of a phone may be off, and a visit ends a little before it is written down. */
  travelToleranceMinutes: 10,
  siteMetres: 1_000,
  siteStrongMetres: 5_000,
  /** A position known worse than this says nothing. */
  accuracyUselessMetres: 2_000,
  /** A signature may lie this long before the arrival that is written down: clocks differ. */
  signatureToleranceMinutes: 5,
  burstLateHours: 24,
  burstWithinMinutes: 30,
  burstLeast: 6,
  /** Entries about one day may come late together; about several days they should not. */
  burstSpreadHours: 48,
  hoursADay: 14,
  hoursADayStrong: 18,
  /** No visit lasts longer; a finish that was forgotten is not work. */
  longestVisitHours: 12,
  daysInARow: 20,
  uniformLeast: 20,
  /** How unlikely an unbroken row of full stars must be, given everybody else's ratings. */
  uniformChance: 0.001,
  commentLeast: 5,
  commentLetters: 6,
  deviceCustomers: 3,
} as const
