import { type JsonObject, signCredential } from '#src/server/credential/sign.ts'
import { STATUS_LIST_LENGTH, type StatusPurpose, statusListCredential } from '#src/server/credential/status-list.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { addDays, instantOf } from '#src/shared/instant.ts'
import { bodyDay } from '../../body-rules/actions.ts'
import { statusListUrl } from '../../certificate/rules/register-url.ts'
import { bitsOn } from '../../certificate/rules/status.ts'
import { loadZone } from '../../certificate/store/file.ts'
import { ISSUER_CONTEXT, type KeyParts, openCredentialKey } from '../../signing-key/actions.ts'
import { listEditionsBetween, loadRegisterState } from '../store.ts'

export type ListAsked = { purpose: StatusPurpose; list: number; on?: string | undefined }

const MOST_KEPT = 400

/** Lists signed lately, for as long as the server lives: each is signed once a day and state of the register, however many ask. */
export type KeptLists = Map<string, { state: string; credential: JsonObject }>

/** A status list as it stands today, or as it stood on a day past; refused for days to come. */
export async function readStatusList(
  tx: Tx,
  parts: KeyParts & { lists: KeptLists },
  asked: ListAsked,
): Promise<Decision<JsonObject>> {
  const todayOn = await bodyDay(tx)
  const onDay = asked.on ?? todayOn
  if (onDay > todayOn) return refuse('invalid', 'day_not_come', { todayOn })
  const key = [tx.orgId, asked.purpose, asked.list, onDay].join(' ')
  // Signed today: a list of a day past says so in its dates, and is signed again by the key of the day it is asked for.
  const state = `${todayOn} ${await loadRegisterState(tx)}`
  const found = parts.lists.get(key)
  if (found?.state === state) return accept(found.credential)
  const credential = await makeList(tx, parts, asked, onDay, todayOn)
  if (!credential) return refuse('not_found', 'not_found')
  if (parts.lists.size >= MOST_KEPT) parts.lists.delete(parts.lists.keys().next().value!)
  parts.lists.set(key, { state, credential })
  return accept(credential)
}

async function makeList(
  tx: Tx,
  parts: KeyParts,
  { purpose, list }: ListAsked,
  onDay: string,
  todayOn: string,
): Promise<JsonObject | undefined> {
  const opened = await openCredentialKey(tx, parts)
  if (!opened) return undefined
  const { key, issuer, slug } = opened
  const from = list * STATUS_LIST_LENGTH
  const editions = await listEditionsBetween(tx, from, from + STATUS_LIST_LENGTH)
  const set = editions.filter(({ certificate, changes, editions: all, number }) => {
    const bits = bitsOn(certificate, changes, all, number, onDay)
    return purpose === 'revocation' ? bits.revoked : bits.suspended
  })
  const zone = await loadZone(tx)
  const dayEndAt = new Date(Date.parse(instantOf(addDays(onDay, 1), '00:00', zone)) - 1000).toISOString()
  const credential = await statusListCredential({
    ...{ url: statusListUrl(parts.publicUrl, slug, purpose, list), issuer, purpose },
    set: set.map((edition) => edition.statusIndex - from),
    // The list of today holds from when it was asked for; that of a day past, for the whole of that day.
    validFromAt: onDay === todayOn ? tx.at : instantOf(onDay, '00:00', zone),
    validUntilAt: dayEndAt,
  })
  return signCredential(credential, ISSUER_CONTEXT, key, tx.at)
}
