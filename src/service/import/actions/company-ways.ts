import {
  addCustomer,
  addInstalledProduct,
  addOutlet,
  addQualification,
  addStaff,
  changeCustomer,
  changeInstalledProduct,
  changeOutlet,
  changeStaff,
  findCustomerByNumber,
  loadCustomer,
  loadInstalledProduct,
  loadOutlet,
  loadStaff,
} from '#src/company/door.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import type { Draft } from '../contract/draft.ts'
import {
  customerFields,
  licenceFields,
  MANAGER_CERTIFICATE,
  outletFields,
  productFields,
  staffFields,
} from '../rules/company-records.ts'
import type { Fate } from '../rules/result.ts'
import { findOutletByCode, findProductLike, findStaffByNumber } from '../store/records.ts'
import { licenceKind } from './licence-kind.ts'
import { idOf, type Saving } from './saving.ts'

export type CompanyDraft = Draft<'outlet' | 'staff' | 'licence' | 'customer' | 'installed_product'>

/** One record of the company as the import sees it: how to find it on file, enter it, and write the file's words over it. */
export type Ways = {
  number: string
  /** On file already, though not from this source. `same` false: the number belongs to somebody else. */
  find(): Promise<{ id: string; same: boolean } | undefined>
  add(id: string): Promise<Decision<unknown>>
  /** Absent where a record is never overwritten. */
  load?(id: string): Promise<{ version: number; change(): Promise<Decision<unknown>> } | undefined>
  remember(id: string): void
}

/** A fate at once where the record it belongs to is not on file. */
export async function waysOf(tx: WriteTx, draft: CompanyDraft, saving: Saving): Promise<Ways | Fate> {
  switch (draft.kind) {
    case 'outlet':
      return outletWays(tx, draft, saving)
    case 'staff':
      return staffWays(tx, draft, saving)
    case 'licence':
      return licenceWays(tx, draft, saving)
    case 'customer':
      return customerWays(tx, draft, saving)
    case 'installed_product':
      return productWays(tx, draft, saving)
  }
}

function outletWays(tx: WriteTx, draft: Draft<'outlet'>, saving: Saving): Ways {
  const fields = outletFields(draft.values)
  const empty = { provinceCode: '', cityCode: '', address: '', phone: '', aroundTheClock: false }
  return {
    number: draft.values.code,
    find: async () => {
      const known = await findOutletByCode(tx, draft.values.code)
      return known && { id: known.id, same: known.name === draft.values.name }
    },
    add: (id) =>
      addOutlet(tx, { ...empty, kind: 'own', ...fields, id, code: draft.values.code, name: draft.values.name }),
    load: async (id) => {
      const now = await loadOutlet(tx, id)
      return now && { version: now.version, change: () => changeOutlet(tx, id, { ...now, ...fields }) }
    },
    remember: (id) => saving.outlets.set(draft.sourceKey, id),
  }
}

function staffWays(tx: WriteTx, draft: Draft<'staff'>, saving: Saving): Ways {
  const v = draft.values
  const fields = staffFields(v, idOf(saving.outlets, v.outlet), saving.technicians.has(draft.sourceKey))
  const empty = { phone: '', post: '', managesService: false, goesOnSite: false }
  return {
    number: v.code,
    find: async () => {
      const known = await findStaffByNumber(tx, v.code)
      return known && { id: known.id, same: known.name === v.name }
    },
    add: async (id) => {
      const added = await addStaff(tx, { ...empty, ...fields, id, number: v.code, name: v.name })
      if (!added.ok || v.isServiceManager !== true) return added
      // The register's tick says that the certificate is held; number and expiry stay unknown.
      const kindCode = await licenceKind(tx, MANAGER_CERTIFICATE)
      return addQualification(tx, { id: newId(), staffId: id, kindCode, certificateNumber: '' })
    },
    load: async (id) => {
      const now = await loadStaff(tx, id)
      return now && { version: now.version, change: () => changeStaff(tx, id, { ...now, ...fields }) }
    },
    remember: (id) => saving.staff.set(draft.sourceKey, id),
  }
}

async function licenceWays(tx: WriteTx, draft: Draft<'licence'>, saving: Saving): Promise<Ways | Fate> {
  const { staff, name } = draft.values
  const staffId = idOf(saving.staff, staff)
  if (staffId === null) return { fate: 'refused', code: 'owner_not_saved', params: { name: staff.text ?? '' } }
  return {
    number: name,
    find: async () => undefined,
    add: async (id) => {
      const kindCode = await licenceKind(tx, name)
      return addQualification(tx, { id, staffId, kindCode, ...licenceFields(draft.values) })
    },
    remember: () => {},
  }
}

function customerWays(tx: WriteTx, draft: Draft<'customer'>, saving: Saving): Ways {
  const fields = customerFields(draft.values)
  const empty = { contactName: '', phone: '', email: '', address: '', cityCode: '', note: '' } as const
  return {
    number: draft.values.code,
    find: async () => {
      const known = await findCustomerByNumber(tx, draft.values.code)
      return known && { id: known.id, same: known.name === draft.values.name }
    },
    add: (id) => addCustomer(tx, { ...empty, ...fields, id, name: draft.values.name }),
    load: async (id) => {
      const now = await loadCustomer(tx, id)
      return now && { version: now.version, change: () => changeCustomer(tx, id, { ...now, ...fields }) }
    },
    remember: (id) => saving.customers.set(draft.sourceKey, id),
  }
}

function productWays(tx: WriteTx, draft: Draft<'installed_product'>, saving: Saving): Ways | Fate {
  const { customer } = draft.values
  const customerId = idOf(saving.customers, customer)
  if (customerId === null) return { fate: 'refused', code: 'owner_not_saved', params: { name: customer.text ?? '' } }
  const fields = { modelName: '', serialNumber: '', address: '', ...productFields(draft.values) }
  return {
    number: fields.serialNumber || fields.modelName,
    find: async () => {
      const known = await findProductLike(tx, { customerId, ...fields, installedOn: fields.installedOn ?? null })
      return known && { id: known.id, same: known.customerId === customerId }
    },
    add: (id) => addInstalledProduct(tx, { ...fields, id, customerId }),
    load: async (id) => {
      const now = await loadInstalledProduct(tx, id)
      return (
        now && {
          version: now.version,
          change: () => changeInstalledProduct(tx, id, { ...now, ...productFields(draft.values) }),
        }
      )
    },
    remember: () => {},
  }
}
