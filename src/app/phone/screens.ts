import { readyScreens } from '#src/app/shell/screens.ts'

/** The phone. What has `nav` stands in the bar at the foot, in this order, at most five. */
export const phoneScreens = readyScreens([
  {
    path: '/',
    who: ['technician'],
    nav: { group: 'service', key: 'day', icon: 'day' },
    load: () => import('#src/service/work-order/phone/my-day.tsx'),
  },
  {
    path: '/orders/:workOrderId',
    who: ['technician', 'service_manager'],
    load: () => import('#src/service/work-order/phone/sheet.tsx'),
  },
  {
    path: '/visits',
    who: ['auditor'],
    of: 'certification_body',
    nav: { group: 'certification', key: 'visits', icon: 'certification' },
    load: () => import('#src/certification/visit/phone/site.tsx'),
  },
  {
    path: '/visits/:auditId',
    who: ['auditor'],
    of: 'certification_body',
    load: () => import('#src/certification/visit/phone/site.tsx'),
  },
  {
    path: '/outbox',
    who: 'signed_in',
    nav: { group: 'service', key: 'outbox', icon: 'outbox' },
    load: () => import('./outbox.tsx'),
  },
  {
    path: '/me',
    who: 'signed_in',
    nav: { group: 'service', key: 'me', icon: 'person' },
    load: () => import('./me.tsx'),
  },
])
