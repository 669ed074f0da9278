-- Outgoing messages: written in the same transaction as their cause, or by the sweep that reads history; sent by another sweep.
create table message (
  org_id uuid not null,
  id uuid not null,
  -- What caused it and for whom: one event tells one person once.
  dedup_key text not null check (length(dedup_key) between 1 and 120),
  channel text not null check (channel in ('mail', 'sms')),
  -- Mail address or telephone number; empty once erased.
  to_address text not null check (length(to_address) <= 254),
  subject text not null check (length(subject) <= 200),
  -- `{{link}}` stands for the address of `link`.
  body text not null check (length(body) <= 4000),
  -- Path of a link, often with a secret in it: forgotten once the message was sent.
  link text check (length(link) <= 300),
  about_type text not null,
  about_id uuid not null,
  -- Why it is sent, e.g. visit_planned; worded on the screen.
  reason text not null check (reason ~ '^[a-z_]{2,40}$'),
  -- Roles that may open the text: whoever reads the link of an invitation could accept it.
  readers text[] not null,
  state text not null check (state in ('waiting', 'sent', 'failed', 'given_up', 'held')),
  attempts int not null default 0,
  -- While it is being sent: until when nobody else tries.
  next_attempt_at timestamptz,
  -- A word and the mail server's reply code; never its text, which may name a person.
  last_error text check (last_error ~ '^[a-z_]{2,40}( [2-5][0-9][0-9])?$'),
  created_at timestamptz not null,
  sent_at timestamptz,
  erased_at timestamptz,
  primary key (org_id, id),
  unique (org_id, dedup_key),
  check ((state in ('waiting', 'failed')) = (next_attempt_at is not null)),
  check ((state = 'sent') = (sent_at is not null)),
  check (erased_at is null or (to_address = '' and body = '' and link is null))
);
create index message_due on message (next_attempt_at) where state in ('waiting', 'failed');
create index message_about on message (org_id, about_id, id);
create index message_by_state on message (org_id, state, id);
call tenant_table('message');
call system_may('select', 'message');

-- How far history was read for notices, and which notices the organisation wants.
create table notice_state (
  org_id uuid primary key,
  -- Everything before this place of the ledger tells nobody anything: it was there when notices began, or was told.
  ledger_index bigint not null,
  customer_notices boolean not null default true,
  staff_notices boolean not null default true,
  version int not null default 1
);
call tenant_table('notice_state');
call system_may('select', 'notice_state');
