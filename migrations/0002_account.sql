-- People are global: one person may belong to several organisations. What opens a person's account (password, sessions,
-- failed attempts) is granted to starproof_system alone; inside an organisation only its memberships exist.
create table person (
  id uuid primary key,
  user_name text not null unique check (user_name = lower(user_name) and length(user_name) between 2 and 40 and position('@' in user_name) = 0),
  email text unique check (email = lower(email) and length(email) <= 254 and position('@' in email) > 1),
  last_org_id uuid,
  last_signed_in_at timestamptz,
  created_at timestamptz not null
);

create table credential (
  person_id uuid primary key references person on delete cascade,
  password_hash text not null check (password_hash like '$argon2id$%'),
  changed_at timestamptz not null
);

create table session (
  id uuid primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  person_id uuid not null references person on delete cascade,
  org_id uuid not null,
  device text not null default '' check (length(device) <= 100),
  address text not null default '' check (length(address) <= 100),
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_of_person on session (person_id);

-- Failed sign-ins in a row, of known people and of names that nobody has alike: a lock-out tells no stranger who exists.
create table sign_in_attempt (
  subject text primary key check (length(subject) <= 100),
  failures int not null check (failures > 0),
  last_at timestamptz not null,
  locked_until timestamptz
);
create index sign_in_attempt_by_age on sign_in_attempt (last_at);

grant select, insert, update, delete on person, credential, session, sign_in_attempt to starproof_system;

-- A person in an organisation. The name is the one they bear there; the user name is a copy that never changes.
create table membership (
  org_id uuid not null references organisation,
  person_id uuid not null references person,
  name text not null check (length(name) between 1 and 100),
  user_name text not null,
  roles text[] not null check (
    cardinality(roles) between 1 and 9
    and roles <@ array['agent', 'dispatcher', 'technician', 'service_manager', 'management_representative',
      'general_manager', 'customer', 'auditor', 'administrator']
  ),
  joined_at timestamptz not null,
  deactivated_at timestamptz,
  version int not null default 1,
  primary key (org_id, person_id),
  unique (org_id, user_name)
);
create index membership_of_person on membership (person_id);
call tenant_table('membership');
call system_may('select', 'membership');
revoke delete on membership from starproof_app;

create table invitation (
  org_id uuid not null references organisation,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  email text check (email = lower(email) and length(email) <= 254),
  phone text check (length(phone) <= 40),
  roles text[] not null check (
    cardinality(roles) between 1 and 9
    and roles <@ array['agent', 'dispatcher', 'technician', 'service_manager', 'management_representative',
      'general_manager', 'customer', 'auditor', 'administrator']
  ),
  secret_hash bytea not null unique check (length(secret_hash) = 32),
  invited_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  withdrawn_at timestamptz,
  accepted_at timestamptz,
  accepted_by uuid,
  primary key (org_id, id),
  check (email is not null or phone is not null),
  check ((accepted_at is null) = (accepted_by is null)),
  check (accepted_at is null or withdrawn_at is null)
);
call tenant_table('invitation');
call system_may('select', 'invitation');

-- A key never holds the role of administrator: people, roles and keys are changed by people with a name.
create table api_key (
  org_id uuid not null references organisation,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  roles text[] not null check (
    cardinality(roles) between 1 and 7
    and roles <@ array['agent', 'dispatcher', 'technician', 'service_manager', 'management_representative',
      'general_manager', 'auditor']
  ),
  secret_hash bytea not null unique check (length(secret_hash) = 32),
  -- The first characters of the key, by which its owner recognises it.
  hint text not null check (length(hint) <= 12),
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (org_id, id)
);
call tenant_table('api_key');
call system_may('select', 'api_key');
create policy system_update on api_key for update to starproof_system using (true);
grant update (last_used_at) on api_key to starproof_system;
