-- AREA 5: auditors, the three-year programme, audits and their teams, samples nobody can bend.

create table audit (
  org_id uuid not null,
  id uuid not null,
  number text not null,
  client_id uuid not null,
  application_id uuid,
  contract_id uuid,
  kind text not null check (kind in ('initial', 'surveillance', 'recertification', 'special')),
  -- For surveillance and special audits: the certificate they are about, and why (spot check, restoration, extension …).
  certificate_id uuid,
  purpose text not null default '' check (length(purpose) <= 500),
  person_days_tenths int not null check (person_days_tenths > 0),
  planned_from_on date,
  planned_to_on date,
  -- What is spoken on site: somebody of the team must speak each.
  languages jsonb not null default '["zh"]',
  -- The client's pack that is audited, and the body's own scoring (evaluation assessment of kind audit).
  pack_id uuid,
  assessment_id uuid,
  -- Which row of the three-year programme this is (0 the initial audit, 1 and 2 surveillance, 3 recertification); null outside it.
  programme_place int check (programme_place between 0 and 20),
  -- The team was found complete, free of conflict and competent; null again when it changes.
  team_settled_at timestamptz,
  -- Why the team has fewer person-days than were reckoned.
  short_reason text not null default '' check (length(short_reason) <= 500),
  -- The opening meeting was held, or the document review begun.
  opened_at timestamptz,
  -- The visit is over and the scoring is closed.
  visited_at timestamptz,
  reported_at timestamptz,
  cancelled_at timestamptz,
  cancelled_reason text not null default '' check (length(cancelled_reason) <= 500),
  made_at timestamptz not null,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number),
  check (planned_to_on >= planned_from_on),
  foreign key (org_id, client_id) references client (org_id, id),
  foreign key (org_id, application_id) references application (org_id, id),
  foreign key (org_id, contract_id) references contract (org_id, id),
  foreign key (org_id, pack_id) references pack_copy (org_id, id)
);
create index audit_of_client on audit (org_id, client_id);
create unique index audit_of_programme on audit (org_id, contract_id, programme_place) where programme_place is not null and cancelled_at is null;
call tenant_table('audit');

-- Who takes part. Rows are ended, never deleted: who once took part never decides.
create table audit_member (
  org_id uuid not null,
  audit_id uuid not null,
  person_id uuid not null,
  name text not null,
  duty text not null check (duty in ('leader', 'auditor', 'technical_expert', 'observer')),
  person_days_tenths int not null default 0,
  named_at timestamptz not null,
  left_at timestamptz,
  left_reason text not null default '' check (length(left_reason) <= 500),
  primary key (org_id, audit_id, person_id),
  foreign key (org_id, audit_id) references audit (org_id, id)
);
create unique index audit_leader on audit_member (org_id, audit_id) where duty = 'leader' and left_at is null;
call tenant_table('audit_member');
revoke delete on audit_member from starproof_app;

-- Days on which a member works for an audit. Nobody is in two places on one day.
create table audit_booking (
  org_id uuid not null,
  id uuid not null,
  audit_id uuid not null,
  person_id uuid not null,
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  primary key (org_id, id),
  foreign key (org_id, audit_id, person_id) references audit_member (org_id, audit_id, person_id),
  constraint audit_booking_days exclude using gist (org_id with =, person_id with =, daterange(from_on, to_on, '[]') with &&)
);
create index audit_booking_of on audit_booking (org_id, audit_id);
call tenant_table('audit_booking');

-- The register of auditors: persons of the body who may be named to audits.
create table auditor (
  org_id uuid not null,
  person_id uuid not null,
  home_city_code text not null default '' check (home_city_code ~ '^([0-9]{4})?$'),
  languages jsonb not null default '[]',
  days_per_month int not null check (days_per_month between 0 and 31),
  entered_at timestamptz not null,
  -- No longer named to audits from this day.
  ended_on date,
  version int not null default 1,
  primary key (org_id, person_id),
  foreign key (org_id, person_id) references membership (org_id, person_id)
);
call tenant_table('auditor');

-- What an auditor may judge: a scheme, and one class of products or trade in it (empty: all of them).
create table auditor_competence (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  scheme_id text not null check (length(scheme_id) between 1 and 60),
  product_class text not null default '' check (length(product_class) <= 100),
  valid_from_on date not null,
  valid_until_on date check (valid_until_on >= valid_from_on),
  evidence text not null check (length(evidence) between 1 and 500),
  file_sha256 text check (file_sha256 ~ '^[0-9a-f]{64}$'),
  added_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_reason text not null default '' check (length(withdrawn_reason) <= 500),
  primary key (org_id, id),
  foreign key (org_id, person_id) references auditor (org_id, person_id)
);
create index auditor_competence_of on auditor_competence (org_id, person_id);
call tenant_table('auditor_competence');

create table auditor_absence (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  reason text not null default '' check (length(reason) <= 200),
  primary key (org_id, id),
  foreign key (org_id, person_id) references auditor (org_id, person_id)
);
create index auditor_absence_of on auditor_absence (org_id, person_id, from_on);
call tenant_table('auditor_absence');

-- What keeps a person of the body (auditor, reviewer, decider) away from a company. By the company's code, so that it can be declared
-- before the company ever applies. Withdrawn, never deleted.
create table conflict_of_interest (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  uscc text not null check (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  company_name text not null check (length(company_name) between 1 and 200),
  kind text not null check (kind in ('worked_for', 'advised', 'kinship', 'other')),
  from_on date not null,
  -- Null: still so.
  until_on date check (until_on >= from_on),
  says text not null check (length(says) between 1 and 500),
  declared_by text not null,
  declared_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_reason text not null default '' check (length(withdrawn_reason) <= 500),
  primary key (org_id, id),
  foreign key (org_id, person_id) references membership (org_id, person_id)
);
create index conflict_of_interest_of on conflict_of_interest (org_id, person_id);
create index conflict_of_interest_about on conflict_of_interest (org_id, uscc);
call tenant_table('conflict_of_interest');
revoke delete on conflict_of_interest from starproof_app;

-- The three years of a contract. Drawn up anew with a reason; what was said before stays.
create table audit_programme (
  org_id uuid not null,
  id uuid not null,
  contract_id uuid not null,
  client_id uuid not null,
  number int not null check (number >= 1),
  rules_id uuid not null,
  -- The day that everything is counted from, and what it is: the signing, or the certificate's issue.
  counted_from_on date not null,
  counted_from text not null check (counted_from in ('signing', 'issue')),
  -- Shape: ProgrammeRow[].
  rows jsonb not null,
  -- Why it was drawn up anew; empty for the first.
  reason text not null default '' check (length(reason) <= 500),
  made_by_name text not null default '',
  made_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, contract_id, number),
  foreign key (org_id, contract_id) references contract (org_id, id),
  foreign key (org_id, rules_id) references body_rules (org_id, id)
);
call tenant_table('audit_programme');
revoke update, delete on audit_programme from starproof_app;

-- The plan of one audit, edited as a whole (shape: PlanItem[]).
create table audit_plan (
  org_id uuid not null,
  audit_id uuid not null,
  items jsonb not null,
  sent_at timestamptz,
  version int not null default 1,
  primary key (org_id, audit_id),
  foreign key (org_id, audit_id) references audit (org_id, id)
);
call tenant_table('audit_plan');

-- The cases of a client without a ledger, as a list that was brought (Excel, CSV or typed). Weaker than a pack: nothing proves that it is whole,
-- only that it was this list, by the SHA-256 of its file, before anybody knew what would be drawn.
create table case_list (
  org_id uuid not null,
  id uuid not null,
  audit_id uuid not null,
  number int not null check (number >= 1),
  name text not null check (length(name) between 1 and 200),
  file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  row_count int not null check (row_count between 1 and 100000),
  -- From whom and how the list came.
  says text not null check (length(says) between 1 and 500),
  made_by_name text not null default '',
  made_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, audit_id, number),
  foreign key (org_id, audit_id) references audit (org_id, id)
);
call tenant_table('case_list');
revoke update, delete on case_list from starproof_app;

-- Its rows; `leaf_index` is the row of the file, as a case of a pack has its place in the ledger.
create table case_list_row (
  org_id uuid not null,
  list_id uuid not null,
  leaf_index int not null check (leaf_index >= 1),
  case_id uuid not null,
  number text not null check (length(number) between 1 and 40),
  kind text not null default '' check (length(kind) <= 40),
  outlet_id uuid,
  made_on date not null,
  primary key (org_id, list_id, leaf_index),
  unique (org_id, list_id, case_id),
  foreign key (org_id, list_id) references case_list (org_id, id)
);
call tenant_table('case_list_row');
revoke update, delete on case_list_row from starproof_app;

-- A sampling plan, fixed before its seed can be known. One more can only be made with a reason; all stay visible.
create table sampling_plan (
  org_id uuid not null,
  id uuid not null,
  audit_id uuid not null,
  number int not null check (number >= 1),
  -- Where the cases stand: a pack, or a list that was brought.
  pack_id uuid,
  case_list_id uuid,
  -- Shape: SamplingPlan (what the company is told), and its SHA-256 in canonical form.
  plan jsonb not null,
  plan_sha256 text not null check (plan_sha256 ~ '^[0-9a-f]{64}$'),
  -- Outlets and people as they stood; the cases are those of the pack.
  outlets jsonb not null,
  people jsonb not null,
  -- Secret until the sample is drawn; committed to in the plan.
  nonce text not null check (nonce ~ '^[0-9a-f]{64}$'),
  made_by_name text not null default '',
  made_at timestamptz not null,
  -- The company's answer, and what was drawn with it (shapes: SamplingReceipt, Drawn).
  receipt jsonb,
  drawn jsonb,
  drawn_at timestamptz,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, audit_id, number),
  check ((receipt is null) = (drawn is null)),
  check (pack_id is null or case_list_id is null),
  foreign key (org_id, audit_id) references audit (org_id, id),
  foreign key (org_id, pack_id) references pack_copy (org_id, id),
  foreign key (org_id, case_list_id) references case_list (org_id, id)
);
call tenant_table('sampling_plan');
revoke delete on sampling_plan from starproof_app;

-- What an auditor looked at beside the sample, after it was drawn: said so, and never in place of a drawn one.
create table sampling_addition (
  org_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  what text not null check (what in ('outlet', 'case', 'person')),
  unit_id uuid not null,
  reason text not null check (length(reason) between 1 and 500),
  added_by_name text not null default '',
  added_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, plan_id, what, unit_id),
  foreign key (org_id, plan_id) references sampling_plan (org_id, id)
);
call tenant_table('sampling_addition');
revoke update, delete on sampling_addition from starproof_app;

-- AREA 4, the company's side: sampling plans it was told, answered as soon as a signed checkpoint covers the entry that notes them.
create table sampling_receipt (
  org_id uuid not null,
  -- The plan's id in the body.
  id uuid not null,
  plan jsonb not null,
  plan_sha256 text not null check (plan_sha256 ~ '^[0-9a-f]{64}$'),
  letter_id uuid not null,
  body_org_id uuid not null,
  body_name text not null,
  received_at timestamptz not null,
  -- Shape: SamplingReceipt.
  receipt jsonb,
  answered_at timestamptz,
  primary key (org_id, id)
);
create index sampling_receipt_waiting on sampling_receipt (org_id) where answered_at is null;
call tenant_table('sampling_receipt');
call system_may('select', 'sampling_receipt');
