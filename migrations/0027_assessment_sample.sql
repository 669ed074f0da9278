-- AREA 4: samples drawn for an indicator of a self-evaluation, so that anybody can draw them again; and photos and verdicts item by item.

-- A draw is never undone: whoever draws again says why, and both stay in sight.
create table assessment_sample (
  org_id uuid not null,
  id uuid not null,
  assessment_id uuid not null,
  leaf_id text not null check (length(leaf_id) between 1 and 40),
  -- Whereof: requests of the days of the round (one kind of them, or all), their work orders, people, outlets, customers, models.
  drawn_of text not null check (drawn_of in ('request', 'work_order', 'staff', 'outlet', 'customer', 'product_model')),
  request_kind text check (request_kind ~ '^[a-z_]{1,40}$'),
  population_count int not null check (population_count >= 1),
  -- SHA-256 over the ids in order, one per line.
  population_sha256 text not null check (population_sha256 ~ '^[0-9a-f]{64}$'),
  -- What the rule asked for of so many.
  rule_size int not null check (rule_size >= 1),
  -- Shape: uuid[], in the order drawn.
  drawn_ids jsonb not null,
  -- 32 bytes that nobody chose, hex.
  seed text not null check (seed ~ '^[0-9a-f]{64}$'),
  -- Why it was drawn again; empty for the first of an indicator.
  reason text not null default '' check (length(reason) <= 500),
  drawn_at timestamptz not null,
  drawn_by text not null,
  drawn_by_name text not null default '',
  primary key (org_id, id),
  foreign key (org_id, assessment_id) references assessment (org_id, id),
  check (request_kind is null or drawn_of = 'request')
);
create index assessment_sample_of_leaf on assessment_sample (org_id, assessment_id, leaf_id, drawn_at, id);
call tenant_table('assessment_sample');
revoke delete, update on assessment_sample from starproof_app;
create trigger assessment_closed before insert on assessment_sample
  for each row execute function refuse_change_in_closed_assessment();

-- A special deduction must be rectified: by whom and until when. Of an audit's round the other side's person has no account here, only a name.
alter table adjustment add column owner_id uuid;
alter table adjustment add column owner_name text not null default '' check (length(owner_name) <= 100);
alter table adjustment add column due_on date;
alter table adjustment add constraint adjustment_owner check (kind = 'special_deduction' or (owner_id is null and owner_name = '' and due_on is null));
