import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type words from '#src/app/messages/zh-CN/audit.json'

export type AuditTabProps = { auditId: string }

/** A tab of the page of an audit; its label stands in the catalogue `audit` under `tab`. Other features add a line here. */
export type AuditTab = {
  key: keyof typeof words.tab
  Component: LazyExoticComponent<ComponentType<AuditTabProps>>
}

function tab(key: AuditTab['key'], load: () => Promise<ComponentType<AuditTabProps>>): AuditTab {
  return { key, Component: lazy(async () => ({ default: await load() })) }
}

export const AUDIT_TABS: readonly AuditTab[] = [
  tab('overview', () => import('./overview.tsx').then((part) => part.Overview)),
  tab('team', () => import('./team.tsx').then((part) => part.Team)),
  tab('sampling', () => import('../../sampling/web/sampling.tsx').then((part) => part.Sampling)),
  tab('plan', () => import('../../audit-plan/web/plan.tsx').then((part) => part.Plan)),
  tab('documents', () => import('../../document-review/web/documents.tsx').then((part) => part.Documents)),
  tab('visit', () => import('../../visit/web/visit-of-audit.tsx').then((part) => part.VisitOfAudit)),
  tab('nonconformities', () =>
    import('../../nonconformity/web/audit-nonconformities.tsx').then((part) => part.AuditNonconformities),
  ),
  tab('report', () => import('../../report/web/report-panel.tsx').then((part) => part.ReportPanel)),
]
