import { useMemo, useState } from 'react'
import { useEndpoint } from '#src/client/hooks.ts'
import { ownerKeyOf, useMe } from '#src/client/session.ts'
import { useOutbox } from '#src/client/use-outbox.ts'
import { dayOf } from '#src/ui/when.ts'
import { readMyDay, type WorkOrderSheet } from '../contract.ts'
import { foresee } from '../rules/foresee.ts'

export type MyOrder = { sheet: WorkOrderSheet; pending: number; refused: boolean }

/** The technician's orders as they will stand once everything done on this phone has arrived. Works from the device without a network. */
export function useMyOrders() {
  const [today] = useState(() => dayOf(new Date().toISOString()))
  const { me } = useMe()
  const { own } = useOutbox(me ? ownerKeyOf(me) : '')
  const read = useEndpoint(readMyDay, { query: { dayOn: today } }, { follows: ['work_order', 'service_request'] })
  const orders = useMemo<MyOrder[]>(() => {
    return (read.data?.orders ?? []).map((sheet) => {
      const lane = own.filter((command) => command.lane === sheet.id)
      return {
        sheet: foresee(sheet, lane),
        pending: lane.length,
        refused: lane.some((command) => command.standing === 'refused'),
      }
    })
  }, [read.data, own])
  return { today, orders, read, staffId: read.data?.staffId ?? null }
}
