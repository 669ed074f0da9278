import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { type KitDetail, saveVisitKit } from '../contract/endpoints.ts'
import type { VisitKit } from '../contract/kit.ts'

export type KitDesk = {
  detail: KitDetail
  kit: VisitKit
  canEdit: boolean
  busy: boolean
  error: Error | null
  /** What the last point was read in: offered again for the next one. */
  lastFrom: string
  /** Saves the draft as a whole; `from` where something is said or confirmed, not for the order alone. */
  save: (kit: VisitKit, more?: { from?: string; confirms?: string[] }) => Promise<unknown>
}

/** The draft on the desk: every change is saved at once, under the version that was read. */
export function useKitDesk(detail: KitDetail): KitDesk {
  const { t } = useTranslation('kit')
  const may = useMay()
  const saving = useCommand(saveVisitKit)
  const [lastFrom, setLastFrom] = useState('')
  return {
    detail,
    kit: detail.kit,
    canEdit: detail.state === 'draft' && may(saveVisitKit),
    busy: saving.busy,
    error: saving.error,
    lastFrom,
    save: (kit, { from, confirms = [] } = {}) => {
      if (from) setLastFrom(from)
      return saving.run({
        params: { kitId: detail.id },
        body: { version: detail.version, kit, from: from || lastFrom || t('fromUnsaid'), confirms },
      })
    },
  }
}
