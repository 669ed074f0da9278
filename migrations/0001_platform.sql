-- What every feature stands on: tenants, history and ledger, repeated commands, dirty facts, files.
-- Two roles that own nothing: starproof_app works inside one organisation (row-level security decides what it sees);
-- starproof_system answers the few questions that come before an organisation is known (sign-in, links, which tenants have work waiting).
do $$ begin
  if not exists (select from pg_roles where rolname = 'starproof_app') then create role starproof_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'starproof_system') then create role starproof_system nologin; end if;
end $$;
grant starproof_app, starproof_system to current_user;
grant usage on schema public to starproof_app, starproof_system;

-- The organisation of this transaction; null when none was set, and null equals nothing: a forgotten scope sees no row.
create function app_org() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.org', true), '')::uuid;

-- Put on every table of a tenant right after its creation. Not forced upon the owner: migrations, backup and restore see all rows, and no
-- connection of the running server keeps the owner's rights.
create procedure tenant_table(name text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('create policy tenant on %I to starproof_app using (org_id = (select app_org())) with check (org_id = (select app_org()))', name);
  execute format('grant select, insert, update, delete on %I to starproof_app', name);
end $$;

-- Gives the system role one right on a tenant's table, across organisations.
create procedure system_may(privilege text, name text) language plpgsql as $$
begin
  execute format('create policy %I on %I for %s to starproof_system %s', 'system_' || privilege, name, privilege,
    case privilege when 'insert' then 'with check (true)' else 'using (true)' end);
  execute format('grant %s on %I to starproof_system', privilege, name);
end $$;

create table organisation (
  org_id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9-]{2,40}$'),
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('company', 'certification_body')),
  time_zone text not null default 'Asia/Shanghai',
  language text not null default 'zh-CN' check (language in ('zh-CN', 'en')),
  hotline text not null default '',
  demo boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null
);
call tenant_table('organisation');
call system_may('select', 'organisation');

-- One row for each command that was carried out. A repeated command finds its first answer here.
create table command (
  org_id uuid not null,
  id uuid not null,
  actor text not null,
  endpoint text not null,
  fingerprint bytea not null,
  answer jsonb,
  done_at timestamptz not null,
  primary key (org_id, id)
);
call tenant_table('command');

-- History: who did what to which record, when they say it was, when it was written down.
-- `content` is canonical JSON text; it and its salt may be erased (personal data), the commitment and its proof stay.
create table history (
  org_id uuid not null,
  id uuid not null,
  record_type text not null,
  record_id uuid not null,
  verb text not null,
  actor text not null,
  claimed_at timestamptz not null,
  recorded_at timestamptz not null,
  commitment bytea not null check (length(commitment) = 32),
  salt bytea check (length(salt) = 16),
  content text,
  erased_at timestamptz,
  primary key (org_id, id),
  check ((content is null) = (salt is null)),
  check ((content is null) = (erased_at is not null))
);
create index history_of_record on history (org_id, record_id, id);
call tenant_table('history');
revoke delete on history from starproof_app;
revoke update on history from starproof_app;
grant update (content, salt, erased_at) on history to starproof_app;

-- Committed history that the sequencer has not yet given its place in the ledger.
create table ledger_pending (
  org_id uuid not null,
  seq bigint generated always as identity,
  history_id uuid not null,
  primary key (org_id, seq)
);
call tenant_table('ledger_pending');
call system_may('select', 'ledger_pending');

create table ledger_entry (
  org_id uuid not null,
  leaf_index bigint not null check (leaf_index >= 0),
  history_id uuid not null,
  leaf_hash bytea not null check (length(leaf_hash) = 32),
  primary key (org_id, leaf_index),
  unique (org_id, history_id)
);
call tenant_table('ledger_entry');
revoke update, delete on ledger_entry from starproof_app;

-- Roots of full subtrees of 256 leaves (level 1), of 65,536 (level 2), …: a proof reads a few short runs, however long the log.
create table ledger_node (
  org_id uuid not null,
  level smallint not null check (level >= 1),
  node_index bigint not null check (node_index >= 0),
  hash bytea not null check (length(hash) = 32),
  primary key (org_id, level, node_index)
);
call tenant_table('ledger_node');
revoke update, delete on ledger_node from starproof_app;

create table ledger_checkpoint (
  org_id uuid not null,
  size bigint not null check (size > 0),
  root bytea not null check (length(root) = 32),
  note text not null,
  made_at timestamptz not null,
  primary key (org_id, size)
);
call tenant_table('ledger_checkpoint');
revoke update, delete on ledger_checkpoint from starproof_app;

-- Cells of the facts whose records changed; plain inserts, so that two commands never wait for each other here.
create table fact_dirty (
  org_id uuid not null,
  seq bigint generated always as identity,
  outlet_id uuid not null,
  day_on date not null,
  primary key (org_id, seq)
);
call tenant_table('fact_dirty');
call system_may('select', 'fact_dirty');

-- Files by content; the bytes lie in the data folder under the same hash.
create table file (
  org_id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null check (size_bytes >= 0),
  media_type text not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  primary key (org_id, sha256)
);
call tenant_table('file');

-- Queues a background task in the caller's transaction. The queue belongs to the job library; tenants reach it only through here.
create function queue_job(task text, payload json, run_at timestamptz, key text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform graphile_worker.add_job(task, payload, run_at := coalesce(run_at, now()), job_key := key);
end $$;
revoke all on function queue_job from public;
grant execute on function queue_job to starproof_app, starproof_system;

-- The growing edge of each organisation's ledger: its size and the hashes of the compact range, 32 bytes each.
create table ledger_state (
  org_id uuid primary key,
  size bigint not null,
  frontier bytea not null,
  checkpoint_size bigint not null default 0,
  checkpoint_at timestamptz
);
call tenant_table('ledger_state');
call system_may('select', 'ledger_state');

-- Keys that sign checkpoints and packs. The seed is sealed with the installation's secret; a retired key still verifies what it signed.
create table ledger_key (
  org_id uuid not null,
  id uuid not null,
  vkey text not null,
  sealed_seed bytea not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  primary key (org_id, id)
);
create unique index ledger_key_current on ledger_key (org_id) where valid_until is null;
call tenant_table('ledger_key');
