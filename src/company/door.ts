/** What upper floors may ask of the company, and the verbs they may use. All else in this area is its own business. */
import { sql } from 'kysely'
import type { Routes } from '#src/server/http/mount.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { PromiseRule } from '#src/shared/clock/promise-rule.ts'
import { dayOf } from '#src/shared/instant.ts'
import { calendarRoutes } from './calendar/routes.ts'
import { type CompanyHours, type HoursStamp, hoursOf, hoursStamp, loadCompanyCalendar } from './calendar/store.ts'
import type { CustomerRow } from './customer/contract.ts'
import { customerRoutes } from './customer/routes.ts'
import { callerMatches, isLocalNumber, keptForms, phoneDigits } from './customer/rules.ts'
import { findByPhone, findByPhoneWithin } from './customer/store.ts'
import { departmentRoutes } from './department/routes.ts'
import { outletRoutes } from './outlet/routes.ts'
import { coverage, outletForCity as nearestOutlet } from './outlet/rules.ts'
import { countCustomersByCity, loadOutletPoints } from './outlet/store.ts'
import type { InstalledProductRow } from './product/contract.ts'
import { productRoutes } from './product/routes.ts'
import { loadProductsOf } from './product/store.ts'
import { promiseRoutes } from './promise/routes.ts'
import { loadInForce } from './promise/store.ts'
import { qualificationRoutes } from './qualification/routes.ts'
import type { ManagerRatio, StaffRow } from './staff/contract.ts'
import { staffRoutes } from './staff/routes.ts'
import { managerRatio } from './staff/rules.ts'
import { loadFieldStaff, loadManagers, loadStaffOfPerson, withQualifications } from './staff/store.ts'

export { changeCalendar } from './calendar/actions.ts'
export { startingCalendar } from './calendar/rules.ts'
export { type CompanyHours, type HoursStamp, hoursOf, hoursStamp } from './calendar/store.ts'
export { addCustomer, changeCustomer } from './customer/actions.ts'
export { findCustomerByNumber, loadCustomer } from './customer/store.ts'
export { addDepartment, changeDepartment } from './department/actions.ts'
export { addOutlet, changeOutlet } from './outlet/actions.ts'
export { loadOutlet } from './outlet/store.ts'
export { addInstalledProduct, addProductModel, changeInstalledProduct } from './product/actions.ts'
export { loadInstalledProduct } from './product/store.ts'
export { enterPromise } from './promise/actions.ts'
export { STARTING_PROMISES } from './promise/rules.ts'
export { addQualification, addQualificationKind } from './qualification/actions.ts'
export { listQualificationKinds } from './qualification/store.ts'
export { addStaff, changeStaff } from './staff/actions.ts'
export { loadStaff } from './staff/store.ts'

/** All of this area's endpoints, for the one place that wires. */
export const companyRoutes: Routes = (mount, platform) => {
  for (const routes of [
    departmentRoutes,
    outletRoutes,
    staffRoutes,
    qualificationRoutes,
    customerRoutes,
    productRoutes,
    calendarRoutes,
    promiseRoutes,
  ])
    routes(mount, platform)
}

export type Caller = CustomerRow & { products: InstalledProductRow[] }

/** The customers that a caller's number may belong to, with what they own; at most 20. Erased customers have no number and are never found. */
export async function findCallers(tx: Tx, phone: string): Promise<Caller[]> {
  const digits = phoneDigits(phone)
  if (digits.length < 3) return []
  const found = isLocalNumber(digits)
    ? (await findByPhoneWithin(tx, digits)).filter((customer) => callerMatches(customer.phone, digits)).slice(0, 20)
    : await findByPhone(tx, keptForms(digits))
  const products = Map.groupBy(
    await loadProductsOf(
      tx,
      found.map(({ id }) => id),
    ),
    (product) => product.customerId,
  )
  return found.map((customer) => ({ ...customer, products: products.get(customer.id) ?? [] }))
}

export type PromiseInForce = { id: string; version: number; code: string; rule: PromiseRule }

/** Of each promise the version in force at that instant; which of them are made for a request says `appliesTo` of the rule. */
export async function loadPromisesInForce(tx: Tx, at: string): Promise<PromiseInForce[]> {
  const rows = await loadInForce(tx, at)
  return rows.map(({ id, version, code, rule }) => ({ id, version, code, rule }))
}

/** The calendars that a promise chooses from by its `calendarMode`. Without an outlet, the company's stands for both. */
export async function calendarFor(tx: Tx, outletId: string | null): Promise<CompanyHours> {
  const { rows } = await sql<{ stamp: HoursStamp }>`select ${hoursStamp(tx, outletId)} as stamp`.execute(tx.sql)
  return hoursOf(tx, rows[0]!.stamp)
}

/** Everybody who goes on site and works on that day, by number, each with every licence that was not revoked. */
export async function staffForDispatch(tx: Tx, asked: { dayOn: string }): Promise<StaffRow[]> {
  return withQualifications(tx, await loadFieldStaff(tx, asked.dayOn))
}

/** The staff file of somebody who signs in; undefined when they are no member of staff. */
export async function staffOfPerson(tx: Tx, personId: string): Promise<StaffRow | undefined> {
  const file = await loadStaffOfPerson(tx, personId)
  return file && (await withQualifications(tx, [file]))[0]
}

/** The outlet to send a job in that city to: one in the city, else the nearest. Null when the city is unknown or none is open. */
export async function outletForCity(
  tx: Tx,
  cityCode: string,
): Promise<{ outletId: string; inCity: boolean; distanceKm: number } | null> {
  const { calendar } = await loadCompanyCalendar(tx)
  const dayOn = dayOf(Date.parse(tx.at), calendar.zone)
  return nearestOutlet(cityCode, await loadOutletPoints(tx, dayOn), dayOn)
}

/** The 10 % rule on that day (5.1.2.2). */
export async function managerRatioOn(tx: Tx, dayOn: string): Promise<ManagerRatio> {
  const { people, licences } = await loadManagers(tx)
  return managerRatio(people, licences, dayOn)
}

/** Which cities with customers have an open outlet on that day (5.1.1.2). */
export async function coverageOn(tx: Tx, dayOn: string) {
  return coverage(await countCustomersByCity(tx), await loadOutletPoints(tx, dayOn), dayOn)
}
