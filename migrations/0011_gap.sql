-- AREA 4: the way to the wished star. What could be done, what is taken for granted, and the plan that was chosen.

-- An action of the company's own, or what the company knows better about one of our suggestions (cost, days, effect, or that it will not do it).
create table gap_action (
  org_id uuid not null,
  id uuid not null,
  -- Which suggestion this is about; null for an action of the company's own.
  suggestion text check (length(suggestion) between 1 and 100),
  name text not null check (length(name) <= 200),
  note text not null default '' check (length(note) <= 500),
  cost_fen bigint not null check (cost_fen between 0 and 100000000000),
  days int not null check (days between 0 and 3650),
  -- Shape: Effect[].
  effects jsonb not null,
  -- Keys of actions that must be done before it.
  needs text[] not null default '{}' check (cardinality(needs) <= 20),
  is_left_out boolean not null default false,
  changed_at timestamptz not null,
  changed_by text not null,
  changed_by_name text not null,
  withdrawn_at timestamptz,
  version int not null default 1,
  primary key (org_id, id),
  check ((suggestion is null) = (name <> ''))
);
create unique index gap_action_of_suggestion on gap_action (org_id, suggestion) where suggestion is not null and withdrawn_at is null;
call tenant_table('gap_action');
revoke delete on gap_action from starproof_app;

-- A missing leaf that a person expects to conform. Plans count it; the score never does.
create table gap_assumption (
  org_id uuid not null,
  id uuid not null,
  leaf_id text not null,
  reason text not null check (length(reason) between 1 and 500),
  made_at timestamptz not null,
  made_by text not null,
  made_by_name text not null,
  withdrawn_at timestamptz,
  version int not null default 1,
  primary key (org_id, id)
);
create unique index gap_assumption_of_leaf on gap_assumption (org_id, leaf_id) where withdrawn_at is null;
call tenant_table('gap_assumption');
revoke delete on gap_assumption from starproof_app;

-- A chosen way to a star. One runs at a time.
create table gap_plan (
  org_id uuid not null,
  id uuid not null,
  level_id text not null,
  state text not null default 'running' check (state in ('running', 'finished', 'dropped')),
  edition_id uuid not null,
  -- Where the score stood, and where it would stand with every item's evidence (shape: ScoreValue).
  from_score jsonb not null,
  to_score jsonb not null,
  -- Leaves that were taken for granted when it was chosen.
  assumed_leaf_ids text[] not null,
  cost_fen bigint not null,
  days int not null,
  starts_on date not null,
  chosen_at timestamptz not null,
  chosen_by text not null,
  chosen_by_name text not null,
  ended_at timestamptz,
  ended_reason text not null default '' check (length(ended_reason) <= 500),
  version int not null default 1,
  primary key (org_id, id),
  foreign key (org_id, edition_id) references scheme_edition (org_id, id),
  check ((state = 'running') = (ended_at is null))
);
create unique index gap_plan_running on gap_plan (org_id) where state = 'running';
create index gap_plan_newest on gap_plan (org_id, chosen_at desc, id);
call tenant_table('gap_plan');
revoke delete on gap_plan from starproof_app;

create table gap_item (
  org_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  place int not null,
  action_key text not null,
  -- Shape: LocalText.
  name jsonb not null,
  cost_fen bigint not null,
  days int not null,
  -- What it adds after the items before it, in points: `7/3`, and in hundredths for display.
  gain_exact text not null,
  gain_hundredths int not null,
  -- The leaves it helps to lift and the share of their points they must reach (shape: ItemLift[]).
  lifts jsonb not null,
  owner_id uuid not null,
  due_on date not null,
  -- Somebody says that it is done. That it is done is seen only at the leaves.
  claimed_at timestamptz,
  claimed_by text,
  claimed_by_name text,
  claim text not null default '' check (length(claim) <= 500),
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, plan_id, place),
  foreign key (org_id, plan_id) references gap_plan (org_id, id),
  foreign key (org_id, owner_id) references membership (org_id, person_id),
  check ((claimed_at is null) = (claimed_by is null))
);
call tenant_table('gap_item');
revoke delete on gap_item from starproof_app;
