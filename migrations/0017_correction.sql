-- AREA 5 and 4: nonconformities raised by a body, and how the company corrects them. The two halves belong to different organisations and
-- meet only in letters (or by the client link).

-- The body's half -----------------------------------------------------------------------------------------------------------------------

create table nonconformity (
  org_id uuid not null,
  id uuid not null,
  number text not null check (length(number) <= 40),
  audit_id uuid not null,
  client_id uuid not null,
  -- The grade as the body's rules had it that day (shape: NonconformityGrade).
  rules_id uuid not null,
  grade_id text not null,
  grade jsonb not null,
  blocks_decision boolean not null,
  escalate_after jsonb not null,
  clause text not null check (length(clause) between 1 and 60),
  leaf_ids text[] not null,
  statement text not null check (length(statement) between 1 and 2000),
  evidence text not null check (length(evidence) between 1 and 4000),
  raised_by uuid not null,
  raised_by_name text not null check (length(raised_by_name) <= 60),
  raised_on date not null,
  raised_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by_name text not null default '',
  withdrawn_reason text not null default '' check (length(withdrawn_reason) <= 500),
  -- What the company was last told of it: state and round.
  told text not null default '' check (length(told) <= 40),
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, audit_id) references audit (org_id, id),
  foreign key (org_id, client_id) references client (org_id, id),
  foreign key (org_id, rules_id) references body_rules (org_id, id)
);
create index nonconformity_of_audit on nonconformity (org_id, audit_id);
create index nonconformity_of_client on nonconformity (org_id, client_id);
call tenant_table('nonconformity');
revoke delete on nonconformity from starproof_app;

create table nonconformity_file (
  org_id uuid not null,
  nonconformity_id uuid not null,
  sha256 text not null,
  name text not null check (length(name) between 1 and 200),
  primary key (org_id, nonconformity_id, sha256),
  foreign key (org_id, nonconformity_id) references nonconformity (org_id, id),
  foreign key (org_id, sha256) references file (org_id, sha256)
);
call tenant_table('nonconformity_file');

-- What the company was told of an audit's nonconformities: by letter, by its link, or on paper.
create table nonconformity_notice (
  org_id uuid not null,
  id uuid not null,
  audit_id uuid not null,
  via text not null check (via in ('letter', 'link', 'paper')),
  at timestamptz not null,
  by text not null,
  parcel_id uuid,
  letter_id uuid,
  primary key (org_id, id),
  check ((via = 'letter') = (letter_id is not null)),
  check ((parcel_id is null) = (letter_id is null)),
  foreign key (org_id, audit_id) references audit (org_id, id),
  foreign key (org_id, parcel_id) references parcel (org_id, id)
);
create index nonconformity_notice_letter on nonconformity_notice (org_id, letter_id) where letter_id is not null;
call tenant_table('nonconformity_notice');

-- Each time the company is asked to correct; the next round begins when its answer was not enough.
create table nonconformity_round (
  org_id uuid not null,
  nonconformity_id uuid not null,
  round int not null check (round between 1 and 99),
  notice_id uuid not null,
  noticed_on date not null,
  due_on date not null,
  -- Overdue until then: told again.
  escalate_on date not null,
  answered_at timestamptz,
  verify_due_on date,
  settled_at timestamptz,
  told_overdue_at timestamptz,
  told_again_at timestamptz,
  told_verify_at timestamptz,
  primary key (org_id, nonconformity_id, round),
  check (due_on >= noticed_on),
  check ((answered_at is null) = (verify_due_on is null)),
  foreign key (org_id, nonconformity_id) references nonconformity (org_id, id),
  foreign key (org_id, notice_id) references nonconformity_notice (org_id, id)
);
create index nonconformity_round_running on nonconformity_round (due_on) where settled_at is null;
call tenant_table('nonconformity_round');
call system_may('select', 'nonconformity_round');

create table nonconformity_answer (
  org_id uuid not null,
  id uuid not null,
  nonconformity_id uuid not null,
  round int not null,
  correction text not null check (length(correction) between 1 and 4000),
  cause text not null check (length(cause) between 1 and 4000),
  corrective_action text not null check (length(corrective_action) <= 4000),
  answered_by_name text not null check (length(answered_by_name) between 1 and 60),
  answered_on date not null,
  received_at timestamptz not null,
  via text not null check (via in ('letter', 'link', 'paper')),
  by text not null,
  parcel_id uuid,
  -- Records in the company's own installation, as it names them (shape: LinkedRecord[]).
  records jsonb not null default '[]',
  primary key (org_id, id),
  foreign key (org_id, nonconformity_id, round) references nonconformity_round (org_id, nonconformity_id, round),
  foreign key (org_id, parcel_id) references parcel (org_id, id)
);
create index nonconformity_answer_of on nonconformity_answer (org_id, nonconformity_id, round);
call tenant_table('nonconformity_answer');
revoke update, delete on nonconformity_answer from starproof_app;

create table nonconformity_answer_file (
  org_id uuid not null,
  answer_id uuid not null,
  sha256 text not null,
  name text not null check (length(name) between 1 and 200),
  primary key (org_id, answer_id, sha256),
  foreign key (org_id, answer_id) references nonconformity_answer (org_id, id),
  foreign key (org_id, sha256) references file (org_id, sha256)
);
call tenant_table('nonconformity_answer_file');

create table nonconformity_verdict (
  org_id uuid not null,
  id uuid not null,
  nonconformity_id uuid not null,
  round int not null,
  verdict text not null check (verdict in ('accepted', 'insufficient', 'follow_up', 'confirmed')),
  reason text not null check (length(reason) between 1 and 2000),
  -- The audit at which a follow-up was confirmed on site.
  audit_id uuid,
  by_person uuid not null,
  by_name text not null check (length(by_name) <= 60),
  at timestamptz not null,
  primary key (org_id, id),
  check ((verdict = 'confirmed') = (audit_id is not null)),
  foreign key (org_id, nonconformity_id, round) references nonconformity_round (org_id, nonconformity_id, round),
  foreign key (org_id, audit_id) references audit (org_id, id)
);
-- One verdict a round, and one confirmation of a follow-up.
create unique index nonconformity_verdict_of on nonconformity_verdict (org_id, nonconformity_id, round) where verdict <> 'confirmed';
create unique index nonconformity_confirmed on nonconformity_verdict (org_id, nonconformity_id) where verdict = 'confirmed';
call tenant_table('nonconformity_verdict');
revoke update, delete on nonconformity_verdict from starproof_app;

-- By which a client without Starproof sees its own matters at the body. Only the hash of the secret is kept.
create table client_link (
  org_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  secret_hash bytea not null unique check (length(secret_hash) = 32),
  made_at timestamptz not null,
  made_by text not null,
  made_by_name text not null default '',
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_reason text not null default '' check (length(revoked_reason) <= 300),
  primary key (org_id, id),
  foreign key (org_id, client_id) references client (org_id, id)
);
create index client_link_of on client_link (org_id, client_id);
call tenant_table('client_link');
call system_may('select', 'client_link');

-- Files that came by a link: its holder may enclose these, and no others.
create table client_link_file (
  org_id uuid not null,
  link_id uuid not null,
  sha256 text not null,
  name text not null check (length(name) between 1 and 200),
  at timestamptz not null,
  primary key (org_id, link_id, sha256),
  foreign key (org_id, link_id) references client_link (org_id, id),
  foreign key (org_id, sha256) references file (org_id, sha256)
);
call tenant_table('client_link_file');

-- The company's half --------------------------------------------------------------------------------------------------------------------

create table correction (
  org_id uuid not null,
  id uuid not null,
  body_org_id uuid not null,
  body_name text not null check (length(body_name) between 1 and 200),
  -- Ids and number at the body.
  nonconformity_id uuid not null,
  audit_id uuid not null,
  audit_number text not null check (length(audit_number) <= 60),
  number text not null check (length(number) <= 40),
  grade_name jsonb not null,
  clause text not null,
  leaf_ids text[] not null,
  statement text not null,
  evidence text not null,
  raised_on date not null,
  -- As the body last told: its state, the round and until when.
  state text not null check (state in ('open', 'accepted', 'follow_up', 'withdrawn')),
  round int not null check (round between 0 and 99),
  due_on date,
  reason text not null default '',
  told_at timestamptz not null,
  parcel_id uuid not null,
  letter_id uuid not null,
  responsible_id uuid,
  responsible_name text not null default '' check (length(responsible_name) <= 60),
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, body_org_id, nonconformity_id),
  check (state <> 'open' or (due_on is not null and round >= 1)),
  foreign key (org_id, parcel_id) references parcel (org_id, id)
);
create index correction_by_due on correction (org_id, due_on) where state = 'open';
call tenant_table('correction');
revoke delete on correction from starproof_app;

create table correction_file (
  org_id uuid not null,
  correction_id uuid not null,
  sha256 text not null,
  name text not null check (length(name) between 1 and 200),
  primary key (org_id, correction_id, sha256),
  foreign key (org_id, correction_id) references correction (org_id, id),
  foreign key (org_id, sha256) references file (org_id, sha256)
);
call tenant_table('correction_file');

-- What the company answers in a round: written over days, sent once.
create table correction_answer (
  org_id uuid not null,
  correction_id uuid not null,
  round int not null,
  correction text not null default '' check (length(correction) <= 4000),
  cause text not null default '' check (length(cause) <= 4000),
  corrective_action text not null default '' check (length(corrective_action) <= 4000),
  -- Shape: {sha256, name}[].
  files jsonb not null default '[]',
  -- Shape: LinkedRecord[].
  records jsonb not null default '[]',
  saved_at timestamptz not null,
  saved_by_name text not null default '',
  sent_at timestamptz,
  parcel_id uuid,
  primary key (org_id, correction_id, round),
  check ((sent_at is null) = (parcel_id is null)),
  foreign key (org_id, correction_id) references correction (org_id, id),
  foreign key (org_id, parcel_id) references parcel (org_id, id)
);
call tenant_table('correction_answer');
