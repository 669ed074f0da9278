import type { HolderRow, HolderState } from '../contract/transition.ts'

/** Place of a row in the list, for its cursor: by name of the holder. */
export function placeOfRow({ holderName, number }: Pick<HolderRow, 'holderName' | 'number'>): string {
  return `${holderName} ${number}`
}

export function isShown(
  { state, number, holderName }: Pick<HolderRow, 'state' | 'number' | 'holderName'>,
  asked: { state: HolderState | 'open' | 'all'; search?: string | undefined },
): boolean {
  if (asked.search && !`${number} ${holderName}`.toLowerCase().includes(asked.search.toLowerCase())) return false
  if (asked.state === 'all') return true
  return asked.state === 'open' ? state !== 'moved' && state !== 'ended' : state === asked.state
}
