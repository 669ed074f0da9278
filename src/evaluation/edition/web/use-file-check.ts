import { useEffect } from 'react'
import { useCommand } from '#src/client/hooks.ts'
import { checkSchemeFile } from '../contract.ts'

/** Has a picked file looked at, anew whenever another one is picked. */
export function useFileCheck({ name, base64 }: { name: string; base64: string }) {
  const checking = useCommand(checkSchemeFile, { refreshes: [] })
  const { run } = checking
  useEffect(() => {
    run({ body: { name, base64 } }).catch(() => {})
  }, [run, name, base64])
  return checking
}
