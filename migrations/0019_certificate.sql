-- AREA 5: certificates, their changes, the public register, the keys that sign them.

-- The body as its certificates name it.
create table body_profile (
  org_id uuid primary key,
  legal_name text not null check (length(legal_name) between 1 and 200),
  name_en text not null default '' check (length(name_en) <= 200),
  address text not null default '' check (length(address) <= 300),
  -- Number of the approval by which the body certifies (批准号).
  approval_number text not null default '' check (length(approval_number) <= 60),
  website text not null default '' check (length(website) <= 200),
  signatory text not null default '' check (length(signatory) <= 60),
  version int not null default 1
);
call tenant_table('body_profile');

-- Keys of the body: a root that certifies the others, one that signs documents, one that signs credentials. The secret is sealed with the
-- installation's own; a retired key still verifies what it signed while it was valid.
create table signing_key (
  org_id uuid not null,
  id uuid not null,
  purpose text not null check (purpose in ('root', 'document', 'credential')),
  certificate_pem text not null,
  -- The root that certified it; its own id for a root.
  root_id uuid not null,
  sealed_secret bytea not null,
  valid_from timestamptz not null,
  valid_until timestamptz check (valid_until >= valid_from),
  retired_reason text not null default '' check (length(retired_reason) <= 500),
  primary key (org_id, id),
  foreign key (org_id, root_id) references signing_key (org_id, id)
);
create unique index signing_key_current on signing_key (org_id, purpose) where valid_until is null;
call tenant_table('signing_key');
revoke delete on signing_key from starproof_app;
revoke update on signing_key from starproof_app;
grant update (valid_until, retired_reason) on signing_key to starproof_app;

-- Running numbers, counted in the transaction that issues: no gaps, as registers want it.
create table certificate_series (
  org_id uuid not null,
  year int not null,
  last int not null,
  primary key (org_id, year)
);
call tenant_table('certificate_series');

create table certificate (
  org_id uuid not null,
  id uuid not null,
  number text not null check (length(number) between 1 and 80),
  client_id uuid not null,
  decision_id uuid not null,
  -- Of the newest edition, for lists and for the public's search.
  holder_name text not null,
  uscc text not null,
  stars int not null check (stars between 0 and 5),
  edition int not null default 1 check (edition >= 1),
  issued_on date not null,
  valid_from_on date not null,
  valid_until_on date not null check (valid_until_on >= valid_from_on),
  -- The certificate of the period before, on renewal.
  replaces_id uuid,
  made_at timestamptz not null,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number),
  unique (org_id, decision_id),
  foreign key (org_id, client_id) references client (org_id, id),
  foreign key (org_id, decision_id) references decision (org_id, id),
  foreign key (org_id, replaces_id) references certificate (org_id, id)
);
create index certificate_of_client on certificate (org_id, client_id);
create index certificate_by_number on certificate (number);
call tenant_table('certificate');
call system_may('select', 'certificate');
revoke delete on certificate from starproof_app;

-- Each text that a certificate had, with the paper and the credential that carry it. A later edition supersedes the one before.
create table certificate_edition (
  org_id uuid not null,
  certificate_id uuid not null,
  number int not null check (number >= 1),
  -- Shape: CertificateText.
  says jsonb not null,
  valid_from_on date not null,
  -- Place in the body's status lists, drawn by chance.
  status_index int not null check (status_index >= 0),
  file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  credential jsonb not null,
  made_at timestamptz not null,
  primary key (org_id, certificate_id, number),
  unique (org_id, status_index),
  foreign key (org_id, certificate_id) references certificate (org_id, id)
);
call tenant_table('certificate_edition');
revoke update, delete on certificate_edition from starproof_app;

-- What became of a certificate after it was issued. The status on any day is a pure function of these rows and that day.
create table certificate_change (
  org_id uuid not null,
  id uuid not null,
  certificate_id uuid not null,
  kind text not null check (kind in ('suspend', 'restore', 'withdraw', 'cancel', 'extend', 'reduce', 'star', 'maintain', 'replace')),
  effective_on date not null,
  -- Suspensions: no longer than.
  until_on date check (until_on >= effective_on),
  reason text not null check (length(reason) between 1 and 2000),
  -- Shown on the public register.
  public_reason text not null default '' check (length(public_reason) <= 500),
  decision_id uuid,
  -- The edition that it brought, where the text changed.
  edition int,
  made_by text not null,
  made_by_name text not null default '',
  made_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, decision_id),
  foreign key (org_id, certificate_id) references certificate (org_id, id),
  foreign key (org_id, certificate_id, edition) references certificate_edition (org_id, certificate_id, number),
  foreign key (org_id, decision_id) references decision (org_id, id)
);
create index certificate_change_of on certificate_change (org_id, certificate_id, effective_on);
call tenant_table('certificate_change');
revoke update, delete on certificate_change from starproof_app;
