import type { Draft, DraftKind, Reference } from '../contract/draft.ts'
import type { Target } from '../contract/field.ts'
import { sourceKey } from './draft.ts'

/** A person or customer that references can be matched with, also from the database (`KnownRecords`). */
type Named = { key: string; name: string; phone: string | null; outlet: Reference | null }

/** Records of earlier imports or of the company itself, so that names in a file of orders alone can be matched. */
export type KnownRecords = { staff?: Named[]; customers?: Named[]; outletKeys?: string[] }

export type KnownOrder = { key: string; requestedOn: string; finishedOn: string | null; status: 'open' | 'finished' }

/** What the file (and what is known already) says exists, for resolving references. Filled target by target, in saving order. */
export class Register {
  readonly #keyOf = new Map<string, string>()
  readonly #keys = new Set<string>()
  readonly #staffByName = new Map<string, Named[]>()
  readonly #customersByName = new Map<string, Named[]>()
  readonly #staffByKey = new Map<string, Named>()
  readonly #customersByKey = new Map<string, Named>()
  readonly orders = new Map<string, KnownOrder>()
  readonly #present: ReadonlySet<Target>

  constructor(present: ReadonlySet<Target>, known: KnownRecords) {
    this.#present = present
    for (const person of known.staff ?? []) this.#addStaff(person)
    for (const customer of known.customers ?? []) this.#addCustomer(customer)
    for (const key of known.outletKeys ?? []) this.#keys.add(key)
  }

  /** The key that a record of that number has; the same numbers recur on row after row, so keys are kept. */
  keyOf(source: string, kind: DraftKind, number: string): string {
    const name = `${kind}\n${number}`
    let key = this.#keyOf.get(name)
    if (key === undefined) {
      key = sourceKey(source, kind, [number])
      this.#keyOf.set(name, key)
    }
    return key
  }

  add(draft: Draft): void {
    this.#keys.add(draft.sourceKey)
    if (draft.kind === 'staff') {
      const { name, phone, outlet } = draft.values
      this.#addStaff({ key: draft.sourceKey, name, phone, outlet })
    } else if (draft.kind === 'customer') {
      const { name, phone } = draft.values
      this.#addCustomer({ key: draft.sourceKey, name, phone, outlet: null })
    } else if (draft.kind === 'service_request') {
      const { number, requestedAt, visit, history, status } = draft.values
      const finishedOn = visit?.finishedAt?.on ?? history?.resolvedAt?.on ?? null
      this.orders.set(number, { key: draft.sourceKey, requestedOn: requestedAt.on, finishedOn, status })
    }
  }

  #addStaff(person: Named): void {
    this.#keys.add(person.key)
    this.#staffByKey.set(person.key, person)
    push(this.#staffByName, person.name, person)
  }

  #addCustomer(customer: Named): void {
    this.#keys.add(customer.key)
    this.#customersByKey.set(customer.key, customer)
    push(this.#customersByName, customer.name, customer)
  }

  /** True when the file brings this register itself, so that a code absent from it is wrong rather than known elsewhere. */
  brings(target: Target): boolean {
    return this.#present.has(target)
  }

  has(key: string): boolean {
    return this.#keys.has(key)
  }

  staffNamed(name: string): readonly Named[] {
    return this.#staffByName.get(name) ?? []
  }

  staff(key: string): Named | undefined {
    return this.#staffByKey.get(key)
  }

  customersNamed(name: string): readonly Named[] {
    return this.#customersByName.get(name) ?? []
  }

  customer(key: string): Named | undefined {
    return this.#customersByKey.get(key)
  }
}

function push(map: Map<string, Named[]>, name: string, value: Named): void {
  const list = map.get(name)
  if (list === undefined) map.set(name, [value])
  else if (!list.some(({ key }) => key === value.key)) list.push(value)
}
