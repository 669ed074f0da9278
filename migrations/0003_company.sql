-- AREA 1, who we are: departments, outlets, staff and their licences, customers and what they own, promises and calendars.

create table department (
  org_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  duties text not null default '',
  head_staff_id uuid,
  closed_on date,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, name)
);
call tenant_table('department');

create table outlet (
  org_id uuid not null,
  id uuid not null,
  code text not null check (length(code) between 1 and 40),
  name text not null check (length(name) between 1 and 100),
  kind text not null check (kind in ('own', 'agent', 'franchise')),
  -- GB/T 2260 codes: province (2 digits), prefecture-level city (4 digits).
  province_code text not null default '' check (province_code ~ '^(\d{2})?$'),
  city_code text not null default '' check (city_code ~ '^(\d{4})?$'),
  address text not null default '',
  phone text not null default '',
  longitude double precision check (longitude between -180 and 180),
  latitude double precision check (latitude between -90 and 90),
  around_the_clock boolean not null default false,
  -- This outlet's own hours (shape: OutletHours); null follows the company's calendar.
  calendar jsonb,
  opened_on date,
  closed_on date,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, code),
  check (city_code = '' or left(city_code, 2) = province_code)
);
create index outlet_of_city on outlet (org_id, city_code);
call tenant_table('outlet');

create table staff (
  org_id uuid not null,
  id uuid not null,
  -- The sign-in of this member of staff, where there is one.
  person_id uuid,
  number text not null check (length(number) between 1 and 40),
  name text not null check (length(name) between 1 and 100),
  phone text not null default '',
  post text not null default '',
  department_id uuid,
  outlet_id uuid,
  -- Manages service (heads of service departments and posts, managers of outlets): the base of the 10 % rule.
  manages_service boolean not null default false,
  goes_on_site boolean not null default false,
  joined_on date,
  left_on date,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number),
  unique (org_id, person_id),
  foreign key (org_id, department_id) references department (org_id, id),
  foreign key (org_id, outlet_id) references outlet (org_id, id)
);
create index staff_of_outlet on staff (org_id, outlet_id);
call tenant_table('staff');
alter table department add foreign key (org_id, head_staff_id) references staff (org_id, id);

-- Kinds of qualification and licence (electrician, refrigeration, 售后服务管理师 …).
create table qualification_kind (
  org_id uuid not null,
  code text not null check (code ~ '^[a-z0-9_]{2,40}$'),
  name_zh text not null,
  name_en text not null,
  -- Marks the certificate of the 10 % rule (5.1.2.2).
  service_manager boolean not null default false,
  primary key (org_id, code)
);
call tenant_table('qualification_kind');

create table qualification (
  org_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  kind_code text not null,
  certificate_number text not null default '',
  issued_on date,
  expires_on date,
  file_sha256 text,
  revoked_on date,
  revoked_reason text not null default '',
  primary key (org_id, id),
  foreign key (org_id, staff_id) references staff (org_id, id),
  foreign key (org_id, kind_code) references qualification_kind (org_id, code),
  check (expires_on is null or issued_on is null or expires_on >= issued_on)
);
create index qualification_of_staff on qualification (org_id, staff_id);
create index qualification_by_expiry on qualification (org_id, expires_on) where revoked_on is null;
call tenant_table('qualification');

create table customer (
  org_id uuid not null,
  id uuid not null,
  number text check (length(number) between 1 and 60),
  -- Ordered by code point: the same order in every installation, and prefixes can be looked up.
  name text collate "C" not null check (length(name) between 1 and 200),
  kind text not null default 'person' check (kind in ('person', 'company')),
  contact_name text not null default '',
  -- Digits only, as dialled; what the caller's number is matched with.
  phone text not null default '' check (phone ~ '^\d{0,20}$'),
  email text not null default '',
  address text not null default '',
  city_code text not null default '' check (city_code ~ '^(\d{4})?$'),
  longitude double precision,
  latitude double precision,
  note text not null default '',
  -- Set when the customer's personal data was erased on request.
  erased_at timestamptz,
  created_at timestamptz not null,
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, number)
);
create index customer_by_phone on customer (org_id, phone) where phone <> '';
create index customer_by_name on customer (org_id, name, id);
create index customer_by_city on customer (org_id, city_code) where city_code <> '';
call tenant_table('customer');

-- Pairs of neighbouring characters of each word, e.g. 张三丰 → {张三,三丰}: finds two Chinese characters anywhere, which trigrams cannot.
create function bigrams(asked text) returns text[] language sql immutable parallel safe strict set search_path = pg_catalog
  return array(
    select distinct substr(word, place, 2)
    from unnest(string_to_array(regexp_replace(lower(asked), '\s+', ' ', 'g'), ' ')) as word, generate_series(1, length(word) - 1) as place
  );

-- A pair carries the end of its organisation's id, so that one organisation's search never reads through another's customers.
create function customer_bigrams(org uuid, asked text) returns text[] language sql immutable parallel safe strict
  return array(select right(org::text, 12) || pair from unnest(public.bigrams(asked)) as pair);

create index customer_by_bigrams on customer using gin
  (customer_bigrams(org_id, name || ' ' || contact_name || ' ' || coalesce(number, '') || ' ' || phone || ' ' || address));

-- Row-level security may not hand `@>` and `like` to an index (they are not leakproof), which would read every customer of the organisation.
-- So this one search runs as the owner and asks for the organisation itself.
create policy searched_by_owner on customer for select to current_user using (true);
create function search_customers(asked text, after_name text, after_id uuid, at_most int) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_catalog set plan_cache_mode = force_custom_plan as $$
declare
  pairs text[] := customer_bigrams(app_org(), asked);
  patterns text[] := array(
    select '%' || replace(replace(replace(word, '\', '\\'), '%', '\%'), '_', '\_') || '%'
    from unnest(string_to_array(regexp_replace(lower(asked), '\s+', ' ', 'g'), ' ')) as word where word <> ''
  );
begin
  if pairs = '{}' then
    -- A single character: names that begin with it.
    return query select c.id from customer c
      where c.org_id = app_org() and c.name like right(patterns[1], -1)
        and (after_id is null or (c.name, c.id) > (after_name, after_id))
      order by c.name, c.id limit at_most;
  else
    return query select c.id from customer c
      where c.org_id = app_org()
        and customer_bigrams(c.org_id, c.name || ' ' || c.contact_name || ' ' || coalesce(c.number, '') || ' ' || c.phone || ' ' || c.address) @> pairs
        -- Not `like all`: the planner takes each pattern for rare, and would collect every match of a common word in order to sort it.
        and not exists (
          select from unnest(patterns) as pattern
          where lower(c.name || ' ' || c.contact_name || ' ' || coalesce(c.number, '') || ' ' || c.phone || ' ' || c.address) not like pattern
        )
        and (after_id is null or (c.name, c.id) > (after_name, after_id))
      order by c.name, c.id limit at_most;
  end if;
end $$;
revoke all on function search_customers from public;
grant execute on function search_customers to starproof_app;

create table product_model (
  org_id uuid not null,
  id uuid not null,
  code text not null check (length(code) between 1 and 60),
  name text not null check (length(name) between 1 and 200),
  -- Qualification codes that whoever works on it must hold.
  required_qualifications text[] not null default '{}',
  warranty_months int check (warranty_months between 0 and 600),
  version int not null default 1,
  primary key (org_id, id),
  unique (org_id, code)
);
call tenant_table('product_model');

create table installed_product (
  org_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  model_id uuid,
  model_name text not null default '',
  serial_number text not null default '',
  bought_on date,
  installed_on date,
  warranty_until_on date,
  address text not null default '',
  version int not null default 1,
  primary key (org_id, id),
  foreign key (org_id, customer_id) references customer (org_id, id),
  foreign key (org_id, model_id) references product_model (org_id, id)
);
create index installed_product_of_customer on installed_product (org_id, customer_id);
create unique index installed_product_serial on installed_product (org_id, serial_number) where serial_number <> '';
call tenant_table('installed_product');

-- The company's calendar (weekly hours, holidays, make-up workdays). Every change is a new version.
create table company_calendar (
  org_id uuid not null,
  version int not null,
  calendar jsonb not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (org_id, version)
);
call tenant_table('company_calendar');

-- Promises as data: each version stands for ever; a clock keeps the version it started under.
create table promise (
  org_id uuid not null,
  id uuid not null,
  version int not null check (version >= 1),
  -- Stable word that measures point to: answer, complaint_answer, urgent_arrival, arrival, finish, or the company's own.
  code text not null check (code ~ '^[a-z0-9_]{2,40}$'),
  -- The whole rule (shape: PromiseRule of the clock).
  rule jsonb not null,
  in_force_from timestamptz not null,
  withdrawn_at timestamptz,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (org_id, id, version)
);
-- One promise for a word: a second one may follow only after the first was withdrawn.
create unique index promise_code on promise (org_id, code) where version = 1 and withdrawn_at is null;
call tenant_table('promise');
