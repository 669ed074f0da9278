-- AREA 4: what in the records looks as if it had not happened so, and what the company answers.

-- One row per suspicion; found again by the same records it is the same row. Never deleted: what is no longer found is marked as gone.
create table suspicion (
  org_id uuid not null,
  -- Made from the detector and the records, so that a second look finds the same row.
  id uuid not null,
  detector text not null check (detector ~ '^[a-z_]{2,40}$'),
  weight text not null check (weight in ('strong', 'weak')),
  outlet_id uuid,
  staff_id uuid,
  -- Day of the latest record it rests on.
  day_on date not null,
  -- Values for the sentence that explains it, and the records behind it (shape: SuspicionRecord[]).
  figures jsonb not null,
  records jsonb not null,
  found_at timestamptz not null,
  seen_at timestamptz not null,
  gone_at timestamptz,
  version int not null default 1,
  primary key (org_id, id)
);
create index suspicion_by_day on suspicion (org_id, day_on desc, id desc);
call tenant_table('suspicion');
revoke delete on suspicion from starproof_app;

-- What was answered, and what the management representative makes of the answer. Answers follow each other; none is overwritten.
create table suspicion_answer (
  org_id uuid not null,
  id uuid not null,
  suspicion_id uuid not null,
  kind text not null check (kind in ('explained', 'corrected', 'confirmed')),
  words text not null check (length(words) between 1 and 2000),
  file_sha256 text check (file_sha256 ~ '^[0-9a-f]{64}$'),
  answered_by text not null,
  answered_by_name text not null default '',
  answered_at timestamptz not null,
  judged text check (judged in ('accepted', 'rejected')),
  judged_words text not null default '' check (length(judged_words) <= 2000),
  judged_by text,
  judged_by_name text not null default '',
  judged_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, suspicion_id) references suspicion (org_id, id),
  check ((judged is null) = (judged_at is null))
);
create index suspicion_answer_of on suspicion_answer (org_id, suspicion_id, answered_at);
call tenant_table('suspicion_answer');
revoke delete on suspicion_answer from starproof_app;

-- When the records were last looked at, over which days, and with what result.
create table authenticity_run (
  org_id uuid not null,
  id uuid not null,
  from_on date not null,
  to_on date not null,
  asked_by text not null,
  asked_at timestamptz not null,
  done_at timestamptz,
  visits int not null default 0,
  ratings int not null default 0,
  found int not null default 0,
  primary key (org_id, id),
  check (to_on >= from_on)
);
create index authenticity_run_newest on authenticity_run (org_id, asked_at desc);
call tenant_table('authenticity_run');
revoke delete on authenticity_run from starproof_app;
