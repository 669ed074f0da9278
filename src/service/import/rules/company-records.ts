import type {
  CustomerValues,
  InstalledProductValues,
  LicenceValues,
  OutletValues,
  StaffValues,
} from '../contract/draft.ts'
import { placeCodes } from './place.ts'

/** Whatever the file does not say is left as it is: empty on a new record, untouched on an old one. */
function said<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as never
}

function place(province: string | null, city: string | null): { provinceCode?: string; cityCode?: string } {
  return (province || city) === null ? {} : (placeCodes(province, city) ?? {})
}

export function outletFields(v: OutletValues) {
  return {
    ...said({
      code: v.code,
      name: v.name,
      kind: v.ownership,
      aroundTheClock: v.open24h,
      phone: v.phone,
      address: v.address,
    }),
    ...place(v.province, v.city),
  }
}

// Posts that lead: the base of the 10 % rule. Certificate holders are counted apart, by their certificate.
const LEADING_POST = /负责人|经理|主管|主任|总监|店长|站长|manager|supervisor|head of/i

export function staffFields(v: StaffValues, outletId: string | null, goesOnSite: boolean) {
  return {
    ...said({ number: v.code, name: v.name, phone: v.phone, post: v.post, outletId }),
    ...(v.post && LEADING_POST.test(v.post) ? { managesService: true } : {}),
    ...(goesOnSite ? { goesOnSite: true } : {}),
  }
}

export const MANAGER_CERTIFICATE = '售后服务管理师'

export function licenceFields(v: LicenceValues) {
  return { certificateNumber: v.number ?? '', expiresOn: v.expiresOn }
}

export function customerFields(v: CustomerValues) {
  const { cityCode } = place(v.province, v.city)
  return {
    ...said({ number: v.code, name: v.name, address: v.address, contactName: v.contactName, phone: v.phone }),
    ...(cityCode ? { cityCode } : {}),
    // Whoever has somebody else to speak for them is no single person.
    kind: v.contactName && v.contactName !== v.name ? ('company' as const) : ('person' as const),
  }
}

export function productFields(v: InstalledProductValues) {
  return said({ modelName: v.productName, serialNumber: v.serialNumber, installedOn: v.installedOn })
}

/** Words of a place that name none known, for the report; `null` when all is well. */
export function unknownPlace(v: { province: string | null; city: string | null }): string | null {
  if (v.province === null && v.city === null) return null
  return placeCodes(v.province, v.city) ? null : [v.province, v.city].filter(Boolean).join(' ')
}
