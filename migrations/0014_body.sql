-- AREA 5, who certifies us: the body's own rules, its clients, the packs it was given, applications and contracts.

-- Versions of the body's rules. The one in force on a day is the newest whose first day has come.
create table body_rules (
  org_id uuid not null,
  id uuid not null,
  number int not null check (number >= 1),
  -- Null while it is being drafted; set once, when it is put in force.
  valid_from_on date,
  -- Shape: BodyRules.
  rules jsonb not null,
  made_at timestamptz not null,
  made_by text not null,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number)
);
create unique index body_rules_draft on body_rules (org_id) where valid_from_on is null;
create unique index body_rules_from on body_rules (org_id, valid_from_on) where valid_from_on is not null;
call tenant_table('body_rules');

-- Results remember the version they were made with, so a version in force stays as it was.
create function refuse_change_of_rules_in_force() returns trigger language plpgsql as $$
begin
  raise exception 'rules in force are never changed or removed' using errcode = 'check_violation', constraint = 'body_rules_in_force';
end $$;
create trigger body_rules_in_force before update or delete on body_rules
  for each row when (old.valid_from_on is not null) execute function refuse_change_of_rules_in_force();

-- A company that applies or is certified, as the body knows it.
create table client (
  org_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  uscc text not null check (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  address text not null default '' check (length(address) <= 300),
  contact_name text not null default '' check (length(contact_name) <= 60),
  contact_phone text not null default '' check (length(contact_phone) <= 40),
  contact_email text not null default '' check (length(contact_email) <= 254),
  -- Its organisation id where it runs Starproof, and the ledger keys first seen in its packs: later packs must be signed by them or their successors.
  company_org_id uuid,
  ledger_keys jsonb not null default '[]',
  made_at timestamptz not null,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, uscc)
);
create unique index client_company on client (org_id, company_org_id) where company_org_id is not null;
create index client_by_name on client (org_id, name, id);
call tenant_table('client');

-- Whom the body takes no application from, and until when. Lifted after an appeal; never deleted.
create table blacklist_entry (
  org_id uuid not null,
  id uuid not null,
  client_name text not null check (length(client_name) between 1 and 200),
  uscc text not null check (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  reason text not null check (length(reason) between 1 and 2000),
  from_on date not null,
  until_on date not null check (until_on >= from_on),
  lifted_at timestamptz,
  lifted_reason text not null default '' check (length(lifted_reason) <= 2000),
  made_by text not null,
  made_at timestamptz not null,
  primary key (org_id, id)
);
create index blacklist_entry_of on blacklist_entry (org_id, uscc, until_on);
call tenant_table('blacklist_entry');
revoke delete on blacklist_entry from starproof_app;

-- A verified pack of a client. The bytes are kept as a file of the body; what was read out of it stands beside.
create table pack_copy (
  org_id uuid not null,
  id uuid not null,
  client_id uuid,
  company_org_id text not null,
  company_name text not null,
  file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null,
  manifest_sha256 text not null,
  -- The checkpoint over which the pack speaks.
  checkpoint text not null,
  ledger_size bigint not null,
  keys jsonb not null,
  -- SHA-256 of the canonical list of cases; null where the pack brings none.
  cases_sha256 text,
  case_count int not null default 0,
  -- Cases whose content the company left out or erased: proven to be there, not what they say.
  unproven_count int not null default 0,
  -- The pack was signed with a key that its own ledger names as the successor of a known one; null where the key was known.
  new_key text,
  made_at timestamptz not null,
  -- Where members and runs of entries stand in the file (shape: PackLayout), and the roots of every 256 leaves, for proofs.
  layout jsonb not null,
  tile_roots bytea not null,
  received_by text not null,
  received_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, client_id) references client (org_id, id),
  unique (org_id, file_sha256)
);
create index pack_copy_of on pack_copy (org_id, client_id, received_at);
call tenant_table('pack_copy');

create table pack_case (
  org_id uuid not null,
  pack_id uuid not null,
  leaf_index bigint not null,
  case_id uuid not null,
  number text not null,
  kind text not null,
  outlet_id uuid,
  made_on date not null,
  primary key (org_id, pack_id, leaf_index),
  foreign key (org_id, pack_id) references pack_copy (org_id, id)
);
call tenant_table('pack_case');

create table application (
  org_id uuid not null,
  id uuid not null,
  number text not null,
  client_id uuid not null,
  kind text not null check (kind in ('initial', 'recertification', 'extension')),
  via text not null check (via in ('parcel', 'upload', 'typed')),
  -- Shape: ApplicationForm; outlets and staff as the client states them (OutletEntry[], StaffEntry[]).
  form jsonb not null,
  outlets jsonb not null default '[]',
  staff jsonb not null default '[]',
  checklist jsonb,
  -- The client's own assessment (shape: AssessmentExport), where the pack brings one.
  own_assessment jsonb,
  pack_id uuid,
  received_at timestamptz not null,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, client_id) references client (org_id, id),
  foreign key (org_id, pack_id) references pack_copy (org_id, id)
);
call tenant_table('application');

-- What happened to an application; the state people see follows from these rows.
create table application_step (
  org_id uuid not null,
  id uuid not null,
  application_id uuid not null,
  kind text not null check (kind in ('received', 'more_asked', 'supplied', 'accepted', 'refused', 'withdrawn', 'headcount_explained', 'headcount_corrected')),
  at timestamptz not null,
  by text not null,
  by_name text not null default '',
  reason text not null default '' check (length(reason) <= 2000),
  due_on date,
  detail jsonb not null default '{}',
  primary key (org_id, id),
  foreign key (org_id, application_id) references application (org_id, id)
);
create index application_step_of on application_step (org_id, application_id, at, id);
create index application_by_time on application (org_id, received_at, id);
create index application_of_client on application (org_id, client_id, received_at);
call tenant_table('application_step');
revoke update, delete on application_step from starproof_app;

create table contract (
  org_id uuid not null,
  id uuid not null,
  number text not null,
  application_id uuid not null,
  client_id uuid not null,
  rules_id uuid not null,
  -- How person-days and fee were reached, frozen (shape: Reckoning), and between whom over what (shape: ContractTerms).
  reckoning jsonb not null,
  terms jsonb not null,
  initial_tenths int not null,
  surveillance_tenths int not null,
  recertification_tenths int not null,
  fee_fen bigint not null,
  quoted_at timestamptz not null,
  offered_at timestamptz,
  signed_on date,
  signed_by_client text not null default '' check (length(signed_by_client) <= 60),
  signed_by_body text not null default '' check (length(signed_by_body) <= 60),
  file_sha256 text check (file_sha256 ~ '^[0-9a-f]{64}$'),
  cancelled_at timestamptz,
  cancelled_reason text not null default '' check (length(cancelled_reason) <= 500),
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, application_id) references application (org_id, id),
  foreign key (org_id, client_id) references client (org_id, id),
  foreign key (org_id, rules_id) references body_rules (org_id, id)
);
create unique index contract_of_application on contract (org_id, application_id) where cancelled_at is null;
create index contract_by_time on contract (org_id, quoted_at, id);
create index contract_of_client on contract (org_id, client_id, quoted_at);
call tenant_table('contract');
