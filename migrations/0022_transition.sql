-- AREA 4: several schemes beside each other, which one is in use from which day, and the way from one edition to another.

-- One draft of each scheme, no longer one draft in all.
drop index scheme_edition_draft;
create unique index scheme_edition_draft on scheme_edition (org_id, (scheme ->> 'id')) where seal is null;

-- Who published a scheme that came sealed in a file, as the file says; empty for the organisation's own.
alter table scheme_edition add column publisher text not null default '' check (length(publisher) <= 200);

-- Chosen by a person; of those whose day has come, the one with the latest day counts. Without a reason: chosen by sealing a newer version.
create table scheme_choice (
  org_id uuid not null,
  id uuid not null,
  number int not null check (number >= 1),
  edition_id uuid not null,
  from_on date not null,
  reason text not null check (length(reason) <= 500),
  chosen_at timestamptz not null,
  chosen_by text not null,
  chosen_by_name text not null default '',
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, edition_id) references scheme_edition (org_id, id)
);
call tenant_table('scheme_choice');
revoke update, delete on scheme_choice from starproof_app;

-- A choice called off before its day came.
create table scheme_choice_withdrawal (
  org_id uuid not null,
  choice_id uuid not null,
  reason text not null check (length(reason) between 1 and 500),
  withdrawn_at timestamptz not null,
  withdrawn_by text not null,
  withdrawn_by_name text not null default '',
  primary key (org_id, choice_id),
  foreign key (org_id, choice_id) references scheme_choice (org_id, id)
);
call tenant_table('scheme_choice_withdrawal');
revoke update, delete on scheme_choice_withdrawal from starproof_app;

-- Under which scheme something was added: another scheme numbers its indicators alike and means something else. Null: before there were several.
alter table adjustment add column scheme_id text;
-- What an excluded indicator said when it was excluded: a later edition may give its number to something else. Null: unknown.
alter table adjustment add column leaf_words text;
drop index adjustment_exclusion;
create unique index adjustment_exclusion on adjustment (org_id, assessment_id, scheme_id, leaf_id, md5(leaf_words)) nulls not distinct
  where kind = 'exclusion' and withdrawn_at is null;

create table transition (
  org_id uuid not null,
  id uuid not null,
  from_edition_id uuid not null,
  to_edition_id uuid not null,
  -- Shape: Mapping, every indicator of both editions accounted for.
  mapping jsonb not null,
  -- When a person last confirmed it; null: it is as it was proposed.
  mapped_at timestamptz,
  mapped_by_name text not null default '',
  -- The round under the new edition, once it was opened.
  assessment_id uuid,
  ended_at timestamptz,
  ended_reason text not null default '' check (length(ended_reason) <= 500),
  ended_by_name text not null default '',
  -- Shape: Ending, how everything stood when it was ended.
  ending jsonb,
  made_at timestamptz not null,
  made_by text not null,
  made_by_name text not null default '',
  version int not null default 1,
  primary key (org_id, id),
  foreign key (org_id, from_edition_id) references scheme_edition (org_id, id),
  foreign key (org_id, to_edition_id) references scheme_edition (org_id, id),
  foreign key (org_id, assessment_id) references assessment (org_id, id),
  check (from_edition_id <> to_edition_id),
  check ((ended_at is null) = (ending is null))
);
create index transition_ended on transition (org_id, ended_at desc, id desc) where ended_at is not null;
create unique index transition_open on transition (org_id) where ended_at is null;
call tenant_table('transition');
revoke delete on transition from starproof_app;

-- What is to be done about a new or changed indicator. Whether it is done is asked of the round, never stored.
create table transition_item (
  org_id uuid not null,
  transition_id uuid not null,
  leaf_id text not null check (length(leaf_id) between 1 and 40),
  owner_id uuid,
  due_on date,
  note text not null default '' check (length(note) <= 500),
  version int not null default 1,
  primary key (org_id, transition_id, leaf_id),
  foreign key (org_id, transition_id) references transition (org_id, id)
);
call tenant_table('transition_item');
revoke delete on transition_item from starproof_app;

-- An ended transition stands for ever as it was ended.
create function refuse_change_of_ended_transition() returns trigger language plpgsql as $$
begin
  raise exception 'an ended transition is never changed' using errcode = 'check_violation', constraint = 'transition_ended';
end $$;
create trigger transition_ended before update on transition
  for each row when (old.ended_at is not null) execute function refuse_change_of_ended_transition();
