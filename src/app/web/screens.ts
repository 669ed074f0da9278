import { readyScreens } from '#src/app/shell/screens.ts'
import { OFFICE } from '#src/company/access.ts'
import { VIEWERS } from '#src/evaluation/access.ts'
import { AUDITORS, READERS } from '#src/evaluation/evidence/access.ts'
import { IMPORTERS } from '#src/service/import/access.ts'

/** The desk, in the order of its navigation. A feature adds its lines here and nothing else in this folder. */
export const deskScreens = readyScreens([
  {
    path: '/',
    who: 'signed_in',
    nav: { group: 'board', key: 'home', icon: 'home' },
    load: () => import('./home/home.tsx'),
  },
  {
    path: '/hotline',
    who: ['agent', 'dispatcher', 'service_manager', 'administrator'],
    nav: { group: 'service', key: 'hotline', icon: 'phone' },
    load: () => import('#src/service/request/web/hotline.tsx'),
  },
  {
    path: '/requests',
    who: OFFICE,
    nav: { group: 'service', key: 'requests', icon: 'voice' },
    load: () => import('#src/service/request/web/requests.tsx'),
  },
  { path: '/requests/:requestId', who: OFFICE, load: () => import('#src/service/request/web/request-page.tsx') },
  {
    path: '/dispatch',
    who: OFFICE,
    nav: { group: 'service', key: 'dispatch', icon: 'day' },
    load: () => import('#src/service/dispatch/web/board.tsx'),
  },
  {
    path: '/ratings',
    who: OFFICE,
    nav: { group: 'service', key: 'ratings', icon: 'evaluation' },
    load: () => import('#src/service/rating/web/ratings.tsx'),
  },
  {
    path: '/messages',
    who: ['service_manager', 'administrator'],
    nav: { group: 'service', key: 'messages', icon: 'outbox' },
    load: () => import('#src/service/notice/web/outbox.tsx'),
  },
  {
    path: '/star-board',
    who: VIEWERS,
    nav: { group: 'evaluation', key: 'starBoard', icon: 'evaluation' },
    load: () => import('#src/evaluation/board/web/star-board.tsx'),
  },
  {
    path: '/scheme',
    who: VIEWERS,
    nav: { group: 'evaluation', key: 'scheme', icon: 'shield' },
    load: () => import('#src/evaluation/edition/web/scheme-page.tsx'),
  },
  {
    path: '/evidence',
    who: AUDITORS,
    nav: { group: 'evaluation', key: 'ledger', icon: 'shield' },
    load: () => import('#src/evaluation/evidence/web/ledger-page.tsx'),
  },
  {
    path: '/evidence/records/:recordType/:recordId',
    who: READERS,
    load: () => import('#src/evaluation/evidence/web/record-page.tsx'),
  },
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
  {
    path: '/account/organisation',
    who: ['administrator'],
    nav: { group: 'system', key: 'organisation', icon: 'company' },
    load: () => import('#src/account/organisation/web/organisation.tsx'),
  },
  {
    path: '/account/people',
    who: ['administrator'],
    nav: { group: 'system', key: 'people', icon: 'person' },
    load: () => import('#src/account/person/web/people.tsx'),
  },
  {
    path: '/account/invitations',
    who: ['administrator'],
    nav: { group: 'system', key: 'invitations', icon: 'plus' },
    load: () => import('#src/account/invitation/web/invitations.tsx'),
  },
  {
    path: '/account/api-keys',
    who: ['administrator'],
    nav: { group: 'system', key: 'apiKeys', icon: 'data' },
    load: () => import('#src/account/api-key/web/api-keys.tsx'),
  },
  {
    path: '/account/sessions',
    who: 'signed_in',
    nav: { group: 'system', key: 'sessions', icon: 'shield' },
    load: () => import('#src/account/session/web/sessions.tsx'),
  },
  {
    path: '/account/password',
    who: 'signed_in',
    nav: { group: 'system', key: 'password', icon: 'eye' },
    load: () => import('#src/account/password/web/change-password.tsx'),
  },
])
