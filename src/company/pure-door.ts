/** The half of the door that also opens in the browser: pure questions and words, no server behind them. */
export { maskPhone } from './access.ts'
export { phoneDigits } from './customer/rules.ts'
export { CITIES, distanceKm, PROVINCES, placeName } from './division/rules.ts'
