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
