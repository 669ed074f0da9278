-- Letters and packs that crossed between this organisation and another: sent and received, each a signed file that was verified.
create table parcel (
  org_id uuid not null,
  id uuid not null,
  direction text not null check (direction in ('out', 'in')),
  container text not null check (container in ('letter', 'pack')),
  -- What a letter is about; `pack` for packs.
  kind text not null check (kind ~ '^[a-z][a-z0-9_]{1,39}$'),
  -- The id inside the letter; null for packs.
  letter_id uuid,
  in_reply_to uuid,
  -- Null where a letter is addressed by name only.
  counterpart_org_id uuid,
  counterpart_name text not null check (length(counterpart_name) between 1 and 200),
  made_at timestamptz not null,
  -- The whole file as it crossed; kept in the data folder, never among the files of records.
  file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null check (size_bytes > 0),
  -- SHA-256 of the public key that signed it, and what we knew of that key.
  signer text not null check (signer ~ '^[0-9a-f]{64}$'),
  trust text not null check (trust in ('own', 'first', 'known', 'succeeded')),
  -- What was verified, in words of the catalogue.
  checks text[] not null,
  -- The letter's words, for showing a kind that nothing here knows; null for packs.
  body jsonb,
  -- Sent or received.
  at timestamptz not null,
  by text not null,
  -- Outgoing: carried by hand as a file, or taken to the recipient on this installation.
  deliver text check (deliver in ('file', 'here')),
  delivered_at timestamptz,
  -- Why the recipient's side refused it; it is not tried again.
  refused_code text,
  refused_params jsonb,
  read_at timestamptz,
  read_by text,
  -- The record it led to (incoming) or came from (outgoing).
  record_type text,
  record_id uuid,
  primary key (org_id, id),
  check ((direction = 'out') = (trust = 'own')),
  check ((direction = 'out') = (deliver is not null)),
  check ((container = 'letter') = (letter_id is not null)),
  check ((record_type is null) = (record_id is null)),
  check (delivered_at is null or refused_code is null)
);
-- The same file taken in twice is one parcel; a pack may be sent to several.
create unique index parcel_received on parcel (org_id, file_sha256) where direction = 'in';
create unique index parcel_letter on parcel (org_id, direction, letter_id) where letter_id is not null;
create index parcel_newest on parcel (org_id, direction, at desc, id desc);
create index parcel_to_deliver on parcel (org_id) where deliver = 'here' and delivered_at is null and refused_code is null;
call tenant_table('parcel');
call system_may('select', 'parcel');

-- What a letter encloses, under the names its sender gave.
create table parcel_file (
  org_id uuid not null,
  parcel_id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  name text not null check (length(name) between 1 and 200),
  size_bytes bigint not null,
  media_type text not null,
  primary key (org_id, parcel_id, sha256),
  foreign key (org_id, parcel_id) references parcel (org_id, id)
);
call tenant_table('parcel_file');

-- Keys by which another organisation is known here: pinned at first sight, followed by what a known key hands over to.
create table counterpart_key (
  org_id uuid not null,
  counterpart_org_id uuid not null,
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  -- What it signs as being later is refused: it handed over then.
  valid_until timestamptz,
  pinned_at timestamptz not null,
  pinned_by_parcel uuid not null,
  primary key (org_id, counterpart_org_id, fingerprint),
  foreign key (org_id, pinned_by_parcel) references parcel (org_id, id)
);
call tenant_table('counterpart_key');
revoke delete on counterpart_key from starproof_app;
