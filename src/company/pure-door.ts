/** The half of the door that also opens in the browser: pure questions and words, no server behind them. */
export { maskPhone } from './access.ts'
export { callerMatches, phoneDigits } from './customer/rules.ts'
export { CITIES, cityOf, distanceKm, PROVINCES, placeName, provinceOf } from './division/rules.ts'
export { isOpenOn } from './outlet/rules.ts'
export type { Licence, MissingLicence } from './qualification/rules.ts'
export { EXPIRY_WARNING_DAYS, holdsOn, licenceState, licencesMissing } from './qualification/rules.ts'
export { worksOn } from './staff/rules.ts'
