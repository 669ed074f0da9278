-- Keys of other organisations: compared by people, put aside when the other side lost them --------------------------------------------

alter table counterpart_key
  add column confirmed_at timestamptz,
  add column confirmed_by_name text not null default '' check (length(confirmed_by_name) <= 60),
  -- With whom and how it was compared, in the words of who did.
  add column confirmed_how text not null default '' check (length(confirmed_how) <= 500),
  -- From then on nothing that it signs is believed, until somebody confirms it again.
  add column reset_at timestamptz,
  add column reset_by_name text not null default '' check (length(reset_by_name) <= 60),
  add column reset_reason text not null default '' check (length(reset_reason) <= 500),
  add check (confirmed_at is null or reset_at is null);

-- A letter signed by a key that is not believed is kept and shown, and leads to nothing. Its id is not taken: whoever copies a letter and
-- signs it anew must not keep the true one out.
alter table parcel drop constraint parcel_trust_check, drop constraint parcel_check2;
alter table parcel
  add check (trust in ('own', 'first', 'known', 'succeeded', 'unknown')),
  add check ((container = 'letter' and trust <> 'unknown') = (letter_id is not null)),
  add check ((trust = 'unknown') = (direction = 'in' and refused_code is not null));
create index parcel_of_counterpart on parcel (org_id, counterpart_org_id, at);

-- The company's own certificates --------------------------------------------------------------------------------------------------------

-- A certificate as a body sent it: paper, credential, keys. Held only where `problems` is empty; what does not verify is kept to be shown.
create table received_certificate (
  org_id uuid not null,
  id uuid not null,
  body_org_id uuid not null,
  body_name text not null check (length(body_name) between 1 and 200),
  number text not null check (length(number) between 1 and 80),
  edition int not null check (edition >= 1),
  file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  credential jsonb not null,
  keys jsonb not null,
  -- What it says (shape: CertificateSays); null where it cannot be read.
  says jsonb,
  -- Codes with the values of their words (shape: CertificateProblem[]).
  problems jsonb not null,
  -- SHA-256 of the body's root certificate.
  root_fingerprint text not null default '',
  register_url text not null default '' check (length(register_url) <= 500),
  bundle_url text not null default '' check (length(bundle_url) <= 500),
  -- The body's own reckoning of what comes next (shape: CertificateDue[]).
  due jsonb not null,
  letter_id uuid not null,
  parcel_id uuid not null,
  made_at timestamptz not null,
  received_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, parcel_id) references parcel (org_id, id)
);
create unique index received_certificate_once on received_certificate (org_id, body_org_id, number, edition)
  where problems = '[]'::jsonb;
create index received_certificate_newest on received_certificate (org_id, received_at desc, id desc);
call tenant_table('received_certificate');
call system_may('select', 'received_certificate');
revoke update, delete on received_certificate from starproof_app;

-- What became of a certificate, and what it has to have by when, as its body told.
create table received_notice (
  org_id uuid not null,
  id uuid not null,
  body_org_id uuid not null,
  number text not null check (length(number) between 1 and 80),
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  effective_on date not null,
  until_on date,
  public_reason text not null default '' check (length(public_reason) <= 500),
  -- Reminders: what has to be done by `effective_on`.
  deadline text,
  due jsonb not null,
  parcel_id uuid not null,
  made_at timestamptz not null,
  received_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, parcel_id) references parcel (org_id, id),
  check ((kind = 'reminder') = (deadline is not null))
);
create index received_notice_of on received_notice (org_id, body_org_id, number, effective_on, made_at);
call tenant_table('received_notice');
revoke update, delete on received_notice from starproof_app;

-- The units that were drawn for an audit of this company, once the body published its sample (shape: PublishedSample).
alter table sampling_receipt
  add column sample jsonb,
  add column sample_parcel_id uuid,
  add column published_at timestamptz;

-- The body's side: what its clients answer ----------------------------------------------------------------------------------------------

alter table contract
  add column answer text check (answer in ('accepted', 'declined')),
  add column answer_reason text not null default '' check (length(answer_reason) <= 2000),
  add column answered_by text not null default '' check (length(answered_by) <= 60),
  add column answered_on date,
  add column answer_parcel_id uuid,
  add check ((answer is null) = (answered_on is null));

-- A client objects to a member of the team; the officer answers with reasons.
create table team_objection (
  org_id uuid not null,
  id uuid not null,
  audit_id uuid not null,
  member_name text not null check (length(member_name) between 1 and 100),
  reason text not null check (length(reason) between 1 and 2000),
  made_by_name text not null default '' check (length(made_by_name) <= 60),
  letter_id uuid not null,
  parcel_id uuid not null,
  received_at timestamptz not null,
  answer text check (answer in ('upheld', 'dismissed')),
  answer_reason text not null default '' check (length(answer_reason) <= 2000),
  answered_by_name text not null default '' check (length(answered_by_name) <= 60),
  answered_at timestamptz,
  version int not null default 1,
  primary key (org_id, id),
  foreign key (org_id, audit_id) references audit (org_id, id),
  foreign key (org_id, parcel_id) references parcel (org_id, id),
  check ((answer is null) = (answered_at is null))
);
create index team_objection_of_audit on team_objection (org_id, audit_id, received_at);
call tenant_table('team_objection');
revoke delete on team_objection from starproof_app;
