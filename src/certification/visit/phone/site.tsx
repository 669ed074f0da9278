import { lazy } from 'react'
import type { ScreenProps } from '#src/app/shell/screens.ts'

const Visit = lazy(() => import('./visit.tsx'))
const Visits = lazy(() => import('./visits.tsx'))

/** The auditor's pages behind one small file: what they need is listed there, and weighs nothing for those who never audit. */
export default function Site({ params }: ScreenProps) {
  return params.auditId ? <Visit params={params} /> : <Visits />
}
