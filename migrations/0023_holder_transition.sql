-- AREA 5: certificate holders move to a new edition of the standard. Where each of them stands is asked of audits, decisions and certificates;
-- only what was announced, planned and done is kept.

create table holder_transition (
  org_id uuid not null,
  id uuid not null,
  -- Sealed editions that the body holds, and the standards as certificates name them: many sealed editions may be of one standard.
  from_edition_id uuid not null,
  to_edition_id uuid not null,
  from_scheme_id text not null check (length(from_scheme_id) between 1 and 60),
  from_reference text not null check (length(from_reference) between 1 and 60),
  to_scheme_id text not null check (length(to_scheme_id) between 1 and 60),
  to_reference text not null check (length(to_reference) between 1 and 60),
  start_on date not null,
  -- From this day on initial audits are done on the new edition only.
  cut_off_on date not null check (cut_off_on >= start_on),
  -- The last day of certificates on the old edition.
  end_on date not null check (end_on >= cut_off_on),
  -- What it rests on, e.g. the number of the authority's announcement; and why days differ from what the rules reckon.
  basis text not null check (length(basis) between 1 and 500),
  days_reason text not null default '' check (length(days_reason) <= 500),
  -- The version of the rules that the days were reckoned by.
  rules_id uuid not null,
  drafted_by_name text not null default '',
  made_by text not null,
  made_at timestamptz not null,
  announced_at timestamptz,
  announced_by_name text not null default '',
  called_off_at timestamptz,
  called_off_reason text not null default '' check (length(called_off_reason) <= 500),
  version int not null default 1,
  primary key (org_id, id),
  check ((from_scheme_id, from_reference) <> (to_scheme_id, to_reference)),
  foreign key (org_id, from_edition_id) references scheme_edition (org_id, id),
  foreign key (org_id, to_edition_id) references scheme_edition (org_id, id),
  foreign key (org_id, rules_id) references body_rules (org_id, id)
);
create unique index holder_transition_from on holder_transition (org_id, from_scheme_id, from_reference) where called_off_at is null;
create index holder_transition_by_time on holder_transition (org_id, made_at, id);
call tenant_table('holder_transition');
call system_may('select', 'holder_transition');
revoke delete on holder_transition from starproof_app;

-- Which audit is done on the new edition, and what it gets on top of its person-days. Withdrawn, never deleted.
create table holder_transition_plan (
  org_id uuid not null,
  id uuid not null,
  transition_id uuid not null,
  certificate_id uuid not null,
  audit_id uuid not null,
  base_tenths int not null check (base_tenths >= 0),
  extra_tenths int not null check (extra_tenths >= 0),
  reason text not null check (length(reason) between 1 and 500),
  rules_id uuid not null,
  planned_by_name text not null default '',
  planned_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_reason text not null default '' check (length(withdrawn_reason) <= 500),
  primary key (org_id, id),
  foreign key (org_id, transition_id) references holder_transition (org_id, id),
  foreign key (org_id, certificate_id) references certificate (org_id, id),
  foreign key (org_id, audit_id) references audit (org_id, id),
  foreign key (org_id, rules_id) references body_rules (org_id, id)
);
create unique index holder_transition_plan_audit on holder_transition_plan (org_id, audit_id) where withdrawn_at is null;
create index holder_transition_plan_of on holder_transition_plan (org_id, transition_id, certificate_id);
call tenant_table('holder_transition_plan');
revoke delete on holder_transition_plan from starproof_app;

-- What the system did by itself about a holder, each once: the announcement, a reminder so many days before the end, and what the rules say after it.
create table holder_transition_act (
  org_id uuid not null,
  id uuid not null,
  transition_id uuid not null,
  certificate_id uuid not null,
  step text not null check (step in ('announced', 'reminder', 'end')),
  days_before int not null default 0 check (days_before >= 0),
  outcome text not null check (outcome in ('told', 'reminded', 'suspended', 'withdrawn', 'noted')),
  -- The change of the certificate, where there was one.
  change_id uuid,
  rules_id uuid not null,
  made_on date not null,
  made_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, transition_id, certificate_id, step, days_before),
  check ((change_id is not null) = (outcome in ('suspended', 'withdrawn'))),
  foreign key (org_id, transition_id) references holder_transition (org_id, id),
  foreign key (org_id, certificate_id) references certificate (org_id, id),
  foreign key (org_id, change_id) references certificate_change (org_id, id),
  foreign key (org_id, rules_id) references body_rules (org_id, id)
);
call tenant_table('holder_transition_act');
revoke update, delete on holder_transition_act from starproof_app;

-- When a transition was last looked at by itself, once on each of the body's days, and what was refused then (shape: RefusedAct[]).
create table holder_transition_look (
  org_id uuid not null,
  transition_id uuid not null,
  looked_on date not null,
  refused jsonb not null default '[]',
  primary key (org_id, transition_id),
  foreign key (org_id, transition_id) references holder_transition (org_id, id)
);
call tenant_table('holder_transition_look');
call system_may('select', 'holder_transition_look');

create index certificate_edition_of_standard on certificate_edition (org_id, (says -> 'standard' ->> 'schemeId'));

-- A certificate goes on under another edition of the standard.
alter table certificate_change drop constraint certificate_change_kind_check;
alter table certificate_change add constraint certificate_change_kind_check
  check (kind in ('suspend', 'restore', 'withdraw', 'cancel', 'extend', 'reduce', 'star', 'maintain', 'replace', 'edition'));
