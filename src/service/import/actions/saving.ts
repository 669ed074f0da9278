import { calendarFor } from '#src/company/door.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { PromiseRule } from '#src/shared/clock/promise-rule.ts'
import { type Hours, holdingForEver } from '../../clock/rules.ts'
import { type KeptPromise, loadPromises } from '../../clock/store/clocks.ts'
import type { Draft, Reference } from '../contract/draft.ts'
import type { Mapping, SheetMapping } from '../contract/mapping.ts'
import { sourceKey } from '../rules/draft.ts'
import { stepsTold } from '../rules/judge-clock.ts'
import type { KnownRecords } from '../rules/register.ts'
import { loadCoded } from '../store/records.ts'

/** Where the records come from, written beside each of them. */
export type SourceFile = { name: string; sha256: string }

/** What is on file, by the key that a reference of the same source has. Grows as records are saved. */
export type OnFile = { outlets: Map<string, string>; staff: Map<string, string>; customers: Map<string, string> }

/** What all batches of one import share. */
export type Saving = OnFile & {
  file: SourceFile
  mapping: Mapping
  /** Keys of people who are named as having gone to a customer. */
  technicians: ReadonlySet<string>
  /** Of the sheet that a record stands in: what its orders are, and which steps it has columns for. */
  sheetOf(draft: Draft): { requestKind: SheetMapping['requestKind']; told: ReadonlySet<string> }
  promises: KeptPromise[]
  ruleOf(promiseId: string, version: number): PromiseRule
  /** Since when the company really makes each promise, to tell clocks that measure older work. */
  promisedSince: ReadonlyMap<string, string>
  hoursOf(tx: Tx, outletId: string | null): Promise<Hours>
}

/** The company as it stands: for matching names while planning, and for finding records while saving. */
export async function loadKnown(tx: Tx, mapping: Mapping): Promise<{ known: KnownRecords; onFile: OnFile }> {
  const { source, sheets } = mapping
  const needsCustomers = sheets.some(
    ({ target, columns }) =>
      target === 'customer' || columns.some(({ field }) => field === 'customerCode' || field === 'customerName'),
  )
  const coded = await loadCoded(tx, needsCustomers)
  const outletKey = (code: string) => sourceKey(source, 'outlet', [code])
  const outlets = coded.outlets.map((one) => ({ ...one, key: outletKey(one.code) }))
  const staff = coded.staff.map((one) => ({ ...one, key: sourceKey(source, 'staff', [one.code]) }))
  const customers = coded.customers.map((one) => ({ ...one, key: sourceKey(source, 'customer', [one.code]) }))
  const idsOf = (rows: { key: string; id: string }[]) => new Map(rows.map(({ key, id }) => [key, id]))
  return {
    known: {
      outletKeys: outlets.map(({ key }) => key),
      staff: staff.map(({ key, name, phone, outletCode }) => ({
        ...{ key, name, phone: asRegistersWrite(phone) },
        outlet: outletCode === null ? null : { key: outletKey(outletCode), text: outletCode },
      })),
      customers: customers.map(({ key, name, phone }) => ({ key, name, phone: asRegistersWrite(phone), outlet: null })),
    },
    onFile: { outlets: idsOf(outlets), staff: idsOf(staff), customers: idsOf(customers) },
  }
}

// The company keeps numbers as dialled inside China; rows are read into the international form.
function asRegistersWrite(phone: string): string | null {
  if (phone === '') return null
  if (/^1[3-9]\d{9}$/.test(phone)) return `+86${phone}`
  return /^0\d{9,11}$/.test(phone) ? `+86${phone.slice(1)}` : phone
}

export async function openSaving(
  tx: Tx,
  given: { file: SourceFile; mapping: Mapping; records: readonly Draft[]; onFile: OnFile },
): Promise<Saving> {
  const { mapping, records } = given
  const made = await loadPromises(tx)
  const earliest = (promise: KeptPromise) => promise.versions.toSorted((a, b) => a.version - b.version)[0]!
  const hours = new Map<string | null, Hours>()
  const sheets = mapping.sheets.map((sheet) => ({ ...sheet, told: stepsTold(sheet) }))
  const rules = new Map(made.flatMap(({ versions }) => versions.map((rule) => [`${rule.id} ${rule.version}`, rule])))
  const technicians = new Set<string>()
  for (const draft of records)
    if (draft.kind === 'service_request' && draft.values.visit?.technician?.key)
      technicians.add(draft.values.visit.technician.key)
  return {
    ...given.onFile,
    file: given.file,
    mapping,
    technicians,
    // A CSV file is its only sheet, whatever this month's file is called.
    sheetOf: ({ place }) => sheets.find(({ sheet }) => sheet === place.sheet) ?? sheets[0]!,
    ruleOf: (promiseId, version) => rules.get(`${promiseId} ${version}`)!,
    promises: mapping.measureBeforePromises ? withFirstVersionBefore(made) : made,
    promisedSince: new Map(made.map((promise) => [promise.id, earliest(promise).inForceAt])),
    hoursOf: async (caller, outletId) => {
      const known = hours.get(outletId) ?? (await calendarFor(caller, outletId))
      hours.set(outletId, known)
      return known
    },
  }
}

/** The first version of each promise also measures what began before it; later versions hold from their own day on. */
function withFirstVersionBefore(promises: KeptPromise[]): KeptPromise[] {
  return promises.map((promise) => {
    const [first, ...later] = promise.versions.toSorted((a, b) => a.version - b.version)
    const [stretched] = holdingForEver([promise], () => first!)
    return { ...promise, versions: [...stretched!.versions, ...later] }
  })
}

export function idOf(ids: Map<string, string>, reference: Reference | null): string | null {
  return reference?.key ? (ids.get(reference.key) ?? null) : null
}

/** Source and place as history keeps them beside each record. */
export function provenance(saving: Saving, draft: Draft) {
  const { sheet, rows } = draft.place
  return {
    source: saving.mapping.source,
    file: { name: saving.file.name, sha256: saving.file.sha256, sheet, rows },
    sourceKey: draft.sourceKey,
    sourceHash: draft.contentHash,
  }
}

/** What the file says, as history keeps it: without what it leaves blank, and without keys of references, which stand beside it as ids. */
export function stated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stated)
  if (typeof value !== 'object' || value === null) return value
  const kept: Record<string, unknown> = {}
  for (const [name, part] of Object.entries(value)) if (part !== null && name !== 'key') kept[name] = stated(part)
  return kept
}
