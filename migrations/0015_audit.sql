-- AREA 5: auditors, the three-year programme, audits and their teams, samples nobody can bend.

create table audit (
  org_id uuid not null,
  id uuid not null,
  number text not null,
  client_id uuid not null,
  application_id uuid,
  contract_id uuid,
  kind text not null check (kind in ('initial', 'surveillance', 'recertification', 'special')),
  -- For surveillance and special audits: the certificate they are about, and why (spot check, restoration, extension …).
  certificate_id uuid,
  purpose text not null default '' check (length(purpose) <= 500),
  person_days_tenths int not null check (person_days_tenths > 0),
  planned_from_on date,
  planned_to_on date,
  -- The client's pack that is audited, and the body's own scoring (evaluation assessment of kind audit).
  pack_id uuid,
  assessment_id uuid,
  opened_at timestamptz,
  -- The visit is over and the scoring is closed.
  visited_at timestamptz,
  reported_at timestamptz,
  cancelled_at timestamptz,
  cancelled_reason text not null default '' check (length(cancelled_reason) <= 500),
  made_at timestamptz not null,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number),
  check (planned_to_on >= planned_from_on),
  foreign key (org_id, client_id) references client (org_id, id),
  foreign key (org_id, application_id) references application (org_id, id),
  foreign key (org_id, contract_id) references contract (org_id, id),
  foreign key (org_id, pack_id) references pack_copy (org_id, id)
);
create index audit_of_client on audit (org_id, client_id);
call tenant_table('audit');

-- Who takes part. Rows are ended, never deleted: who once took part never decides.
create table audit_member (
  org_id uuid not null,
  audit_id uuid not null,
  person_id uuid not null,
  name text not null,
  duty text not null check (duty in ('leader', 'auditor', 'technical_expert', 'observer')),
  person_days_tenths int not null default 0,
  named_at timestamptz not null,
  left_at timestamptz,
  left_reason text not null default '' check (length(left_reason) <= 500),
  primary key (org_id, audit_id, person_id),
  foreign key (org_id, audit_id) references audit (org_id, id)
);
create unique index audit_leader on audit_member (org_id, audit_id) where duty = 'leader' and left_at is null;
call tenant_table('audit_member');
revoke delete on audit_member from starproof_app;
