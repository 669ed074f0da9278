import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'

/** Blanks what the service records say of a person; what was done, when and by whom stays. Answers the ids of the records touched. */
export async function blankServiceRecords(tx: Tx, customerId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with request as (
      update service_request set contact_name = '', contact_phone = '', address = '', description = '', longitude = null, latitude = null,
        version = version + 1
      where org_id = ${tx.orgId} and customer_id = ${customerId} returning id
    ), "order" as (
      select w.id from work_order w join request r on r.id = w.request_id where w.org_id = ${tx.orgId}
    ), visited as (
      update visit v set signed_by = '', arrived_longitude = null, arrived_latitude = null
      from "order" o where v.org_id = ${tx.orgId} and v.work_order_id = o.id returning v.id
    ), noted as (
      update request_event e set note = '' from request r where e.org_id = ${tx.orgId} and e.request_id = r.id returning e.id
    ), rated as (
      update rating g set comment = '', device_hash = null from request r where g.org_id = ${tx.orgId} and g.request_id = r.id returning g.id
    )
    select id from request union select id from "order" union select id from rated`.execute(tx.sql)
  return rows.map((row) => row.id)
}
