import { useTranslation } from 'react-i18next'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import type { AuditState } from '../contract.ts'

/** `25` → `2.5`: person-days are kept in tenths. */
export function showDays(tenths: number): string {
  return (tenths / 10).toFixed(1).replace(/\.0$/, '')
}

const TONES: Record<AuditState, Tone> = {
  planned: 'warn',
  staffed: 'info',
  open: 'info',
  visited: 'star',
  reported: 'good',
  cancelled: 'plain',
}

export function AuditStatePill({ state }: { state: AuditState }) {
  const { t } = useTranslation('audit')
  return <Pill tone={TONES[state]}>{t(`state.${state}`)}</Pill>
}
