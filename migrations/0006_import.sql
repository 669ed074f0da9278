-- Import: files that were uploaded, how a person says they are to be read, what became of them.

create table import_run (
  org_id uuid not null,
  id uuid not null,
  file_name text not null check (length(file_name) between 1 and 200),
  file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null check (size_bytes > 0),
  -- What was seen in the file (shape: ImportLook): sheets with their first rows, the suggested mapping, what to ask.
  look jsonb not null,
  -- What the person states (shape: Mapping); null until somebody did or where nothing fitted.
  mapping jsonb,
  state text not null default 'mapping' check (state in ('mapping', 'waiting', 'running', 'done', 'failed', 'cancelled')),
  -- Refusal that ended it: {code, params}.
  failure jsonb,
  -- What was planned or saved (shape: ImportReport), without the list of problems.
  report jsonb,
  records_planned int not null default 0,
  -- In whose name the records are written (shape: Actor).
  started_by jsonb not null,
  uploaded_at timestamptz not null,
  -- The instant the plan is made for: stays when a killed run goes on.
  started_at timestamptz,
  finished_at timestamptz,
  version int not null default 1,
  primary key (org_id, id)
);
create index import_run_by_time on import_run (org_id, uploaded_at desc, id desc);
create index import_run_waiting on import_run (uploaded_at) where state in ('waiting', 'running');
call tenant_table('import_run');
call system_may('select', 'import_run');

-- One row for each transaction that saved records: a killed run knows what it had done. Plain inserts, so that batches never wait for each other.
create table import_batch (
  org_id uuid not null,
  run_id uuid not null,
  id uuid not null,
  kind text not null,
  -- Records of the plan that this transaction has dealt with, and of those the ones it added or updated.
  seen int not null,
  added int not null,
  updated int not null,
  clocks int not null default 0,
  clocks_before_promise int not null default 0,
  -- Promises that the register does not say enough of to judge.
  clocks_unknown int not null default 0,
  primary key (org_id, run_id, id),
  foreign key (org_id, run_id) references import_run (org_id, id)
);
call tenant_table('import_batch');

create table import_problem (
  org_id uuid not null,
  run_id uuid not null,
  seq int not null,
  sheet text not null,
  row_number int,
  column_letters text,
  header text,
  cell_text text not null,
  effect text not null,
  code text not null,
  params jsonb not null,
  primary key (org_id, run_id, seq),
  foreign key (org_id, run_id) references import_run (org_id, id)
);
call tenant_table('import_problem');

-- Which record a row of a register became, for the records that have no source key of their own (requests have).
create table import_record (
  org_id uuid not null,
  source_key text not null,
  kind text not null,
  record_id uuid not null,
  -- Hash of what the file said, and the record's version right after: a later version means that somebody has worked on it since.
  source_hash text not null,
  record_version int not null,
  primary key (org_id, source_key)
);
call tenant_table('import_record');
