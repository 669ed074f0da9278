import type { Screen } from '#src/app/shell/screens.ts'
import { OFFICE } from '#src/company/access.ts'
import { IMPORTERS } from '#src/service/import/access.ts'

/** Who a company is, and its data. */
export const companyScreens: Screen[] = [
  {
    path: '/company/customers',
    who: OFFICE,
    nav: { group: 'company', key: 'customers', icon: 'person' },
    load: () => import('#src/company/customer/web/customers.tsx'),
  },
  {
    path: '/company/customers/:customerId',
    who: OFFICE,
    load: () => import('#src/company/customer/web/customer-file.tsx'),
  },
  {
    path: '/company/outlets',
    who: OFFICE,
    nav: { group: 'company', key: 'outlets', icon: 'place' },
    load: () => import('#src/company/outlet/web/outlets.tsx'),
  },
  {
    path: '/company/staff',
    who: OFFICE,
    nav: { group: 'company', key: 'staff', icon: 'person' },
    load: () => import('#src/company/staff/web/staff.tsx'),
  },
  {
    path: '/company/staff/:staffId',
    who: OFFICE,
    load: () => import('#src/company/staff/web/staff-file.tsx'),
  },
  {
    path: '/company/departments',
    who: OFFICE,
    nav: { group: 'company', key: 'departments', icon: 'company' },
    load: () => import('#src/company/department/web/departments.tsx'),
  },
  {
    path: '/company/products',
    who: OFFICE,
    nav: { group: 'company', key: 'products', icon: 'data' },
    load: () => import('#src/company/product/web/products.tsx'),
  },
  {
    path: '/company/promises',
    who: 'signed_in',
    nav: { group: 'company', key: 'promises', icon: 'check' },
    load: () => import('#src/company/promise/web/promises.tsx'),
  },
  {
    path: '/company/calendar',
    who: 'signed_in',
    nav: { group: 'company', key: 'calendar', icon: 'day' },
    load: () => import('#src/company/calendar/web/calendar.tsx'),
  },
  {
    path: '/imports',
    who: IMPORTERS,
    nav: { group: 'data', key: 'imports', icon: 'outbox' },
    load: () => import('#src/service/import/web/imports.tsx'),
  },
  { path: '/imports/:importId', who: IMPORTERS, load: () => import('#src/service/import/web/import-page.tsx') },
]
