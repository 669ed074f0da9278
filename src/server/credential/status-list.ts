import type { JsonObject } from './sign.ts'

/** Places in one list: the least that the standard allows, so that a reader cannot tell who looks for whom (W3C Bitstring Status List 1.0). */
export const STATUS_LIST_LENGTH = 131_072

export type StatusPurpose = 'revocation' | 'suspension'

export type StatusList = {
  /** Where the list is published; also its id. */
  url: string
  issuer: JsonObject
  purpose: StatusPurpose
  /** Places that are set. */
  set: readonly number[]
  validFromAt: string
  validUntilAt: string
}

/** The list as a credential, to be signed like any other. */
export async function statusListCredential(list: StatusList): Promise<JsonObject> {
  const { createList } = await import('@digitalbazaar/vc-bitstring-status-list')
  const bits = await createList({ length: STATUS_LIST_LENGTH })
  for (const place of list.set) bits.setStatus(place, true)
  return {
    id: list.url,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: list.issuer,
    validFrom: list.validFromAt,
    validUntil: list.validUntilAt,
    credentialSubject: {
      id: `${list.url}#list`,
      type: 'BitstringStatusList',
      statusPurpose: list.purpose,
      encodedList: await bits.encode(),
    },
  }
}

/** What a credential says where its status is told. */
export function statusEntry(url: string, purpose: StatusPurpose, place: number): JsonObject {
  return {
    id: `${url}#${place}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: String(place),
    statusListCredential: url,
  }
}

/** Whether the place is set in the list of a credential that was already checked; undefined where the list cannot be read or is too short. */
export async function readStatus(listCredential: JsonObject, place: number): Promise<boolean | undefined> {
  const { decodeList } = await import('@digitalbazaar/vc-bitstring-status-list')
  const encodedList = String((listCredential.credentialSubject as JsonObject | undefined)?.encodedList ?? '')
  const list = await decodeList({ encodedList }).catch(() => undefined)
  return list && place >= 0 && place < list.length ? list.getStatus(place) : undefined
}
