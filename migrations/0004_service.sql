-- AREA 2, what we do: requests, their clocks, work orders, assignments, visits, ratings, tracking links.

-- Trusted: any owner of the database may create it. Lets a constraint say "same person, overlapping hours".
create extension if not exists btree_gist;

create table service_request (
  org_id uuid not null,
  id uuid not null,
  -- Printed number, e.g. R2611-000123; given by the server.
  number text not null,
  kind text not null check (kind in ('consultation', 'delivery', 'installation', 'repair', 'maintenance', 'parts', 'return', 'recall', 'take_back', 'complaint', 'suggestion')),
  channel text not null check (channel in ('hotline', 'web', 'message', 'on_site', 'partner', 'api', 'import')),
  urgency text not null default 'normal' check (urgency in ('normal', 'urgent')),
  customer_id uuid,
  product_id uuid,
  outlet_id uuid,
  subject text not null check (length(subject) between 1 and 200),
  description text not null default '' check (length(description) <= 4000),
  contact_name text not null default '',
  contact_phone text not null default '',
  address text not null default '',
  city_code text not null default '',
  longitude double precision,
  latitude double precision,
  -- The customer's wish for a visit.
  wished_from timestamptz,
  wished_to timestamptz,
  -- Complaints: quality / not_quality / other; and the verdict.
  complaint_class text check (complaint_class in ('quality', 'not_quality', 'other')),
  -- Where it came from, for imports and partners: the same source key never makes a second request.
  source_key text,
  source_hash text,
  -- When it is said to have been made; equals recorded_at except for records entered or imported later.
  requested_at timestamptz not null,
  recorded_at timestamptz not null,
  requested_on date not null,
  -- Where it stands: always the fold of its events, kept beside them so that lists are quick.
  state text not null default 'new' check (state in ('new', 'answered', 'dispatched', 'on_site', 'resolved', 'closed', 'cancelled')),
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, customer_id) references customer (org_id, id),
  foreign key (org_id, product_id) references installed_product (org_id, id),
  foreign key (org_id, outlet_id) references outlet (org_id, id)
);
create unique index service_request_source on service_request (org_id, source_key) where source_key is not null;
create index service_request_of_customer on service_request (org_id, customer_id, requested_at desc);
create index service_request_by_time on service_request (org_id, requested_at desc, id);
create index service_request_by_cell on service_request (org_id, outlet_id, requested_on);
create index service_request_open on service_request (org_id, requested_at desc) where state not in ('resolved', 'closed', 'cancelled');
create index service_request_by_phone on service_request (org_id, contact_phone) where contact_phone <> '';
call tenant_table('service_request');

-- What happened to a request, in the trade's words; clocks are folded from these. State is a function of them.
-- kind: created, answered, appointed, dispatched, undispatched, arrived, work_finished, resolved, closed, cancelled, reopened, paused, resumed, nudged, note.
-- Promises name these same words as the events that start and stop their clocks.
create table request_event (
  org_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  kind text not null check (kind ~ '^[a-z_]{2,40}$'),
  -- For pauses the stated reason; for notes and answers the text in `note`.
  reason text,
  note text not null default '' check (length(note) <= 4000),
  -- For appointments: the agreed window.
  window_from timestamptz,
  window_to timestamptz,
  actor text not null,
  claimed_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, request_id) references service_request (org_id, id)
);
create index request_event_of_request on request_event (org_id, request_id, claimed_at);
call tenant_table('request_event');

-- The latest reading of each promised clock; recomputable at any time from request_event.
create table clock (
  org_id uuid not null,
  request_id uuid not null,
  promise_id uuid not null,
  promise_version int not null,
  promise_code text not null,
  state text not null check (state in ('not_started', 'running', 'paused', 'met', 'late', 'void')),
  started_at timestamptz,
  stopped_at timestamptz,
  due_at timestamptz,
  warn_at timestamptz,
  elapsed_minutes double precision not null default 0,
  limit_minutes double precision not null,
  -- Counts on times that were recorded long after they are said to have happened.
  backfilled boolean not null default false,
  -- When the sweep told people that it runs late or out.
  warned_at timestamptz,
  overdue_told_at timestamptz,
  primary key (org_id, request_id, promise_id),
  foreign key (org_id, request_id) references service_request (org_id, id)
);
create index clock_due on clock (due_at) where state = 'running' and overdue_told_at is null;
call tenant_table('clock');
call system_may('select', 'clock');

create table work_order (
  org_id uuid not null,
  id uuid not null,
  number text not null,
  request_id uuid not null,
  outlet_id uuid,
  required_qualifications text[] not null default '{}',
  -- Steps to tick or fill: [{id, text, kind: tick|number|text, unit?, required}]
  checklist jsonb not null default '[]',
  note text not null default '',
  source_key text,
  created_at timestamptz not null,
  -- Since when nobody has it; null while somebody has, and from the start for work that was never to be dispatched (imports). Only so that
  -- the board finds the unassigned without reading the finished: whether it is unassigned is still told by its assignments.
  waiting_since timestamptz,
  cancelled_at timestamptz,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, request_id) references service_request (org_id, id),
  foreign key (org_id, outlet_id) references outlet (org_id, id)
);
create index work_order_of_request on work_order (org_id, request_id);
create index work_order_waiting on work_order (org_id, waiting_since) where waiting_since is not null;
call tenant_table('work_order');

-- Who goes, and when. Ended by re-assignment or withdrawal, never overwritten.
create table assignment (
  org_id uuid not null,
  id uuid not null,
  work_order_id uuid not null,
  staff_id uuid not null,
  planned_from timestamptz not null,
  planned_to timestamptz not null check (planned_to > planned_from),
  assigned_by text not null,
  assigned_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  -- When the visit was finished: from then on the planned hours are free again.
  done_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, work_order_id) references work_order (org_id, id),
  foreign key (org_id, staff_id) references staff (org_id, id),
  -- Nobody is in two places at once, whoever plans at the same moment.
  constraint assignment_hours exclude using gist (org_id with =, staff_id with =, tstzrange(planned_from, planned_to) with &&)
    where (ended_at is null and done_at is null)
);
create unique index assignment_current on assignment (org_id, work_order_id) where ended_at is null;
create index assignment_of_work_order on assignment (org_id, work_order_id, staff_id);
create index assignment_of_staff on assignment (org_id, staff_id, planned_from) where ended_at is null;
create index assignment_undone on assignment (org_id, staff_id, planned_from) where ended_at is null and done_at is null;
create index assignment_by_time on assignment (org_id, planned_from) where ended_at is null;
call tenant_table('assignment');

-- One row a work order once a technician has arrived; finished when finished_at is set.
create table visit (
  org_id uuid not null,
  id uuid not null,
  work_order_id uuid not null,
  staff_id uuid not null,
  arrived_at timestamptz not null,
  arrived_recorded_at timestamptz not null,
  arrived_longitude double precision,
  arrived_latitude double precision,
  arrived_accuracy_metres double precision,
  -- {stepId: true | number | text}
  answers jsonb not null default '{}',
  parts_text text not null default '' check (length(parts_text) <= 2000),
  work_text text not null default '' check (length(work_text) <= 4000),
  outcome text check (outcome in ('solved', 'not_solved', 'follow_up')),
  signature_sha256 text,
  signed_by text not null default '',
  signed_at timestamptz,
  -- Why there is no signature, where the customer would not or could not sign.
  unsigned_reason text not null default '',
  finished_at timestamptz,
  finished_recorded_at timestamptz,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, work_order_id),
  foreign key (org_id, work_order_id) references work_order (org_id, id),
  foreign key (org_id, staff_id) references staff (org_id, id)
);
call tenant_table('visit');

create table visit_photo (
  org_id uuid not null,
  id uuid not null,
  work_order_id uuid not null,
  file_sha256 text not null,
  caption text not null default '' check (length(caption) <= 200),
  taken_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, work_order_id) references work_order (org_id, id)
);
create index visit_photo_of_work_order on visit_photo (org_id, work_order_id);
call tenant_table('visit_photo');

-- One answer per request and source; silence is no answer.
create table rating (
  org_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  -- link: the customer by the link; call_back: asked by telephone; import: from a file.
  source text not null check (source in ('link', 'call_back', 'import')),
  stars smallint not null check (stars between 1 and 5),
  comment text not null default '' check (length(comment) <= 2000),
  asked_by text,
  device_hash text,
  claimed_at timestamptz not null,
  recorded_at timestamptz not null,
  -- Middle and bad ratings must be followed up and closed.
  followed_up_at timestamptz,
  follow_up_note text not null default '',
  primary key (org_id, id),
  unique (org_id, request_id, source),
  foreign key (org_id, request_id) references service_request (org_id, id)
);
create index rating_by_time on rating (org_id, claimed_at desc, id desc);
create index rating_waiting on rating (org_id, claimed_at desc, id desc) where stars < 4 and followed_up_at is null;
call tenant_table('rating');

-- The customer's way to follow and rate without an account. Only the hash of the secret is kept.
create table tracking_link (
  org_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  secret_hash bytea not null unique,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, request_id) references service_request (org_id, id)
);
create index tracking_link_of_request on tracking_link (org_id, request_id);
call tenant_table('tracking_link');
call system_may('select', 'tracking_link');

-- Running numbers per organisation, kind and year, taken in blocks by each process so that commands never wait for each other here.
create table number_series (
  org_id uuid not null,
  series text not null,
  last bigint not null,
  primary key (org_id, series)
);
call tenant_table('number_series');
call system_may('select', 'number_series');
call system_may('insert', 'number_series');
call system_may('update', 'number_series');
