-- The posts of a certification body: who runs a certification, and who reviews and decides without having taken part in the audit.
do $$
declare
  known constant text := 'array[''agent'', ''dispatcher'', ''technician'', ''service_manager'', ''management_representative'', ''general_manager'',
    ''customer'', ''auditor'', ''certification_officer'', ''certification_decider'', ''administrator'']';
  of_keys constant text := 'array[''agent'', ''dispatcher'', ''technician'', ''service_manager'', ''management_representative'', ''general_manager'',
    ''auditor'', ''certification_officer'', ''certification_decider'']';
begin
  alter table membership drop constraint membership_roles_check;
  alter table invitation drop constraint invitation_roles_check;
  alter table api_key drop constraint api_key_roles_check;
  execute format('alter table membership add constraint membership_roles_check check (cardinality(roles) between 1 and 11 and roles <@ %s)', known);
  execute format('alter table invitation add constraint invitation_roles_check check (cardinality(roles) between 1 and 11 and roles <@ %s)', known);
  execute format('alter table api_key add constraint api_key_roles_check check (cardinality(roles) between 1 and 9 and roles <@ %s)', of_keys);
end $$;
