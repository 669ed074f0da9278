import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '#src/client/call.ts'
import { newId } from '#src/shared/id.ts'
import { uploadImport } from '../contract/run.ts'

// A large workbook on a slow line, and its reading at the server.
const TIMEOUT_MS = 300_000

/** Sends a file; `name` is that of the file on its way. */
export function useUpload(onDone: (importId: string) => void) {
  const client = useQueryClient()
  const [name, setName] = useState<string | null>(null)
  const [error, setError] = useState<Error | null>(null)
  return {
    name,
    error,
    send: (file: File) => {
      const form = new FormData()
      form.append('file', file, file.name)
      setName(file.name)
      setError(null)
      send(uploadImport.method, uploadImport.path, form, { commandId: newId(), timeoutMs: TIMEOUT_MS })
        .then(
          (answer) => {
            void client.invalidateQueries({ queryKey: ['service.listImports'] })
            onDone(uploadImport.answer.parse(answer).id)
          },
          (failure: Error) => setError(failure),
        )
        .finally(() => setName(null))
    },
  }
}
