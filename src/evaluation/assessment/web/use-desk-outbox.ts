import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { startOutbox } from '#src/client/outbox.ts'
import { ownerKeyOf, useMe } from '#src/client/session.ts'

/** Sends what was judged at this desk while a screen of assessments is open; the phone has its outbox running anyway. */
export function useDeskOutbox(): void {
  const client = useQueryClient()
  const { me } = useMe()
  const ownerKey = me ? ownerKeyOf(me) : null
  useEffect(() => {
    if (ownerKey === null) return
    return startOutbox(ownerKey, () => void client.invalidateQueries())
  }, [ownerKey, client])
}
