import { type SqlBool, sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { AuditKind } from '../audit/contract.ts'
import type {
  CaseRow,
  DecisionKind,
  DecisionRow,
  Involvement,
  Proposal,
  Review,
  ReviewCheck,
  Vote,
} from './contract.ts'
import { stageOf } from './rules/decide.ts'

const MOST = 200

export type ReportHead = {
  id: string
  version: number
  recommends: DecisionKind | null
  scope: string
  submittedAt: string | null
  submittedByName: string
}

export async function findReportHead(tx: Tx, auditId: string): Promise<ReportHead | undefined> {
  const row = await tx.sql
    .selectFrom('auditReport')
    .select(['id', 'version', 'recommends', 'scope', 'submittedAt', 'submittedByName'])
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .executeTakeFirst()
  return row as ReportHead | undefined
}

export async function listReviews(tx: Tx, auditId: string): Promise<(Review & { reviewedBy: string })[]> {
  const rows = await tx.sql
    .selectFrom('reportReview')
    .select(['id', 'reportVersion', 'checks', 'verdict', 'words', 'reviewedBy', 'reviewedByName', 'reviewedAt'])
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .orderBy('reviewedAt')
    .limit(MOST)
    .execute()
  return rows as unknown as (Review & { reviewedBy: string })[]
}

export async function insertReview(
  tx: WriteTx,
  auditId: string,
  review: {
    id: string
    reportVersion: number
    checks: ReviewCheck[]
    verdict: Review['verdict']
    words: string
    byName: string
  },
): Promise<void> {
  const { byName, checks, ...rest } = review
  await tx.sql
    .insertInto('reportReview')
    .values({
      orgId: tx.orgId,
      auditId,
      ...rest,
      checks: JSON.stringify(checks),
      reviewedBy: actorRef(tx.actor),
      reviewedByName: byName,
      reviewedAt: tx.at,
    })
    .execute()
}

type ProposalRow = Omit<Proposal, 'votes'> & { auditId: string }

function proposals(tx: Tx) {
  return tx.sql
    .selectFrom('decisionProposal')
    .select([
      'id',
      'auditId',
      'kind',
      'scope',
      'outlets',
      'conditions',
      'reason',
      'proposedByName',
      'proposedAt',
      'outcome',
      'closedAt',
      'version',
    ])
    .where('orgId', '=', tx.orgId)
}

async function withVotes(tx: Tx, rows: readonly ProposalRow[]): Promise<(Proposal & { auditId: string })[]> {
  if (rows.length === 0) return []
  const votes = await tx.sql
    .selectFrom('decisionVote')
    .select(['proposalId', 'personId', 'name', 'inFavour', 'words', 'votedAt'])
    .where('orgId', '=', tx.orgId)
    .where(
      'proposalId',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('votedAt')
    .execute()
  return rows.map((row) => ({
    ...row,
    votes: votes.filter((vote) => vote.proposalId === row.id).map(({ proposalId: _, ...vote }): Vote => vote),
  }))
}

export async function listProposals(tx: Tx, auditId: string): Promise<Proposal[]> {
  const rows = await proposals(tx).where('auditId', '=', auditId).orderBy('proposedAt').limit(MOST).execute()
  return (await withVotes(tx, rows as unknown as ProposalRow[])).map(({ auditId: _, ...proposal }) => proposal)
}

/** Locked, so that a vote and the count of votes follow each other. */
export async function lockProposal(tx: WriteTx, id: string): Promise<(Proposal & { auditId: string }) | undefined> {
  const row = await proposals(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row && (await withVotes(tx, [row as unknown as ProposalRow]))[0]
}

export async function insertProposal(
  tx: WriteTx,
  auditId: string,
  proposal: Pick<Proposal, 'id' | 'kind' | 'scope' | 'outlets' | 'conditions' | 'reason'> & { byName: string },
): Promise<void> {
  const { byName, outlets, ...rest } = proposal
  await tx.sql
    .insertInto('decisionProposal')
    .values({
      orgId: tx.orgId,
      auditId,
      ...rest,
      outlets: JSON.stringify(outlets),
      proposedBy: actorRef(tx.actor),
      proposedByName: byName,
      proposedAt: tx.at,
    })
    .execute()
}

export async function saveProposal(
  tx: WriteTx,
  id: string,
  version: number,
  change: { outcome?: 'carried' | 'rejected'; closedAt?: string } = {},
): Promise<void> {
  const saved = await tx.sql
    .updateTable('decisionProposal')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'decision_proposal')
}

export async function insertVote(tx: WriteTx, proposalId: string, vote: Omit<Vote, 'votedAt'>): Promise<void> {
  await tx.sql
    .insertInto('decisionVote')
    .values({ orgId: tx.orgId, proposalId, ...vote, votedAt: tx.at })
    .execute()
}

export type NewDecision = Omit<DecisionRow, 'decidedAt' | 'decidedByNames'> & {
  scheme: {
    id: string
    version: number
    standard: string
    title: { zh: string; en: string }
    levelName: { zh: string; en: string } | null
  }
  decidedBy: { personId: string; name: string }[]
}

export async function insertDecision(tx: WriteTx, decision: NewDecision): Promise<void> {
  const { scheme, outlets, decidedBy, ...rest } = decision
  await tx.sql
    .insertInto('decision')
    .values({
      orgId: tx.orgId,
      ...rest,
      scheme: JSON.stringify(scheme),
      outlets: JSON.stringify(outlets),
      decidedAt: tx.at,
      decidedBy: JSON.stringify(decidedBy),
      madeBy: actorRef(tx.actor),
    })
    .execute()
}

export async function listDecisions(tx: Tx, auditId: string): Promise<DecisionRow[]> {
  const rows = await tx.sql
    .selectFrom('decision')
    .select([
      'id',
      'clientId',
      'auditId',
      'kind',
      'levelId',
      'stars',
      'scoreHundredths',
      'scope',
      'outlets',
      'conditions',
      'reason',
      'decidedAt',
      'decidedBy',
    ])
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .orderBy('decidedAt')
    .limit(MOST)
    .execute()
  return rows.map(({ decidedBy, ...row }) => ({
    ...(row as unknown as Omit<DecisionRow, 'decidedByNames'>),
    decidedByNames: (decidedBy as unknown as { name: string }[]).map((one) => one.name),
  }))
}

/** In which ways the person had a hand in what is to be judged, as the records say; conflicts of interest are asked of the register. */
export async function findInvolvement(tx: Tx, auditId: string, personId: string): Promise<Involvement[]> {
  const ref = `person:${personId}`
  const { rows } = await sql<{ why: Involvement }>`
    select 'team' as why where exists (select from audit_member where org_id = ${tx.orgId} and audit_id = ${auditId} and person_id = ${personId})
    union all select 'visit' where exists (select from visit_entry where org_id = ${tx.orgId} and audit_id = ${auditId} and by_person_id = ${personId})
      or exists (select from audit_visit where org_id = ${tx.orgId} and audit_id = ${auditId} and (opened_by = ${personId} or finished_by = ${personId}))
    union all select 'document_review' where exists (select from document_review d left join document_review_item i on i.org_id = d.org_id and i.review_id = d.id
      where d.org_id = ${tx.orgId} and d.audit_id = ${auditId} and ${personId} in (d.opened_by, d.closed_by, i.judged_by))
    union all select 'application' where exists (select from application_step s join audit a on a.org_id = s.org_id and a.application_id = s.application_id
      where a.org_id = ${tx.orgId} and a.id = ${auditId} and s.kind in ('accepted', 'refused') and s.by = ${ref})
    union all select 'verification' where exists (select from nonconformity n left join nonconformity_verdict v on v.org_id = n.org_id and v.nonconformity_id = n.id
      where n.org_id = ${tx.orgId} and n.audit_id = ${auditId} and ${personId} in (n.raised_by, v.by_person))
    union all select 'report' where exists (select from audit_report where org_id = ${tx.orgId} and audit_id = ${auditId} and submitted_by = ${ref})`.execute(
    tx.sql,
  )
  return rows.map((row) => row.why)
}

type CaseQuery = { limit: number; cursor?: string; show: 'waiting' | 'all' }
type CaseRead = Omit<CaseRow, 'stage'> & { isRecommended: boolean; hasOpenProposal: boolean }

/** Audits that have been visited, newest first; the cursor is the id of the last one shown. */
export async function listCaseRows(tx: Tx, asked: CaseQuery): Promise<CaseRow[]> {
  const waiting =
    asked.show === 'waiting'
      ? sql<SqlBool>`and not exists (select from decision d where d.org_id = a.org_id and d.audit_id = a.id)`
      : sql``
  const behind = asked.cursor
    ? sql`and (a.made_at, a.id) < (select b.made_at, b.id from audit b where b.org_id = ${tx.orgId} and b.id = ${asked.cursor})`
    : sql``
  const { rows } = await sql<CaseRead>`
    select a.id as audit_id, a.number, a.kind, c.name as client_name, r.submitted_at,
      exists (select from report_review v where v.org_id = a.org_id and v.audit_id = a.id and v.report_version = r.version and v.verdict = 'recommended') as is_recommended,
      exists (select from decision_proposal p where p.org_id = a.org_id and p.audit_id = a.id and p.outcome is null) as has_open_proposal,
      d.kind as decision_kind, d.stars, d.decided_at
    from audit a join client c on c.org_id = a.org_id and c.id = a.client_id
    left join audit_report r on r.org_id = a.org_id and r.audit_id = a.id
    left join lateral (select * from decision d where d.org_id = a.org_id and d.audit_id = a.id order by d.decided_at desc limit 1) d on true
    where a.org_id = ${tx.orgId} and a.visited_at is not null and a.cancelled_at is null ${waiting} ${behind}
    order by a.made_at desc, a.id desc limit ${asked.limit}`.execute(tx.sql)
  return rows.map(({ isRecommended, hasOpenProposal, ...row }) => ({
    ...row,
    kind: row.kind as AuditKind,
    stage: stageOf({ submittedAt: row.submittedAt, isRecommended, hasOpenProposal, isDecided: row.decidedAt !== null }),
  }))
}
