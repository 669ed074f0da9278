-- AREA 4: what a company brings to an application: files by kind of material, and the form as last saved.

-- Withdrawn with a reason, never deleted.
create table material_file (
  org_id uuid not null,
  id uuid not null,
  -- One of MATERIALS; what is wanted of each stands in standards/application-materials.yaml.
  material_id text not null check (material_id ~ '^[a-z][a-z0-9_-]{0,59}$'),
  name text not null check (length(name) between 1 and 200),
  file_sha256 text not null,
  valid_until_on date,
  added_at timestamptz not null,
  added_by text not null,
  added_by_name text not null default '',
  withdrawn_at timestamptz,
  withdrawn_reason text not null default '' check (length(withdrawn_reason) <= 500),
  withdrawn_by_name text not null default '',
  version int not null default 1,
  primary key (org_id, id),
  foreign key (org_id, file_sha256) references file (org_id, sha256),
  check ((withdrawn_at is null) = (withdrawn_reason = ''))
);
-- The same file twice would count twice.
create unique index material_file_once on material_file (org_id, material_id, file_sha256) where withdrawn_at is null;
create index material_file_of on material_file (org_id, material_id, added_at, id);
call tenant_table('material_file');
revoke delete on material_file from starproof_app;

-- One a company. Declared: somebody answers for it as it stands; any change takes the declaration back.
create table application_form (
  org_id uuid not null,
  id uuid not null,
  -- Shape: ApplicationDraft.
  draft jsonb not null,
  saved_at timestamptz not null,
  saved_by_name text not null default '',
  declared_at timestamptz,
  declared_by_name text not null default '',
  -- What was lacking when somebody answered for applying all the same. Shape: LackingConfirmation.
  lacking_confirmed jsonb,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id)
);
call tenant_table('application_form');
revoke delete on application_form from starproof_app;
