import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { ContractRow, ContractState } from '../contract.ts'

type Marks = Pick<ContractRow, 'offeredAt' | 'signedOn' | 'cancelledAt'>

export function contractState({ offeredAt, signedOn, cancelledAt }: Marks): ContractState {
  if (cancelledAt !== null) return 'cancelled'
  if (signedOn !== null) return 'signed'
  return offeredAt === null ? 'quoted' : 'offered'
}

const FROM: Record<'offer' | 'sign' | 'cancel', readonly ContractState[]> = {
  offer: ['quoted', 'offered'],
  sign: ['offered'],
  cancel: ['quoted', 'offered', 'signed'],
}

/** An offer may be sent again; what is signed is not offered any more. */
export function canDo(act: 'offer' | 'sign' | 'cancel', contract: Marks): Decision<null> {
  const state = contractState(contract)
  return FROM[act].includes(state) ? accept(null) : refuse('conflict', 'contract_state', { state })
}

/** Both sides sign between the day of the offer and today. */
export function canBeSignedOn(signedOn: string, offeredOn: string, todayOn: string): Decision<null> {
  if (signedOn < offeredOn || signedOn > todayOn)
    return refuse('invalid', 'signed_day', { from: offeredOn, to: todayOn })
  return accept(null)
}
