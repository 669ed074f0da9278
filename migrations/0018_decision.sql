-- AREA 5: report, review and decision by people who took no part in the audit.

create table decision (
  org_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  audit_id uuid not null,
  kind text not null check (kind in ('grant', 'maintain', 'renew', 'extend', 'reduce', 'star_change', 'refuse')),
  -- What the audit's score says: level of the scheme, stars, hundredths of a point.
  scheme jsonb not null,
  level_id text,
  stars int not null check (stars between 0 and 5),
  score_hundredths int not null,
  scope text not null check (length(scope) between 1 and 1000),
  -- Shape: OutletEntry[], those that the certificate covers.
  outlets jsonb not null,
  conditions text not null default '' check (length(conditions) <= 2000),
  reason text not null check (length(reason) between 1 and 2000),
  decided_at timestamptz not null,
  -- Person ids of those who decided (one, or the committee).
  decided_by jsonb not null,
  made_by text not null,
  primary key (org_id, id),
  foreign key (org_id, client_id) references client (org_id, id),
  foreign key (org_id, audit_id) references audit (org_id, id)
);
create index decision_of_audit on decision (org_id, audit_id);
call tenant_table('decision');
revoke update, delete on decision from starproof_app;

-- What the team says of an audit, in words; the rest of the report is made from the records. Open until it is handed in; returned, it is open again.
create table audit_report (
  org_id uuid not null,
  id uuid not null,
  audit_id uuid not null,
  scope text not null default '' check (length(scope) <= 1000),
  summary text not null default '' check (length(summary) <= 8000),
  strengths text not null default '' check (length(strengths) <= 4000),
  weaknesses text not null default '' check (length(weaknesses) <= 4000),
  recommends text check (recommends in ('grant', 'maintain', 'renew', 'extend', 'reduce', 'star_change', 'refuse')),
  recommends_reason text not null default '' check (length(recommends_reason) <= 2000),
  submitted_at timestamptz,
  submitted_by text,
  submitted_by_name text not null default '',
  -- The PDF as it was handed in.
  file_sha256 text check (file_sha256 ~ '^[0-9a-f]{64}$'),
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, audit_id),
  foreign key (org_id, audit_id) references audit (org_id, id)
);
call tenant_table('audit_report');
revoke delete on audit_report from starproof_app;

-- 复核: by somebody who took no part. Each hand-in of the report has its own review.
create table report_review (
  org_id uuid not null,
  id uuid not null,
  audit_id uuid not null,
  report_version int not null,
  -- Shape: ReviewCheck[].
  checks jsonb not null,
  verdict text not null check (verdict in ('recommended', 'returned')),
  words text not null check (length(words) between 1 and 2000),
  reviewed_by text not null,
  reviewed_by_name text not null default '',
  reviewed_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, audit_id, report_version),
  foreign key (org_id, audit_id) references audit (org_id, id)
);
call tenant_table('report_review');
revoke update, delete on report_review from starproof_app;

-- What is put to the vote. One at a time for an audit; a proposal that was voted down stays.
create table decision_proposal (
  org_id uuid not null,
  id uuid not null,
  audit_id uuid not null,
  kind text not null check (kind in ('grant', 'maintain', 'renew', 'extend', 'reduce', 'star_change', 'refuse')),
  scope text not null check (length(scope) between 1 and 1000),
  outlets jsonb not null,
  conditions text not null default '' check (length(conditions) <= 2000),
  reason text not null check (length(reason) between 1 and 2000),
  proposed_by text not null,
  proposed_by_name text not null default '',
  proposed_at timestamptz not null,
  outcome text check (outcome in ('carried', 'rejected')),
  closed_at timestamptz,
  version int not null default 1,
  primary key (org_id, id),
  check ((outcome is null) = (closed_at is null)),
  foreign key (org_id, audit_id) references audit (org_id, id)
);
create unique index decision_proposal_open on decision_proposal (org_id, audit_id) where outcome is null;
call tenant_table('decision_proposal');
revoke delete on decision_proposal from starproof_app;

create table decision_vote (
  org_id uuid not null,
  proposal_id uuid not null,
  person_id uuid not null,
  name text not null,
  in_favour boolean not null,
  words text not null default '' check (length(words) <= 2000),
  voted_at timestamptz not null,
  primary key (org_id, proposal_id, person_id),
  foreign key (org_id, proposal_id) references decision_proposal (org_id, id)
);
call tenant_table('decision_vote');
revoke update, delete on decision_vote from starproof_app;
