-- AREA 4, how we are judged: facts counted from the work, scheme editions, what the company adds to its score, and the live score.

-- How many checks of a measure a cell (outlet and day on which the request was made) holds, and how many of them were good.
-- Always recomputed from the records; the nil outlet stands for work of no outlet. Cells with nothing in them have no row.
create table fact (
  org_id uuid not null,
  outlet_id uuid not null,
  day_on date not null,
  measure text not null check (measure ~ '^[a-z][a-z0-9_]{0,59}$'),
  good int not null,
  total int not null check (total > 0),
  -- How many of `total` rest on what was entered long after it is said to have happened.
  backfilled int not null,
  primary key (org_id, outlet_id, day_on, measure),
  check (good between 0 and total),
  check (backfilled between 0 and total)
);
-- The way from a number to its records: which days of which outlets hold them, newest first.
create index fact_by_measure on fact (org_id, measure, day_on, outlet_id);
call tenant_table('fact');

-- The same, per month: what a score reads. A month that fell back to nothing may stay with zeros.
create table fact_month (
  org_id uuid not null,
  month_on date not null check (month_on = date_trunc('month', month_on::timestamp)::date),
  outlet_id uuid not null,
  measure text not null,
  good int not null,
  total int not null,
  backfilled int not null,
  primary key (org_id, month_on, outlet_id, measure),
  check (good between 0 and total),
  check (backfilled between 0 and total)
);
call tenant_table('fact_month');

-- How far counting has come. Its row is locked while cells are recounted, so that an older count never overwrites a newer one.
create table fact_state (
  org_id uuid primary key,
  -- History up to this place of the ledger has been looked at for changes of the company that move facts or the score.
  ledger_index bigint not null default 0,
  -- Through this day, what counts merely because time passed has been marked for recounting.
  aged_on date,
  -- Counts up with every change that moves the score; a score notes up to which it looked, so that none is lost while it computes.
  changes bigint not null default 1,
  scored_changes bigint not null default 0,
  scored_on date,
  -- Counts that are taken of the company as it stands (shape: StandingCounts), when, and up to which changes of the company and its customers.
  standing jsonb,
  standing_at timestamptz,
  company_changes bigint not null default 0,
  standing_company_changes bigint not null default 0,
  customer_changes bigint not null default 0,
  standing_customer_changes bigint not null default 0
);
call tenant_table('fact_state');
call system_may('select', 'fact_state');

-- A scheme as this company uses it. At most one is open for changes; a sealed one stands for ever.
create table scheme_edition (
  org_id uuid not null,
  id uuid not null,
  number int not null check (number >= 1),
  -- Shape: Scheme. Its hash is that of its RFC 8785 text, so the order of keys here does not matter.
  scheme jsonb not null,
  -- Shape: Seal.
  seal jsonb,
  made_at timestamptz not null,
  made_by text not null,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number)
);
create unique index scheme_edition_draft on scheme_edition (org_id) where seal is null;
call tenant_table('scheme_edition');

create function refuse_change_of_sealed() returns trigger language plpgsql as $$
begin
  raise exception 'a sealed scheme edition is never changed or removed' using errcode = 'check_violation', constraint = 'scheme_edition_sealed';
end $$;
create trigger scheme_edition_sealed before update or delete on scheme_edition
  for each row when (old.seal is not null) execute function refuse_change_of_sealed();

-- What people add to the counted findings, each with its written reason; taken back by a withdrawal, never deleted.
create table adjustment (
  org_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('exclusion', 'special_deduction', 'bonus')),
  -- Exclusions: the leaf that does not concern this company.
  leaf_id text,
  -- Special deductions: which rule was broken.
  trigger_id text,
  reason text not null check (length(reason) between 1 and 500),
  added_by text not null,
  added_by_name text not null,
  added_at timestamptz not null,
  -- Special deductions must be rectified.
  rectified_on date,
  rectification text not null default '' check (length(rectification) <= 500),
  withdrawn_at timestamptz,
  withdrawn_reason text not null default '' check (length(withdrawn_reason) <= 500),
  version int not null default 1,
  primary key (org_id, id),
  check ((kind = 'exclusion') = (leaf_id is not null)),
  check ((kind = 'special_deduction') = (trigger_id is not null)),
  check (kind = 'special_deduction' or rectified_on is null)
);
create unique index adjustment_exclusion on adjustment (org_id, leaf_id) where kind = 'exclusion' and withdrawn_at is null;
call tenant_table('adjustment');
revoke delete on adjustment from starproof_app;

-- The latest score, ready to be served as it is.
create table score_snapshot (
  org_id uuid primary key,
  edition_id uuid not null,
  computed_at timestamptz not null,
  -- Shape: Board.
  board jsonb not null,
  -- Every leaf with its finding and the measures behind it, by leaf id (shape: LeafScore).
  leaves jsonb not null,
  foreign key (org_id, edition_id) references scheme_edition (org_id, id)
);
call tenant_table('score_snapshot');

-- One row a day: where the score stood when that day ended. Figures in hundredths of a point.
create table score_day (
  org_id uuid not null,
  day_on date not null,
  edition_id uuid not null,
  lowest_hundredths int not null,
  highest_hundredths int not null,
  -- What is known alone; null while nothing is.
  partial_hundredths int,
  -- Exists only when nothing is missing.
  score_hundredths int,
  known_basis_points int not null,
  -- A level of the scheme that the lowest possible score reaches.
  level_id text,
  computed_at timestamptz not null,
  primary key (org_id, day_on),
  foreign key (org_id, edition_id) references scheme_edition (org_id, id)
);
call tenant_table('score_day');
revoke delete on score_day from starproof_app;

create function refuse_change_of_past_day() returns trigger language plpgsql as $$
begin
  if old.day_on <> new.day_on or exists (select from score_day d where d.org_id = old.org_id and d.day_on > old.day_on) then
    raise exception 'the score of a past day is never rewritten' using errcode = 'check_violation', constraint = 'score_day_stands';
  end if;
  return new;
end $$;
create trigger score_day_stands before update on score_day for each row execute function refuse_change_of_past_day();
