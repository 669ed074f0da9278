-- AREA 4: rounds in which people judge each indicator, by themselves (self) or as auditors of somebody else (audit).

-- Schemes of others that an organisation took over for an audit. Its own are without a source; only they can be in use.
alter table scheme_edition add column source text not null default '' check (length(source) <= 300);
create index scheme_edition_by_hash on scheme_edition (org_id, (seal ->> 'schemeHash')) where seal is not null;

create table assessment (
  org_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('self', 'audit')),
  title text not null check (length(title) between 1 and 200),
  edition_id uuid not null,
  -- What an audit round is for: the audit of the organisation that opened it.
  about_id uuid,
  -- The days whose work is judged, both included.
  from_on date not null,
  to_on date not null,
  -- Shape: Finding[], brought along from elsewhere. Null: proposals are counted from the organisation's own records.
  proposals jsonb,
  -- Who alone may judge; null for everybody whose post allows it.
  assessor_ids uuid[],
  opened_at timestamptz not null,
  opened_by text not null,
  opened_by_name text not null default '',
  closed_at timestamptz,
  abandoned_at timestamptz,
  abandoned_reason text not null default '' check (length(abandoned_reason) <= 500),
  version int not null default 1,
  primary key (org_id, id),
  foreign key (org_id, edition_id) references scheme_edition (org_id, id),
  check (to_on >= from_on),
  check (closed_at is null or abandoned_at is null),
  check ((kind = 'self') = (about_id is null))
);
create unique index assessment_open_self on assessment (org_id) where kind = 'self' and closed_at is null and abandoned_at is null;
create index assessment_newest on assessment (org_id, opened_at desc, id desc);
create index assessment_about on assessment (org_id, about_id) where about_id is not null;
call tenant_table('assessment');
revoke delete on assessment from starproof_app;

-- One row per indicator somebody touched. A row of kind `missing` was judged and taken back.
create table assessment_leaf (
  org_id uuid not null,
  assessment_id uuid not null,
  leaf_id text not null check (length(leaf_id) between 1 and 40),
  kind text not null check (kind in ('judged', 'sampled', 'computed', 'missing')),
  conforms boolean,
  reason text not null default '' check (length(reason) <= 500),
  -- Shape: SampleItem[]; the counts follow from it.
  items jsonb,
  -- Shape: computed Finding, as it was when it was accepted.
  accepted jsonb,
  -- Shape: computed Finding that a person did not accept.
  overruled jsonb,
  judged_at timestamptz not null,
  judged_by text not null,
  judged_by_name text not null default '',
  version int not null default 1,
  primary key (org_id, assessment_id, leaf_id),
  foreign key (org_id, assessment_id) references assessment (org_id, id),
  check ((kind = 'judged') = (conforms is not null)),
  check ((kind = 'sampled') = (items is not null)),
  check ((kind = 'computed') = (accepted is not null)),
  check (kind <> 'judged' or reason <> '')
);
call tenant_table('assessment_leaf');
revoke delete on assessment_leaf from starproof_app;

-- What stands behind a finding. The day or period for which it speaks is its own, whenever it was brought in.
create table assessment_evidence (
  org_id uuid not null,
  id uuid not null,
  assessment_id uuid not null,
  leaf_id text not null check (length(leaf_id) between 1 and 40),
  kind text not null check (kind in ('file', 'record', 'material', 'url')),
  title text not null check (length(title) between 1 and 200),
  file_sha256 text,
  record_type text check (record_type ~ '^[a-z][a-z0-9_]{0,59}$'),
  record_id uuid,
  url text check (length(url) <= 1000),
  effective_from_on date not null,
  -- Null: the one day.
  effective_to_on date,
  added_at timestamptz not null,
  added_by text not null,
  added_by_name text not null default '',
  withdrawn_at timestamptz,
  withdrawn_reason text not null default '' check (length(withdrawn_reason) <= 500),
  withdrawn_by_name text not null default '',
  primary key (org_id, id),
  foreign key (org_id, assessment_id) references assessment (org_id, id),
  foreign key (org_id, file_sha256) references file (org_id, sha256),
  check (effective_to_on >= effective_from_on),
  check ((kind = 'file') = (file_sha256 is not null)),
  check ((kind in ('record', 'material')) = (record_id is not null)),
  check ((record_id is null) = (record_type is null)),
  check ((kind = 'url') = (url is not null))
);
create index assessment_evidence_of_leaf on assessment_evidence (org_id, assessment_id, leaf_id, added_at, id);
call tenant_table('assessment_evidence');
revoke delete on assessment_evidence from starproof_app;

-- Each closing with everything it rests on, so that it can be computed again for ever. Reopening is written beside it.
create table assessment_closing (
  org_id uuid not null,
  assessment_id uuid not null,
  number int not null check (number >= 1),
  closed_at timestamptz not null,
  closed_by text not null,
  closed_by_name text not null default '',
  -- Shape: AssessmentExport.
  result jsonb not null,
  reopened_at timestamptz,
  reopened_by_name text not null default '',
  reopened_reason text not null default '' check (length(reopened_reason) <= 500),
  primary key (org_id, assessment_id, number),
  foreign key (org_id, assessment_id) references assessment (org_id, id),
  check ((reopened_at is null) = (reopened_reason = ''))
);
call tenant_table('assessment_closing');
revoke delete on assessment_closing from starproof_app;

-- Audit rounds have adjustments of their own; those without a round are the company's standing ones.
alter table adjustment add column assessment_id uuid;
alter table adjustment add foreign key (org_id, assessment_id) references assessment (org_id, id);
drop index adjustment_exclusion;
create unique index adjustment_exclusion on adjustment (org_id, assessment_id, leaf_id) nulls not distinct
  where kind = 'exclusion' and withdrawn_at is null;

create function refuse_change_in_closed_assessment() returns trigger language plpgsql as $$
declare
  round record;
begin
  if new.assessment_id is null then return new; end if;
  -- The lock makes a closing wait for what is being written, and what is written see the closing.
  select a.closed_at, a.abandoned_at into round from assessment a where a.org_id = new.org_id and a.id = new.assessment_id for share;
  if round.closed_at is not null or round.abandoned_at is not null then
    raise exception 'nothing in a closed assessment is changed' using errcode = 'check_violation', constraint = 'assessment_closed';
  end if;
  return new;
end $$;
create trigger assessment_closed before insert or update on assessment_leaf
  for each row execute function refuse_change_in_closed_assessment();
create trigger assessment_closed before insert or update on assessment_evidence
  for each row execute function refuse_change_in_closed_assessment();
create trigger assessment_closed before insert or update on adjustment
  for each row execute function refuse_change_in_closed_assessment();

-- Reopening is the one change a closed round knows; what it is about never changes.
create function refuse_change_of_closed_assessment() returns trigger language plpgsql as $$
begin
  if old.abandoned_at is not null or (old.closed_at is not null and new.closed_at is not null)
    or (new.kind, new.edition_id, new.about_id, new.from_on, new.to_on, new.proposals)
      is distinct from (old.kind, old.edition_id, old.about_id, old.from_on, old.to_on, old.proposals) then
    raise exception 'a closed assessment is not changed' using errcode = 'check_violation', constraint = 'assessment_closed';
  end if;
  return new;
end $$;
create trigger assessment_closed before update on assessment for each row execute function refuse_change_of_closed_assessment();

create function refuse_change_of_closing() returns trigger language plpgsql as $$
begin
  if old.reopened_at is not null or new.reopened_at is null
    or (new.number, new.closed_at, new.closed_by, new.closed_by_name, new.result)
      is distinct from (old.number, old.closed_at, old.closed_by, old.closed_by_name, old.result) then
    raise exception 'what was closed stands as it was closed' using errcode = 'check_violation', constraint = 'assessment_closed';
  end if;
  return new;
end $$;
create trigger assessment_closed before update on assessment_closing for each row execute function refuse_change_of_closing();
