import { Alert } from 'antd'
import { useFailureWords } from '#src/client/refusal.ts'

/** Why a command or a list did not come through, where the person looks. */
export function FailureNote({ error }: { error: Error | null }) {
  const failureWords = useFailureWords()
  if (!error) return null
  const { title, detail } = failureWords(error)
  return <Alert type="error" showIcon role="alert" title={title} description={detail || undefined} />
}
