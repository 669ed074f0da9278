-- AREA 5: certificates, their changes, the public register, the keys that sign them.

create table certificate (
  org_id uuid not null,
  id uuid not null,
  number text not null,
  client_id uuid not null,
  decision_id uuid not null,
  -- What it says, frozen (shape: CertificateText): holder, scope, stars, outlets, standard, body.
  says jsonb not null,
  stars int not null check (stars between 0 and 5),
  issued_on date not null,
  valid_from_on date not null,
  valid_until_on date not null check (valid_until_on >= valid_from_on),
  -- Place in the body's status lists, drawn by chance.
  status_index int not null check (status_index >= 0),
  file_sha256 text,
  credential jsonb,
  replaces_id uuid,
  made_at timestamptz not null,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number),
  unique (org_id, status_index),
  foreign key (org_id, client_id) references client (org_id, id),
  foreign key (org_id, decision_id) references decision (org_id, id)
);
create index certificate_of_client on certificate (org_id, client_id);
call tenant_table('certificate');
call system_may('select', 'certificate');

-- What became of a certificate after it was issued. The status on any day is a pure function of these rows and that day.
create table certificate_change (
  org_id uuid not null,
  id uuid not null,
  certificate_id uuid not null,
  kind text not null check (kind in ('suspend', 'restore', 'withdraw', 'cancel', 'extend', 'reduce', 'star', 'maintain', 'replace')),
  effective_on date not null,
  -- Suspensions: no longer than.
  until_on date,
  reason text not null check (length(reason) between 1 and 2000),
  -- Shown on the public register.
  public_reason text not null default '' check (length(public_reason) <= 500),
  -- What it says from then on, where that changes (shape: CertificateText).
  says jsonb,
  made_by text not null,
  made_by_name text not null default '',
  made_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, certificate_id) references certificate (org_id, id)
);
create index certificate_change_of on certificate_change (org_id, certificate_id, effective_on);
call tenant_table('certificate_change');
call system_may('select', 'certificate_change');
revoke update, delete on certificate_change from starproof_app;
