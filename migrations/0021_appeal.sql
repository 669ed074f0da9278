-- AREA 5: appeals against what the body decided and complaints about it, decided by people who had no hand in the matter.

create table grievance (
  org_id uuid not null,
  id uuid not null,
  number text not null check (length(number) <= 40),
  kind text not null check (kind in ('appeal', 'complaint')),
  -- What it is about, as far as it is about something of ours.
  client_id uuid,
  audit_id uuid,
  certificate_id uuid,
  blacklist_id uuid,
  via text not null check (via in ('desk', 'public')),
  from_name text not null check (length(from_name) <= 100),
  from_contact text not null check (length(from_contact) <= 254),
  is_anonymous boolean not null,
  says text not null check (length(says) between 1 and 4000),
  wants text not null default '' check (length(wants) <= 2000),
  -- Appeals: the day on which the appellant was told of what is appealed against.
  told_on date,
  received_on date not null,
  received_at timestamptz not null,
  due_on date not null,
  rules_id uuid not null,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number),
  check ((kind = 'appeal') = (told_on is not null)),
  foreign key (org_id, client_id) references client (org_id, id),
  foreign key (org_id, audit_id) references audit (org_id, id),
  foreign key (org_id, certificate_id) references certificate (org_id, id),
  foreign key (org_id, blacklist_id) references blacklist_entry (org_id, id)
);
create index grievance_newest on grievance (org_id, received_at desc, id desc);
call tenant_table('grievance');
revoke delete on grievance from starproof_app;

create table grievance_step (
  org_id uuid not null,
  id uuid not null,
  grievance_id uuid not null,
  kind text not null check (kind in ('accepted', 'rejected', 'panel_joined', 'panel_left', 'upheld', 'partly_upheld', 'not_upheld', 'told')),
  -- Of whom, for the panel.
  person_id uuid,
  person_name text not null default '' check (length(person_name) <= 100),
  words text not null default '' check (length(words) <= 4000),
  by text not null,
  by_name text not null default '',
  at timestamptz not null,
  primary key (org_id, id),
  check ((kind in ('panel_joined', 'panel_left')) = (person_id is not null)),
  foreign key (org_id, grievance_id) references grievance (org_id, id)
);
create index grievance_step_of on grievance_step (org_id, grievance_id, at);
call tenant_table('grievance_step');
revoke update, delete on grievance_step from starproof_app;
