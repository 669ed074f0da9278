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

-- Certificates as bodies sent them to this company -----------------------------------------------------------------------------------------

-- What a letter says is read from its parcel; here stands what was found when it was verified. Held only where `problems` is empty: what does
-- not verify is kept to be shown.
create table received_certificate (
  org_id uuid not null,
  id uuid not null,
  parcel_id uuid not null,
  body_org_id uuid not null,
  body_name text not null check (length(body_name) between 1 and 200),
  number text not null check (length(number) between 1 and 80),
  edition int not null check (edition >= 1),
  file_sha256 text not null,
  -- What it says (shape: CertificateSays); null where it cannot be read.
  says jsonb,
  -- Codes with the values of their words (shape: CertificateProblem[]).
  problems jsonb not null,
  -- SHA-256 of the body's root certificate; empty where the paper names none.
  root_fingerprint text not null default '' check (root_fingerprint ~ '^([0-9a-f]{64})?$'),
  received_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, parcel_id) references parcel (org_id, id),
  foreign key (org_id, file_sha256) references file (org_id, sha256)
);
create unique index received_certificate_once on received_certificate (org_id, body_org_id, number, edition)
  where problems = '[]'::jsonb;
create index received_certificate_newest on received_certificate (org_id, received_at desc, id desc);
call tenant_table('received_certificate');
call system_may('select', 'received_certificate');
revoke update, delete on received_certificate from starproof_app;

-- Letters about one certificate, in the order in which they were made.
create index parcel_about_certificate on parcel (org_id, counterpart_org_id, (body ->> 'number'), made_at)
  where kind in ('certificate', 'certificate_notice');
