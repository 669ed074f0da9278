import type { ReactNode } from 'react'
import { useRouter } from 'wouter'
import { pageOfRecord } from '../rules/evidence.ts'

type RecordLinkProps = {
  recordType: string
  recordId: string
  /** Of a work order: the request on whose page it is seen. */
  requestId: string | undefined
  children: ReactNode
}

/** The words lead to the record in a new tab, so that what is being judged stays open; a record without a page is only words. */
export function RecordLink({ recordType, recordId, requestId, children }: RecordLinkProps) {
  const { base } = useRouter()
  const page = pageOfRecord(recordType, recordId, requestId)
  if (!page) return children
  return (
    <a href={`${base}${page}`} target="_blank" rel="noreferrer">
      {children}
    </a>
  )
}
