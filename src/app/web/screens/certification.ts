import type { Screen } from '#src/app/shell/screens.ts'
import { BODY } from '#src/certification/access.ts'

/** The certification body's desk. */
export const certificationScreens: Screen[] = [
  {
    path: '/auditors',
    who: BODY,
    nav: { group: 'certification', key: 'auditors', icon: 'person' },
    load: () => import('#src/certification/auditor/web/auditors.tsx'),
  },
  {
    path: '/audits',
    who: BODY,
    nav: { group: 'certification', key: 'audits', icon: 'day' },
    load: () => import('#src/certification/audit/web/audits.tsx'),
  },
  { path: '/audits/:auditId', who: BODY, load: () => import('#src/certification/audit/web/audit-page.tsx') },
  {
    path: '/applications',
    who: BODY,
    nav: { group: 'certification', key: 'applications', icon: 'certification' },
    load: () => import('#src/certification/application/web/applications.tsx'),
  },
  {
    path: '/applications/:applicationId',
    who: BODY,
    load: () => import('#src/certification/application/web/application-page.tsx'),
  },
  {
    path: '/clients',
    who: BODY,
    nav: { group: 'certification', key: 'clients', icon: 'company' },
    load: () => import('#src/certification/client/web/clients.tsx'),
  },
  { path: '/clients/:clientId', who: BODY, load: () => import('#src/certification/client/web/client-page.tsx') },
  {
    path: '/contracts',
    who: BODY,
    nav: { group: 'certification', key: 'contracts', icon: 'pen' },
    load: () => import('#src/certification/certification-contract/web/contracts.tsx'),
  },
  {
    path: '/body-rules',
    who: BODY,
    nav: { group: 'certification', key: 'bodyRules', icon: 'system' },
    load: () => import('#src/certification/body-rules/web/rules-page.tsx'),
  },
  {
    path: '/decisions',
    who: BODY,
    nav: { group: 'certification', key: 'decisions', icon: 'check' },
    load: () => import('#src/certification/decision/web/decisions.tsx'),
  },
  { path: '/decisions/:auditId', who: BODY, load: () => import('#src/certification/decision/web/case-page.tsx') },
  {
    path: '/visits',
    who: BODY,
    nav: { group: 'certification', key: 'visits', icon: 'day' },
    load: () => import('#src/certification/visit/web/visits-page.tsx'),
  },
  { path: '/visits/:auditId', who: BODY, load: () => import('#src/certification/visit/web/visit-page.tsx') },
  { path: '/visit-kit', who: BODY, load: () => import('#src/certification/visit-kit/web/kit-page.tsx') },
  {
    path: '/nonconformities',
    who: BODY,
    nav: { group: 'certification', key: 'nonconformities', icon: 'warn' },
    load: () => import('#src/certification/nonconformity/web/nonconformities.tsx'),
  },
  {
    path: '/nonconformities/:nonconformityId',
    who: BODY,
    load: () => import('#src/certification/nonconformity/web/nonconformity-page.tsx'),
  },
  {
    path: '/certificates',
    who: BODY,
    nav: { group: 'certification', key: 'certificates', icon: 'certification' },
    load: () => import('#src/certification/certificate/web/certificates.tsx'),
  },
  {
    path: '/certificates/:certificateId',
    who: BODY,
    load: () => import('#src/certification/certificate/web/certificate-page.tsx'),
  },
  {
    path: '/signing-keys',
    who: BODY,
    nav: { group: 'certification', key: 'signingKeys', icon: 'shield' },
    load: () => import('#src/certification/signing-key/web/signing-keys.tsx'),
  },
  {
    path: '/appeals',
    who: BODY,
    nav: { group: 'certification', key: 'appeals', icon: 'voice' },
    load: () => import('#src/certification/appeal/web/grievances.tsx'),
  },
  { path: '/appeals/:grievanceId', who: BODY, load: () => import('#src/certification/appeal/web/grievance-page.tsx') },
  {
    path: '/blacklist',
    who: BODY,
    nav: { group: 'certification', key: 'blacklist', icon: 'shield' },
    load: () => import('#src/certification/blacklist/web/blacklist.tsx'),
  },
  {
    path: '/statistics',
    who: BODY,
    nav: { group: 'certification', key: 'statistics', icon: 'data' },
    load: () => import('#src/certification/statistics/web/statistics.tsx'),
  },
  {
    path: '/surveillance',
    who: BODY,
    nav: { group: 'certification', key: 'surveillance', icon: 'clock' },
    load: () => import('#src/certification/surveillance/web/surveillance.tsx'),
  },
  {
    path: '/calendar',
    who: BODY,
    nav: { group: 'certification', key: 'bodyCalendar', icon: 'day' },
    load: () => import('#src/certification/workload/web/calendar.tsx'),
  },
  {
    path: '/holder-transitions',
    who: BODY,
    nav: { group: 'certification', key: 'holderTransition', icon: 'refresh' },
    load: () => import('#src/certification/holder-transition/web/transitions.tsx'),
  },
  {
    path: '/holder-transitions/:transitionId',
    who: BODY,
    load: () => import('#src/certification/holder-transition/web/transition-page.tsx'),
  },
]
