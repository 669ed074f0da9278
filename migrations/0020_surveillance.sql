-- AREA 5: after the certificate. Deadlines are reckoned from certificate, audits and rules; only what was looked at and done is kept.

-- When each certificate was last looked at by itself: once on each of the body's days, whatever was missed meanwhile.
create table surveillance_look (
  org_id uuid not null,
  certificate_id uuid not null,
  looked_on date not null,
  -- Withdrawn, cancelled or expired with nothing left to say: never looked at again.
  ended boolean not null default false,
  -- Why that day's act was refused; empty where it was not. Tried again the next day.
  refusal text not null default '' check (length(refusal) <= 100),
  primary key (org_id, certificate_id),
  foreign key (org_id, certificate_id) references certificate (org_id, id)
);
create index surveillance_look_due on surveillance_look (looked_on) where not ended;
call tenant_table('surveillance_look');
call system_may('select', 'surveillance_look');

-- What the system did by itself, each once: a reminder so many days before, or what the rules say when the day has passed.
create table surveillance_act (
  org_id uuid not null,
  id uuid not null,
  certificate_id uuid not null,
  deadline text not null check (deadline in ('surveillance', 'application', 'recertification', 'suspension')),
  latest_on date not null,
  -- How many days before, as the rules had it; -1: the day had passed.
  days_before int not null check (days_before >= -1),
  outcome text not null check (outcome in ('reminded', 'suspended', 'withdrawn')),
  -- The change of the certificate, where there was one.
  change_id uuid,
  -- The version of the rules that it was done by.
  rules_id uuid not null,
  made_on date not null,
  made_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, certificate_id, deadline, latest_on, days_before),
  check ((change_id is null) = (outcome = 'reminded')),
  foreign key (org_id, certificate_id) references certificate (org_id, id),
  foreign key (org_id, change_id) references certificate_change (org_id, id),
  foreign key (org_id, rules_id) references body_rules (org_id, id)
);
create index surveillance_act_by_time on surveillance_act (org_id, made_at, id);
call tenant_table('surveillance_act');
revoke update, delete on surveillance_act from starproof_app;

-- Audits outside the programme: why, and how soon.
create table special_audit (
  org_id uuid not null,
  audit_id uuid not null,
  certificate_id uuid not null,
  purpose text not null check (purpose in ('spot_check', 'complaint', 'regulator', 'change', 'extension', 'restoration')),
  reason text not null check (length(reason) between 1 and 500),
  is_short_notice boolean not null,
  -- The day by which it has to be done, where somebody set one.
  latest_on date,
  ordered_by_name text not null default '',
  ordered_at timestamptz not null,
  primary key (org_id, audit_id),
  foreign key (org_id, audit_id) references audit (org_id, id),
  foreign key (org_id, certificate_id) references certificate (org_id, id)
);
create index special_audit_of on special_audit (org_id, certificate_id);
call tenant_table('special_audit');
revoke update, delete on special_audit from starproof_app;
create index audit_about_certificate on audit (org_id, certificate_id) where certificate_id is not null;
