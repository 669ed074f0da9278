-- AREA 5: document review, and the audit on site.

-- Versions of what a team takes along (shape: VisitKit), drafted and then in use from a day. A visit keeps the one it was opened with.
create table visit_kit (
  org_id uuid not null,
  id uuid not null,
  number int not null check (number >= 1),
  -- Null while it is being drafted; set once, when it is put to use.
  valid_from_on date,
  kit jsonb not null,
  made_at timestamptz not null,
  made_by text not null,
  made_by_name text not null default '',
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number)
);
create unique index visit_kit_draft on visit_kit (org_id) where valid_from_on is null;
create unique index visit_kit_from on visit_kit (org_id, valid_from_on) where valid_from_on is not null;
call tenant_table('visit_kit');

create function refuse_change_of_kit_in_use() returns trigger language plpgsql as $$
begin
  raise exception 'a kit in use is never changed or removed' using errcode = 'check_violation', constraint = 'visit_kit_in_use';
end $$;
create trigger visit_kit_in_use before update or delete on visit_kit
  for each row when (old.valid_from_on is not null) execute function refuse_change_of_kit_in_use();

create table audit_visit (
  org_id uuid not null,
  audit_id uuid not null,
  kit_id uuid not null,
  -- The body's own scoring of this audit; the leaf ids of entries are those of its scheme.
  assessment_id uuid not null,
  opened_at timestamptz not null,
  opened_by uuid not null,
  opened_by_name text not null,
  finished_at timestamptz,
  finished_by uuid,
  finished_by_name text not null default '',
  version int not null default 1,
  primary key (org_id, audit_id),
  check ((finished_at is null) = (finished_by is null)),
  foreign key (org_id, audit_id) references audit (org_id, id),
  foreign key (org_id, kit_id) references visit_kit (org_id, id)
);
call tenant_table('audit_visit');

-- What was seen, heard and asked on site. Evidence: a row is never changed, only replaced by a later one that says so.
create table visit_entry (
  org_id uuid not null,
  id uuid not null,
  audit_id uuid not null,
  kind text not null check (kind in (
    'meeting', 'attendance', 'hardware', 'interview', 'knowledge_test', 'record_check', 'call', 'photo', 'note', 'withdrawal',
    'follow_up', 'post_check')),
  leaf_ids text[] not null default '{}',
  -- Shape: by kind, see VisitEntryContent.
  content jsonb not null,
  replaces_id uuid,
  by_person_id uuid not null,
  by_name text not null,
  -- When it happened by the device's clock, and when it reached the server.
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (org_id, id),
  -- Nobody replaces what somebody else has replaced already.
  unique (org_id, replaces_id),
  foreign key (org_id, audit_id) references audit_visit (org_id, audit_id),
  foreign key (org_id, replaces_id) references visit_entry (org_id, id)
);
create index visit_entry_of on visit_entry (org_id, audit_id, id);
call tenant_table('visit_entry');
revoke update, delete on visit_entry from starproof_app;

-- One round of looking through the documents of an audit; after a rectification comes another.
create table document_review (
  org_id uuid not null,
  id uuid not null,
  audit_id uuid not null,
  number int not null check (number >= 1),
  opened_at timestamptz not null,
  opened_by uuid not null,
  opened_by_name text not null,
  -- By the body's rules in force when it was opened.
  due_on date not null,
  closed_at timestamptz,
  closed_by uuid,
  closed_by_name text not null default '',
  conclusion text check (conclusion in ('conforms', 'supplement', 'nonconforming')),
  summary text not null default '' check (length(summary) <= 2000),
  -- Until when the company supplies what is asked; null where nothing is.
  supply_by_on date,
  parcel_id uuid,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, audit_id, number),
  check ((closed_at is null) = (conclusion is null)),
  foreign key (org_id, audit_id) references audit (org_id, id)
);
create unique index document_review_open on document_review (org_id, audit_id) where closed_at is null;
call tenant_table('document_review');

create table document_review_item (
  org_id uuid not null,
  id uuid not null,
  review_id uuid not null,
  place int not null,
  -- A material of the checklist, or empty for a document added by hand.
  material_id text not null default '' check (length(material_id) <= 60),
  title text not null check (length(title) between 1 and 200),
  origin text not null check (origin in ('checklist', 'pack', 'uploaded', 'carried')),
  -- What the company's checklist said of it: present, missing, expired.
  stated text check (stated in ('present', 'missing', 'expired')),
  -- [{sha256, name, validUntilOn}]
  files jsonb not null default '[]',
  clause_ids text[] not null default '{}',
  verdict text check (verdict in ('conforms', 'supplement', 'nonconforming')),
  remark text not null default '' check (length(remark) <= 1000),
  judged_at timestamptz,
  judged_by uuid,
  judged_by_name text not null default '',
  version int not null default 1,
  primary key (org_id, id),
  foreign key (org_id, review_id) references document_review (org_id, id)
);
create index document_review_item_of on document_review_item (org_id, review_id, place);
call tenant_table('document_review_item');
