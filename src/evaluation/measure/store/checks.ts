import { type RawBuilder, sql } from 'kysely'
import { BAD_STARS, COMPLAINT_OPEN_DAYS, FOLLOW_UP_DAYS, SATISFIED_STARS } from '../rules.ts'

/** The day on which it is asked, and the organisation's zone: some checks fail merely because time passes. */
export type CountingDay = { todayOn: string; zone: string }

export type Check = {
  measure: string
  /** Whether the row is a check of this measure at all. */
  applies: RawBuilder<boolean>
  good: RawBuilder<boolean>
  /** Code of why it counts as it does, worded in the catalogue under `why`. */
  why: RawBuilder<string>
}

/** Rows of one kind that hang on a request `r`, and the measures that count them. Facts and lists of records read the same definition. */
export type CheckFamily = {
  recordType: string
  /** Added to `from … r`. */
  joins: RawBuilder<unknown>
  recordId: RawBuilder<string>
  number: RawBuilder<string>
  /** Tells rows of one request apart. */
  key: RawBuilder<string>
  happenedAt: RawBuilder<string>
  backfilled: RawBuilder<boolean>
  /** Figures beside the reason, as jsonb. */
  detail: RawBuilder<unknown>
  checks: Check[]
}

// A phone that was offline for a shift is not back-filling; a register typed in a day later is.
const LONG_AFTER = sql`interval '24 hours'`
const requestBackfilled = sql<boolean>`(r.channel = 'import' or r.recorded_at - r.requested_at > ${LONG_AFTER})`

function clockCheck(measure: string, applies: RawBuilder<boolean>): Check {
  return {
    measure,
    applies,
    good: sql`c.state = 'met'`,
    why: sql`case when c.state = 'met' then 'clock_met' when c.stopped_at is null then 'clock_late_running' else 'clock_late' end`,
  }
}

/** A running clock counts neither way; one that already ran late counts as not good although its work is still open. */
const clocks: CheckFamily = {
  recordType: 'clock',
  joins: sql`join clock c on c.org_id = r.org_id and c.request_id = r.id and c.state in ('met', 'late')`,
  recordId: sql`r.id`,
  number: sql`r.number`,
  key: sql`c.promise_id`,
  happenedAt: sql`coalesce(c.stopped_at, c.due_at, r.requested_at)`,
  backfilled: sql`c.backfilled`,
  detail: sql`jsonb_build_object('promiseCode', c.promise_code, 'elapsedMinutes', round(c.elapsed_minutes), 'limitMinutes', round(c.limit_minutes))`,
  checks: [
    clockCheck('promises_kept', sql`true`),
    clockCheck('answer_in_time', sql`c.promise_code = 'answer'`),
    clockCheck('complaint_answered_in_time', sql`c.promise_code = 'complaint_answer'`),
    clockCheck('arrival_in_time', sql`c.promise_code in ('arrival', 'urgent_arrival')`),
    clockCheck('finish_in_time', sql`c.promise_code = 'finish'`),
    clockCheck('consultations_answered_in_time', sql`c.promise_code = 'answer' and r.kind = 'consultation'`),
    clockCheck('portal_answered_in_time', sql`c.promise_code = 'answer' and r.channel = 'web'`),
  ],
}

function visits(day: CountingDay): CheckFamily {
  const signed = sql<boolean>`v.signature_sha256 is not null`
  const stepsDone = sql<boolean>`not exists (
    select from jsonb_array_elements(w.checklist) step
    where step ->> 'required' = 'true' and coalesce(v.answers -> (step ->> 'id'), 'null') in ('null', 'false', '""'))`
  const finishedOn = sql`(v.finished_at at time zone ${day.zone}::text)::date`
  const licensed = sql<boolean>`not exists (
    select from unnest(w.required_qualifications) needed where not exists (
      select from qualification q
      where q.org_id = v.org_id and q.staff_id = v.staff_id and q.kind_code = needed
        and (q.issued_on is null or q.issued_on <= ${finishedOn})
        and (q.expires_on is null or q.expires_on >= ${finishedOn})
        and (q.revoked_on is null or q.revoked_on > ${finishedOn})))`
  const unsigned = sql`when v.unsigned_reason <> '' then 'unsigned_for_reason' else 'unsigned'`
  return {
    recordType: 'work_order',
    joins: sql`
      join work_order w on w.org_id = r.org_id and w.request_id = r.id
      join visit v on v.org_id = w.org_id and v.work_order_id = w.id and v.finished_at is not null`,
    recordId: sql`w.id`,
    number: sql`w.number`,
    key: sql`w.id`,
    happenedAt: sql`v.finished_at`,
    backfilled: sql`(r.channel = 'import' or v.finished_recorded_at - v.finished_at > ${LONG_AFTER})`,
    detail: sql`jsonb_strip_nulls(jsonb_build_object('unsignedReason', nullif(v.unsigned_reason, ''), 'needed', nullif(array_to_string(w.required_qualifications, ', '), '')))`,
    checks: [
      {
        measure: 'installations_signed',
        applies: sql`r.kind = 'installation'`,
        good: signed,
        why: sql`case when ${signed} then 'signed' ${unsigned} end`,
      },
      {
        // The scheme's words are "complete record and the customer's signature": a reason why there is none is no signature.
        measure: 'signature_present',
        applies: sql`true`,
        good: sql`(${signed} and ${stepsDone})`,
        why: sql`case when not (${stepsDone}) then 'steps_missing' when ${signed} then 'complete_and_signed' ${unsigned} end`,
      },
      {
        measure: 'unlicensed_jobs',
        applies: sql`w.required_qualifications <> '{}'`,
        good: licensed,
        why: sql`case when ${licensed} then 'licensed' else 'licence_missing' end`,
      },
    ],
  }
}

function ratings(day: CountingDay): CheckFamily {
  return {
    recordType: 'rating',
    joins: sql`join rating g on g.org_id = r.org_id and g.request_id = r.id`,
    recordId: sql`g.id`,
    number: sql`r.number`,
    key: sql`g.id`,
    happenedAt: sql`g.claimed_at`,
    backfilled: sql`(g.source = 'import' or g.recorded_at - g.claimed_at > ${LONG_AFTER})`,
    detail: sql`jsonb_build_object('stars', g.stars)`,
    checks: [
      {
        measure: 'satisfaction',
        applies: sql`true`,
        good: sql`g.stars >= ${sql.lit(SATISFIED_STARS)}`,
        why: sql`case when g.stars >= ${sql.lit(SATISFIED_STARS)} then 'rated_satisfied' else 'rated_lower' end`,
      },
      {
        measure: 'bad_ratings_followed_up',
        applies: sql`(g.stars <= ${sql.lit(BAD_STARS)} and (g.followed_up_at is not null
          or (g.claimed_at at time zone ${day.zone}::text)::date < ${day.todayOn}::date - ${sql.lit(FOLLOW_UP_DAYS)}))`,
        good: sql`g.followed_up_at is not null`,
        why: sql`case when g.followed_up_at is not null then 'followed_up' else 'not_followed_up' end`,
      },
    ],
  }
}

function complaints(day: CountingDay): CheckFamily {
  const resolved = sql<boolean>`r.state in ('resolved', 'closed')`
  const ranLate = sql<boolean>`exists (select from clock c where c.org_id = r.org_id and c.request_id = r.id and c.state = 'late')`
  return {
    recordType: 'complaint',
    joins: sql``,
    recordId: sql`r.id`,
    number: sql`r.number`,
    key: sql`r.id`,
    happenedAt: sql`r.requested_at`,
    backfilled: requestBackfilled,
    detail: sql`'{}'::jsonb`,
    checks: [
      {
        // An open complaint counts neither way at first, and against the company once a promise on it ran late or it lies too long.
        measure: 'complaints_resolved',
        applies: sql`(r.kind = 'complaint' and (${resolved} or (r.state <> 'cancelled'
          and (r.requested_on < ${day.todayOn}::date - ${sql.lit(COMPLAINT_OPEN_DAYS)} or ${ranLate}))))`,
        good: resolved,
        why: sql`case when ${resolved} then 'complaint_resolved' when ${ranLate} then 'complaint_ran_late' else 'complaint_open_long' end`,
      },
    ],
  }
}

/** Everything that is counted from requests and what hangs on them. */
export function checkFamilies(day: CountingDay): CheckFamily[] {
  return [clocks, visits(day), ratings(day), complaints(day)]
}
